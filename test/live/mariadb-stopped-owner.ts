/** A worker's lane in a process of its own, which may be stopped: claims, says so, writes one key and says what became of it. */
import { pino } from "pino";
import { coerceError } from "../../runtime/errors.ts";
import { openLane } from "../conformance/lane.ts";
import { targetOf } from "../conformance/open-target.ts";
import { kitProject } from "../conformance/project.ts";
import { ITEMS } from "../conformance/behaviours/rows.ts";

const project = await kitProject({ jobs: ITEMS, system: "mariadb" });
const [of] = project.jobs;
if (of === undefined) throw new Error("there is no job");
const url = process.env["DB_URL"] ?? "";
const sink = await targetOf(project.target).open({ project: "kit", url, log: pino({ enabled: false }) });
const lane = await openLane({ sink, of });
console.log("claimed");
const outcome = await lane.commit({ "item:1": { name: "of the old owner" } }).then(
  ({ kind }) => kind,
  (thrown: unknown) => coerceError(thrown).message,
);
console.log(`outcome: ${outcome}`);
await lane.close().catch(() => undefined);
await sink.close();
process.exit(0);
