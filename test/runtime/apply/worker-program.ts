/** A program as the compiler bundles it, over the jobs written by hand. */
import { runWorker } from "../../../runtime/worker.ts";
import { customersJob, shopProject } from "./customers-job.ts";
import { salesJob } from "./sales-job.ts";

const project = shopProject({ redis: "", warehouse: "", jobs: [customersJob(), salesJob()] });
const targets = project.targets.map((target) => ({
  ...target,
  url: { kind: "env", name: "WAREHOUSE_URL", fallback: undefined } as const,
}));
const source = { ...project.source, url: { kind: "env", name: "REDIS_URL", fallback: undefined } as const };

await runWorker({ ...project, source, targets });
