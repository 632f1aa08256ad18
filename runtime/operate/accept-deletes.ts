import { runScript } from "../apply/lua.ts";
import { routesNamed, type OperatedProject } from "./project.ts";
import { withSource } from "./source.ts";

/**
 * Accepts that the sweeps which the routes need now remove rows, however many. `name` is a job or `job.target`. Returns the routes. Rejects
 * with `StartupError` when Redis can't be reached or no route has that name.
 */
export async function acceptDeletes(project: OperatedProject, name: string): Promise<readonly string[]> {
  const routes = routesNamed(project, name).map((route) => route.name);
  return withSource(project, async ({ redis, lanes, scripts }) => {
    for (const route of routes) {
      for (const lane of lanes) await runScript(redis, scripts.acceptDeletes, [lane.sweep(route)], []);
    }
    return routes;
  });
}
