import { checkMessage, didYouMean, quoted } from "./message.ts";

/** Redis keys as destinations. */
export const redisKeyMessages = {
  RDI2080: checkMessage<{ what: string; why: string; hint: string }>({
    severity: "error",
    title: "Wrong mode",
    message: ({ what, why, hint }) => ({ label: what, details: [why], hint }),
    explanation:
      "`append into` a Redis writes entries of a stream and nothing else; a stream is only appended to. `hash`, `json`, `set`, `zset` and `string` are what a plain `into` writes. " +
      "`history` keeps versions, which only a table can hold.",
    bad: `into cache stream "events" { id: @id }`,
    good: `append into cache stream "events" { id: @id }`,
  }),
  RDI2081: checkMessage<{ kind: string }>({
    severity: "error",
    title: "Nothing to merge",
    message: ({ kind }) => ({
      label: `\`merge\` has no meaning for a ${kind}`,
      details: [
        kind === "set" || kind === "zset"
          ? "Each row is one member, and other members are always left in place."
          : "`merge` leaves other fields of a hash, or other members of a JSON document, in place.",
      ],
      hint: "Leave `merge` out.",
    }),
    explanation:
      "A `hash` and a `json` document can be replaced, or with `merge` share their key with fields that others write. A `set` and a `zset` always share it; a `string` has nothing to share.",
    bad: `into cache set "all" merge { member: @id }`,
    good: `into cache set "all" { member: @id }`,
  }),
  RDI2082: checkMessage<{
    clause: "into" | "expect";
    target: string;
    system: string;
    destination: "table" | "key";
  }>({
    severity: "error",
    title: "Wrong destination",
    message: ({ clause, target, system, destination }) =>
      destination === "table"
        ? {
            label: `\`${target}\` is a Redis and has no tables`,
            details: ["What is written to a Redis is a key of a kind."],
            hint: `Write \`${clause} ${target} hash "${clause === "into" ? "key:{id}" : "key:7"}" { … }\`.`,
          }
        : {
            label: `\`${target}\` is a \`${system}\` target and has no Redis keys`,
            details: ["What is written to a database is a table."],
            hint: `Write \`${clause} ${target}.table ${clause === "into" ? "key (column) { … }" : "[{ column: … }]"}\`.`,
          },
    explanation:
      '`into target.table key (…) { … }` writes rows of a table, `into target hash "…" { … }` keys of a Redis, and `expect` looks at them in the same way. Which of them a target has follows from its kind.',
    bad: `into cache.cards key (number) { number: text = @number }`,
    good: `into cache hash "card:{@number}" { number: @number }`,
  }),
  RDI2083: checkMessage<{ kind: string; name: string; names: readonly string[]; near: readonly string[] }>({
    severity: "error",
    title: "Unknown member",
    message: ({ kind, name, names, near }) => ({
      label: name === "..." ? `a ${kind} takes no \`...\`` : `a ${kind} has no \`${name}\``,
      details: [`The block of a ${kind} has ${quoted(names)} and nothing else.`],
      hint: didYouMean(near),
    }),
    explanation:
      "What a `set`, a `zset` or a `string` holds is written with fixed names: `member`, `member` and `score`, `value`. A `hash`, a `stream` and a `json` document have the names that the block gives them.",
    bad: `into cache zset "scores" { member: @id, rank: points }`,
    good: `into cache zset "scores" { member: @id, score: points }`,
  }),
  RDI2084: checkMessage<{ kind: string; name: string }>({
    severity: "error",
    title: "Member missing",
    message: ({ kind, name }) => ({
      label: `a ${kind} needs \`${name}\``,
      details: [],
      hint: `Add \`${name}: …\` to the block.`,
    }),
    explanation: "A `set` needs a `member`, a `zset` a `member` and a `score`, a `string` a `value`.",
    bad: `into cache zset "scores" { member: @id }`,
    good: `into cache zset "scores" { member: @id, score: points }`,
  }),
  RDI2085: checkMessage<{ other: string | undefined }>({
    severity: "error",
    title: "One key, two writers",
    message: ({ other }) => ({
      label:
        other === undefined ? "this job writes the same key in another way" : `job \`${other}\` writes this key too`,
      details: [
        other === undefined
          ? "A key of a Redis holds one kind of value, which is either replaced or merged."
          : "Each job removes what its keys no longer yield, so no two of them may write one key.",
      ],
      hint: "Give the keys different prefixes, or let both `merge` different fields.",
    }),
    explanation:
      "Two `into` whose keys are the same but for what their holes hold write one key. Streams take entries from several jobs, and a hash or a document takes different fields from several jobs that `merge` " +
      "them; everything else belongs to one job.",
    bad: `job a { from hash "a:{id}" into cache hash "x:{@id}" { name } }\njob b { from hash "b:{id}" into cache hash "x:{@id}" { city } }`,
    good: `job a { from hash "a:{id}" into cache hash "x:{@id}" merge { name } }\njob b { from hash "b:{id}" into cache hash "x:{@id}" merge { city } }`,
  }),
  RDI2086: checkMessage<{ missing: readonly string[] }>({
    severity: "warning",
    title: "Keys may share a key",
    message: ({ missing }) => ({
      label: `nothing here is exactly ${quoted(missing.map((name) => `@${name}`))}`,
      details: [
        "Two source keys can claim this key of the target. The second one is then parked and alarmed; what another source key owns is never overwritten.",
      ],
      hint: "Put the captures into the key, or ignore this if the values never coincide.",
    }),
    explanation:
      "When the key, or the member of a set, holds all captures of the pattern or `@key`, it belongs to exactly one source key. Otherwise the values may make two source keys claim it.",
    bad: `from hash "card:{number}"\ninto cache hash "owner:{owner}" { city }`,
    good: `from hash "card:{number}"\ninto cache hash "owner:{@number}" { city }`,
  }),
};
