import type { Target, TargetSettings } from "../../target.ts";

export type MysqlTarget = Omit<TargetSettings, "system">;

export function targetOf(system: "mysql" | "mariadb", settings: MysqlTarget): Target {
  const { name, schema } = settings;
  return {
    ...settings,
    system,
    async open({ url, log }) {
      const { createMysqlSink } = await import("./sink.ts");
      return createMysqlSink({ name, url, schema, log: log.child({ target: name }) });
    },
  };
}
