import { checkMessage, didYouMean, quoted } from "./message.ts";

const CARDS =
  'job cards { from hash "card:{number:int}" into db.cards key (number) { number: int = @number, points: int } }';

const LABELS = 'job labels { from hash "card:{number:int}" into cache hash "label:{@number}" { holder } }';

/** `test` blocks. */
export const testMessages = {
  RDI2101: checkMessage<{ what: string }>({
    severity: "error",
    title: "Not a constant",
    message: ({ what }) => ({
      label: `${what} can't stand in a test`,
      details: [
        "A test is made of constants: numbers, text, `true`, `false`, `null`, lists, objects and `now()`, from which a duration may be taken or added.",
      ],
      hint: "Write the value itself.",
    }),
    explanation:
      "A test says what is given and what is expected. Both are written out, so that nobody has to compute them to see what the test means.",
    bad: `expect db.cards [{ number: "7", points: 4 * 5 }]`,
    good: `expect db.cards [{ number: "7", points: 20 }]`,
  }),
  RDI2102: checkMessage<{ what: string; wanted: string; found: string; example: string }>({
    severity: "error",
    title: "Value of another shape",
    message: ({ what, wanted, found, example }) => ({
      label: `${what} is ${wanted}, and this is ${found}`,
      details: [],
      hint: `Write it like \`${example}\`.`,
    }),
    explanation:
      "`given` wants the value that Redis would hold: a hash is an object of text, numbers and booleans, a sorted set an object of scores, a set or list a list, " +
      "a string one value; a document may be anything. Of a hash, a field that is null is not there. `expect` of a table wants a list of rows, each an object of columns; of a Redis key the value that it holds, of a stream a list of its " +
      "entries, and `null` where the key is absent.",
    bad: `given hash "card:7" ["Ada"]`,
    good: `given hash "card:7" { holder: "Ada" }`,
  }),
  RDI2103: checkMessage<{ key: string; patterns: readonly string[]; near: readonly string[] }>({
    severity: "warning",
    title: "Key of no job",
    message: ({ key, patterns, near }) => ({
      label: `no job reads or looks up the key \`${key}\``,
      details: patterns.length === 0 ? [] : [`Jobs read ${quoted(patterns)}.`],
      hint: near.length === 0 ? undefined : `Did you mean a key of ${quoted(near)}?`,
    }),
    explanation:
      "A key that matches the pattern of no job changes no row. In a test it is nearly always misspelled; a number in a key must be spelled without leading zeros.",
    bad: `${CARDS}\ntest "a card" { given hash "card:007" { points: 1 } expect db.cards [{ points: 1 }] }`,
    good: `${CARDS}\ntest "a card" { given hash "card:7" { points: 1 } expect db.cards [{ points: 1 }] }`,
  }),
  RDI2104: checkMessage<{ kind: string; job: string; wanted: string }>({
    severity: "warning",
    title: "Key of another kind",
    message: ({ kind, job, wanted }) => ({
      label: `job \`${job}\` reads a ${wanted} here, not a ${kind}`,
      details: ["A matching key that holds another kind counts as absent."],
      hint: `Write \`given ${wanted}\`.`,
    }),
    explanation: "A job sees a key only when it holds the kind of value that stands behind its `from`.",
    bad: `${CARDS}\ntest "a card" { given string "card:7" 1 expect db.cards [{ points: 1 }] }`,
    good: `${CARDS}\ntest "a card" { given hash "card:7" { points: 1 } expect db.cards [{ points: 1 }] }`,
  }),
  RDI2105: checkMessage<{ table: string; known: readonly string[]; near: readonly string[] }>({
    severity: "error",
    title: "Unknown table",
    message: ({ table, known, near }) => ({
      label: `no job of this test writes \`${table}\``,
      details: known.length === 0 ? [] : [`Its jobs write ${quoted(known)}.`],
      hint: didYouMean(near),
    }),
    explanation:
      "`expect` names a table as an `into` does: `target.table`, with a schema between them where it is not the target's. A test runs all jobs of its project and of what its file imports.",
    bad: `${CARDS}\ntest "a card" { given hash "card:7" { points: 1 } expect db.crads [{ points: 1 }] }`,
    good: `${CARDS}\ntest "a card" { given hash "card:7" { points: 1 } expect db.cards [{ points: 1 }] }`,
  }),
  RDI2106: checkMessage<{ table: string; name: string; known: readonly string[]; near: readonly string[] }>({
    severity: "error",
    title: "No such column",
    message: ({ table, name, known, near }) => ({
      label: `no job writes the column \`${name}\` of \`${table}\``,
      details: [`Its columns are ${quoted(known)}.`],
      hint: didYouMean(near),
    }),
    explanation:
      "A row of `expect` names columns that the table's `into` writes, as many of them as the test is about.",
    bad: `expect db.cards [{ number: "7", point: 20 }]`,
    good: `expect db.cards [{ number: "7", points: 20 }]`,
  }),
  RDI2107: checkMessage<{ code: string; known: readonly string[]; near: readonly string[] }>({
    severity: "error",
    title: "Unknown code",
    message: ({ code, known, near }) => ({
      label: `no key is rejected with \`${code}\``,
      details: [`Keys are rejected or parked with ${quoted(known)}.`],
      hint: didYouMean(near) ?? "Type `rdi explain CODE` to see what a code means.",
    }),
    explanation:
      "`expect rejected` names the code of a dead letter, or the one with which the key is parked, such as RDI5031 for a row that belongs to another key.",
    bad: `expect rejected "card:7" RDI2010`,
    good: `expect rejected "card:7" RDI5010`,
  }),
  RDI2108: checkMessage<{ text: string }>({
    severity: "error",
    title: "Not an instant",
    message: ({ text }) => ({
      label: `\`${text}\` is not a time with an offset`,
      details: [],
      hint: 'Write it like "2026-01-31T12:00:00Z".',
    }),
    explanation: "`at` sets the clock of a test. It takes a date, a time and an offset: `Z`, or `+02:00`.",
    bad: `at "2026-01-31"`,
    good: `at "2026-01-31T00:00:00Z"`,
  }),
  RDI2109: checkMessage<{ now: string }>({
    severity: "error",
    title: "Time runs backwards",
    message: ({ now }) => ({
      label: `it is ${now} by then`,
      details: ["A test begins at 2026-01-01T00:00:00Z, and each `at` moves its clock on."],
      hint: "Choose a later time.",
    }),
    explanation:
      "The first `at` of a test may name any time while nothing has been given. After that the clock only moves on, as that of a Redis does.",
    bad: `given hash "card:7" { points: 1 }\nat "2025-01-01T00:00:00Z"`,
    good: `given hash "card:7" { points: 1 }\nat "2027-01-01T00:00:00Z"`,
  }),
  RDI2110: checkMessage<{ steps: boolean }>({
    severity: "warning",
    title: "Nothing expected",
    message: ({ steps }) => ({
      label: steps ? "nothing looks at what happens from here on" : "this test can't fail",
      details: [],
      hint: "Add an `expect` behind it.",
    }),
    explanation: "A test fails when an `expect` does. What stands behind the last one has no effect on it.",
    bad: `${CARDS}\ntest "a card" { given hash "card:7" { points: 1 } }`,
    good: `${CARDS}\ntest "a card" { given hash "card:7" { points: 1 } expect db.cards [{ points: 1 }] }`,
  }),
  RDI2111: checkMessage<{ key: string }>({
    severity: "warning",
    title: "Nothing to delete",
    message: ({ key }) => ({
      label: `there is no key \`${key}\` by then`,
      details: ["Each test begins with an empty Redis."],
      hint: "Give the key above, or leave the `delete` out.",
    }),
    explanation: "To delete a key that is not there changes nothing, so the key is probably misspelled.",
    bad: `given hash "card:7" { points: 1 }\ndelete "card:8"`,
    good: `given hash "card:7" { points: 1 }\ndelete "card:7"`,
  }),
  RDI2112: checkMessage<{ name: string; job: string; near: readonly string[] }>({
    severity: "warning",
    title: "Field never given",
    message: ({ name, job, near }) => ({
      label: `no test gives \`${name}\` to job \`${job}\``,
      details: ["The job is tested, and reads this field: it is null in every test."],
      hint:
        near.length === 0
          ? `Give it in a test, or say that it is missing: \`${name}: null\`.`
          : `Tests give ${quoted(near)}: is one of the two misspelled?`,
    }),
    explanation:
      "A field that no document has is null and no error, so only a test can tell that its name is misspelled. Where it may be missing, give it as null.",
    bad: `${CARDS}\ntest "a card" { given hash "card:7" { pionts: 1 } expect db.cards [{ number: 7 }] }`,
    good: `${CARDS}\ntest "a card" { given hash "card:7" { points: 1 } expect db.cards [{ number: 7 }] }`,
  }),
  RDI2113: checkMessage<{
    key: string;
    kind: string;
    target: string;
    kinds: readonly string[];
    known: readonly string[];
    near: readonly string[];
  }>({
    severity: "error",
    title: "Key that nobody writes",
    message: ({ key, kind, target, kinds, known, near }) => ({
      label: `no job of this test writes a ${kind} \`${key}\` into \`${target}\``,
      details: known.length === 0 ? [] : [`Its jobs write the keys ${quoted(known)}.`],
      hint: hintOfKey(target, kinds, near),
    }),
    explanation:
      "`expect` names a key of a Redis target with the kind that an `into` writes there. A key that no `into` can write is absent whatever happens, so it is probably misspelled.",
    bad: `${LABELS}\ntest "a label" { given hash "card:7" { holder: "Ada" } expect cache hash "labels:7" { holder: "Ada" } }`,
    good: `${LABELS}\ntest "a label" { given hash "card:7" { holder: "Ada" } expect cache hash "label:7" { holder: "Ada" } }`,
  }),
};

function hintOfKey(target: string, [kind]: readonly string[], near: readonly string[]): string | undefined {
  return kind === undefined ? didYouMean(near) : `It is a ${kind}: write \`expect ${target} ${kind}\`.`;
}
