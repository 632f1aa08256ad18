import type { Target, TargetSettings } from "../../target.ts";

export type RedisTarget = Omit<TargetSettings, "system" | "schema">;

/** A Redis or Valkey that keys are written to. */
export function target(settings: RedisTarget): Target {
  const { name } = settings;
  return {
    ...settings,
    system: "redis",
    async open({ url, project }) {
      const { createRedisSink } = await import("./sink.ts");
      return createRedisSink({ name, url, project });
    },
  };
}
