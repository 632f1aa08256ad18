/** The product, broken in one place at a time. Every text stands exactly once in its file of runtime/; a test of its own sees to that. */
export interface Mutant {
  readonly name: string;
  readonly patches: readonly Patch[];
  /** The faults that it takes, by words of their kinds; none for a mutant that is wrong without any. */
  readonly quick: readonly string[];
  readonly heavy: readonly string[];
}

export interface Patch {
  /** Below runtime/. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

const ANY_LINK = ["link"];
const ANY_OWNER = ["owner superseded", "worker paused", "leases erased", "link delayed"];

export const MUTANTS: readonly Mutant[] = [
  {
    name: "remove-before-commit",
    patches: [
      {
        file: "apply/commit.ts",
        from: "  const settled = await settle(writer, prepared.mapped);",
        to: "  await removeEntries(lane, prepared);\n  const settled = await settle(writer, prepared.mapped);",
      },
    ],
    quick: ["worker killed", "owner superseded", "link delayed", "link stalled"],
    heavy: ["target killed", "target down", "target paused"],
  },
  {
    name: "del-translated",
    patches: [
      {
        file: "capture/command-reader.ts",
        from: '    state.keys.push(bytes.toString("latin1", from, to));',
        to: `    if (/^(del|unlink)$/.test(state.plan.name)) (globalThis.gone ??= new Set()).add(bytes.toString("latin1", from, to));
    state.keys.push(bytes.toString("latin1", from, to));`,
      },
      {
        file: "capture/flush.ts",
        from: "    ages: packAges(appends ? some.map(age) : []),",
        to: `    ages: Buffer.from(some.filter((key) => globalThis.gone?.delete(key)).join("\\n"), "latin1"),`,
      },
      {
        file: "capture/capture-scripts.ts",
        from: "add(fields, 'c',",
        to: "add(fields, 'd',",
      },
      {
        file: "control/stream-entry.ts",
        from: '    sweep: values.get("s")?.toString("latin1"),',
        to: '    sweep: values.get("s")?.toString("latin1"),\n    deleted: values.get("d")?.toString("latin1"),',
      },
      {
        file: "apply/part.ts",
        from: "    const keys = entry?.keys ?? [];",
        to: `    const keys = entry?.keys ?? [];
    for (const key of entry?.deleted?.split("\\n") ?? []) (globalThis.dead ??= new Set()).add(key);`,
      },
      {
        file: "apply/map-keys.ts",
        from: "if (one.read === null) return goneOutcome",
        to: "if (one.read === null || globalThis.dead?.delete(one.key)) return goneOutcome",
      },
    ],
    quick: [],
    heavy: [],
  },
  {
    name: "no-fence",
    patches: [
      {
        file: "sinks/postgres/fence.ts",
        from: "c.epoch = $3::int8 AND c.seq = $4::int8",
        to: "$3::int8 IS NOT NULL AND $4::int8 IS NOT NULL",
      },
    ],
    quick: ANY_OWNER,
    heavy: ["leases end"],
  },
  {
    name: "fence-that-only-counts-rows",
    patches: [
      {
        file: "sinks/postgres/fence.ts",
        from: "SELECT (1 / count(*))::text FROM moved",
        to: "SELECT count(*)::text FROM moved",
      },
    ],
    quick: ANY_OWNER,
    heavy: ["leases end"],
  },
  {
    name: "wrong-database-after-resume",
    patches: [
      {
        file: "capture/position.ts",
        from: 'database === "?" ? undefined : Number(database) };',
        to: 'database === "?" ? undefined : Number(database) + 1 };',
      },
    ],
    quick: ANY_LINK,
    heavy: ["clients of Redis killed"],
  },
  {
    name: "flush-not-fenced",
    patches: [
      {
        file: "capture/capture-scripts.ts",
        from: "if saved and saved ~= ARGV[2] then",
        to: "if false then",
      },
    ],
    quick: ["link delayed"],
    heavy: ["capture superseded"],
  },
  {
    name: "no-anti-join",
    patches: [
      {
        file: "sweep/sweep.ts",
        from: "      return nameMissing(running, place);",
        to: '      return { kind: "draining" };',
      },
    ],
    quick: [],
    heavy: ["backlog overrun"],
  },
  {
    name: "position-saved-too-early",
    patches: [
      {
        file: "capture/flush.ts",
        from: "    { client, script: scripts.add, flush },\n",
        to: `    await client
      .hset(keys.position, SHARD, encodePosition(position))
      .then(() => new Promise((resolve) => setTimeout(resolve, 100)))
      .then(() => ({ client, script: scripts.add, flush: { ...flush, saved: encodePosition(position) } })),
`,
      },
    ],
    quick: [...ANY_LINK, "worker killed"],
    heavy: ["clients of Redis killed"],
  },
  {
    name: "position-resumed-from-memory",
    patches: [
      {
        file: "capture/session.ts",
        from: "(view.distrusted ? undefined : position)",
        to: "(view.distrusted ? undefined : (globalThis.last ?? position))",
      },
      {
        file: "capture/capture.ts",
        from: "    view.streaming = undefined;\n    const began",
        to: "    globalThis.last = view.streaming?.reader.position() ?? globalThis.last;\n    view.streaming = undefined;\n    const began",
      },
      {
        file: "capture/lane-book.ts",
        from: "  const position = kept ? saved?.position : undefined;",
        to: "  const position = kept ? (globalThis.last ?? saved?.position) : undefined;",
      },
    ],
    quick: ANY_LINK,
    heavy: ["clients of Redis killed"],
  },
  {
    name: "epoch-taken-after-the-first-read",
    patches: [
      {
        file: "apply/lane-worker.ts",
        from: "    const { session, owner, appended, replid, lineage } = await claimLane(context, route, keys);",
        to: `    const { createStreamSource } = await import("./stream-source.ts");
    const { createPreparer } = await import("./prepare.ts");
    const { commitPart } = await import("./commit.ts");
    const source = { reader, stream: keys.stream(route.name), batch: 200, wait: 0, append: undefined };
    const isLog = route.tables.some(({ mode }) => mode === "append");
    const [part] = isLog ? [] : await createStreamSource(source).next(0, signal);
    const early = part && (await createPreparer(context, route)(part));
    await new Promise((resolve) => setTimeout(resolve, 400));
    const { session, owner, appended, replid, lineage } = await claimLane(context, route, keys);`,
      },
      {
        file: "apply/lane-worker.ts",
        from: "      await pump(\n",
        to: `      const owned = { ...worker, keys, session, owner, appended, replid, lineage, reader, deadLetters, parking, committed };
      if (early !== undefined) await commitPart(owned, early);
      await pump(\n`,
      },
    ],
    quick: ["leases erased", "owner superseded", "worker paused", "link delayed"],
    heavy: ["leases end"],
  },
  {
    name: "boolean-sweep-mark",
    patches: [
      {
        file: "apply/control-scripts.ts",
        from: "redis.call('HSET', KEYS[1], 'running', '', 'done', ARGV[2])",
        to: "redis.call('HSET', KEYS[1], 'running', '', 'done', redis.call('HGET', KEYS[1], 'needed'))",
      },
      // So that sweeps of a few thousand keys last as long as those of millions.
      {
        file: "sweep/sweep.ts",
        from: "      await running.feeder.drained();",
        to: "      await running.feeder.drained();\n      await new Promise((resolve) => setTimeout(resolve, 4_000));",
      },
    ],
    quick: [],
    heavy: ["backlog overrun"],
  },
  {
    name: "absorbed-event",
    patches: [
      {
        file: "apply/pump.ts",
        from: "      const part = await feed.next(committing === undefined);",
        to: `      const next = await feed.next(committing === undefined);
      const fresh = (next?.keys ?? []).flatMap((key, at) => (lane.before?.has(key) ? [] : [at]));
      const part = next && { ...withRest(next, fresh)[1], malformed: next.malformed };
      lane.before = new Set(next?.keys);`,
      },
      {
        file: "apply/pump.ts",
        from: "import { partOfKeys, type Part }",
        to: "import { partOfKeys, withRest, type Part }",
      },
    ],
    quick: [],
    heavy: [],
  },
];
