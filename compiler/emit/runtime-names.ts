import type * as Runtime from "../../runtime/index.ts";
