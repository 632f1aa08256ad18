import type { Topic } from "./behaviour.ts";
import { families } from "./behaviours/families.ts";
import { faults } from "./behaviours/faults.ts";
import { fences } from "./behaviours/fences.ts";
import { likeness } from "./behaviours/likeness.ts";
import { moves } from "./behaviours/moves.ts";
import { names } from "./behaviours/names.ts";
import { owners } from "./behaviours/owners.ts";
import { past } from "./behaviours/past.ts";
import { rows } from "./behaviours/rows.ts";
import { schemas } from "./behaviours/schemas.ts";
import { secrets } from "./behaviours/secrets.ts";
import { sizes } from "./behaviours/sizes.ts";
import { sweeps } from "./behaviours/sweeps.ts";
import { uniqueValues } from "./behaviours/unique-values.ts";
import { values } from "./behaviours/values.ts";

/** The one list that is run against every kind of target with tables. */
export const TOPICS: readonly Topic[] = [
  rows,
  moves,
  owners,
  names,
  families,
  uniqueValues,
  past,
  values,
  likeness,
  fences,
  faults,
  sizes,
  sweeps,
  secrets,
  schemas,
];
