/** A worker as the compiler bundles it, over a job that appends. */
import { runWorker } from "../../runtime/worker.ts";
import { shopProject } from "../runtime/apply/customers-job.ts";
import { logJob } from "../runtime/apply/log-job.ts";

const project = shopProject({ redis: "", warehouse: "", jobs: [logJob()] });
const targets = project.targets.map((target) => ({
  ...target,
  url: { kind: "env", name: "WAREHOUSE_URL", fallback: undefined } as const,
}));
const url = { kind: "env", name: "REDIS_URL", fallback: undefined } as const;

await runWorker({ ...project, source: { ...project.source, url, lanes: 1 }, targets });
