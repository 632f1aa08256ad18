/** A program as the compiler bundles it, whose mapping ends the process when a name says so. */
import { runWorker } from "../../../runtime/worker.ts";
import { customersJob, shopProject } from "./customers-job.ts";

const job = customersJob({ batch: 20 });
const project = shopProject({
  redis: "",
  warehouse: "",
  jobs: [
    {
      ...job,
      map: (...args) => {
        if (JSON.stringify(args[1]).includes("ends the process")) process.kill(process.pid, "SIGKILL");
        return job.map(...args);
      },
    },
  ],
});
const targets = project.targets.map((target) => ({
  ...target,
  url: { kind: "env", name: "WAREHOUSE_URL", fallback: undefined } as const,
}));
const source = { ...project.source, lanes: 1, url: { kind: "env", name: "REDIS_URL", fallback: undefined } as const };

await runWorker({ ...project, source, targets });
