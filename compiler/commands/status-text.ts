import type { Status } from "../../runtime/operate.ts";
import { bytes, duration, moment, table } from "./shown.ts";

type Route = Status["routes"][number];

/** One screen. */
export function statusText(status: Status): string {
  return [heading(status), routes(status), lanes(status), errors(status), attention(status)]
    .filter((part) => part !== "")
    .join("\n");
}

function heading({ project, time, source, targets, bytes: footprint }: Status): string {
  const { capture } = source;
  const known = [
    source.version === null ? undefined : `${source.software} ${source.version}`,
    source.role ?? undefined,
    `${source.lanes} ${source.lanes === 1 ? "lane" : "lanes"}`,
    `our keys take ${bytes(footprint)}`,
  ].filter((part) => part !== undefined);
  const owner = capture.owner === null ? "nobody captures now" : `by ${capture.owner}`;
  return [
    `${project}, ${moment(time)}`,
    `source   ${source.address}: ${known.join(", ")}`,
    `capture  ${capture.mode}, ${owner}; guarantees ${capture.guarantee}`,
    ...targets.map(({ name, address, problem }) => `target   ${name} ${address ?? ""}: ${problem ?? "reachable"}`),
    "",
  ].join("\n");
}

function routes(status: Status): string {
  const head = ["ROUTE", "LAG", "KEYS/S", "ENTRIES", "DEAD", "PARKED", "SWEEP", "STREAM", "BYTES"];
  const rows = status.routes.map((route) => [
    route.route,
    route.lag === null ? "-" : duration(route.lag),
    String(route.perSecond),
    String(route.entries),
    String(route.deadLetters),
    String(route.parked),
    sweepText(route),
    `${bytes(route.stream.bytes)} of ${bytes(route.stream.budget)}`,
    bytes(route.bytes?.total ?? null),
  ]);
  return table([head, ...rows]);
}

export function sweepText({ sweep: { state, cause, progress } }: Pick<Route, "sweep">): string {
  switch (state) {
    case "none":
      return "none";
    case "needed":
      return `needed: ${cause}`;
    case "waiting":
      return `waits: ${progress?.missing ?? "?"} of ${progress?.owners ?? "?"} rows would go`;
    case "running":
      return `${cause}: ${progress?.keys ?? 0} keys, ${Math.floor(100 * (progress?.share ?? 0))} %${timeLeft(progress?.left)}`;
  }
}

function timeLeft(ms: number | null | undefined): string {
  return ms === undefined || ms === null || ms === 0 ? "" : `, ${duration(ms)} left`;
}

/** Of each route and lane: who owns it, and what the target records. */
function lanes({ routes: all, targets }: Status): string {
  const checkpoints = new Map(
    targets.flatMap((target) => target.checkpoints.map((one) => [`${target.name} ${one.route} ${one.lane}`, one])),
  );
  const rows = all.flatMap(({ route, target, lanes: own }) =>
    own.map(({ lane, state, owner }) => {
      const checkpoint = checkpoints.get(`${target} ${route} ${lane}`);
      return [route, String(lane), state, owner ?? "-", checkpoint?.epoch ?? "-", checkpoint?.seq ?? "-"];
    }),
  );
  return table([["ROUTE", "LANE", "STATE", "OWNER", "EPOCH", "SEQ"], ...rows]);
}

function errors({ routes: all, time }: Status): string {
  return all
    .flatMap(({ route, lastError }) => {
      if (lastError === null) return [];
      const code = lastError.code === undefined ? "" : `${lastError.code} `;
      return [
        `last error of ${route}, ${duration(Math.max(0, time - lastError.time))} ago: ${code}${lastError.message}\n`,
      ];
    })
    .join("");
}

function attention({ attention: all }: Status): string {
  if (all.length === 0) return "Nothing needs you.\n";
  const lines = all.map(({ code, route, message, hint }) => {
    const where = route === null ? "" : `${route}: `;
    return `- ${where}${code === null ? "" : `${code} `}${message}\n  ${hint}\n`;
  });
  return `To look at:\n${lines.join("")}`;
}
