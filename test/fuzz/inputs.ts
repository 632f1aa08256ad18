/** One input for each seed and index: the files of a project, as bytes or as text. */
import { random, type Random } from "../support/random.ts";
import { mutations } from "./mutations.ts";
import { nested } from "./nesting.ts";
import { oddCharacters, oddWords } from "./oddities.ts";
import { seedTexts } from "./seeds.ts";

export interface Input {
  /** What the input is, for a report. */
  readonly what: string;
  /** An editor hands over text, with halves of surrogate pairs perhaps; the disk has bytes. */
  readonly files: readonly (string | Uint8Array)[];
}

const megabyte = 1_000_000;
const seeds = seedTexts();

type Kind = readonly [weight: number, what: string, make: (random: Random) => Input["files"]];

const kinds: readonly Kind[] = [
  [800, "mutated", (random) => [mutated(random)]],
  [40, "two files", (random) => [mutated(random), mutated(random)]],
  [60, "bytes", (random) => [damaged(Buffer.from(mutated(random)), random)]],
  [40, "noise", (random) => [noise(random)]],
  [55, "nested", (random) => [nested(random, random.int(2, 90), 4000)]],
  [4, "deep", (random) => [nested(random, random.int(100, 10_000), 20_000)]],
];

/** The same seed and index give the same input, whichever were made before. */
export function inputOf(seed: number, index: number): Input {
  const source = random(seed + Math.imul(index + 1, 0x9e37_79b1));
  if (index % 20_000 === 19_999) return largeInput(source);
  let left = source.next() * kinds.reduce((sum, [weight]) => sum + weight, 0);
  for (const [weight, what, make] of kinds) {
    left -= weight;
    if (left < 0) return { what, files: make(source) };
  }
  return { what: "mutated", files: [mutated(source)] };
}

/** Files of a megabyte. Whole files are repeated less often, since their jobs are compared in pairs. */
export function largeInput(source: Random): Input {
  const seed = source.pick(seeds);
  const line = seed.replaceAll("\n", " ");
  const makers: readonly (readonly [string, () => string])[] = [
    ["one shape, large", () => nested(source, megabyte, megabyte)],
    ["one file repeated", () => filled(seed, megabyte / 5)],
    ["one line", () => filled(line, megabyte / 5)],
    ["one large comment", () => `// ${filled(line, megabyte)}`],
    [
      "one large text",
      () => `job j { from hash "a:{id}" let x = "${filled(line.replaceAll(/["\\{}]/g, ""), megabyte)}" }`,
    ],
  ];
  const [what, make] = source.pick(makers);
  return { what, files: [make()] };
}

function filled(text: string, length: number): string {
  return `${text} `.repeat(Math.ceil(length / (text.length + 1))).slice(0, length);
}

/** Mostly a part of a file, since small inputs take less time and go wrong as well. */
function mutated(source: Random): string {
  let text = source.pick(seeds);
  if (text.length > 900 && source.chance(0.85)) {
    const start = source.chance(0.5) ? 0 : text.indexOf("\n", source.int(0, text.length - 500)) + 1;
    text = text.slice(start, start + source.int(100, 900));
  }
  for (let count = source.int(1, 4); count > 0; count--) text = source.pick(mutations)(text, source, seeds);
  return text.slice(0, 6000);
}

function damaged(bytes: Buffer, source: Random): Uint8Array {
  const pieces = [
    [0xff],
    [0xc0, 0x80],
    [0xed, 0xa0, 0x80],
    [0xf4, 0x90, 0x80, 0x80],
    [0xe2, 0x82],
    [0xef, 0xbb, 0xbf],
    [0x80],
    [0],
  ];
  const at = source.int(0, bytes.length);
  const added = source.chance(0.3) ? source.bytes(source.int(1, 6)) : Buffer.from(source.pick(pieces));
  const place = source.chance(0.3) ? 0 : at;
  const result = Buffer.concat([
    bytes.subarray(0, place),
    added,
    bytes.subarray(source.chance(0.8) ? place : place + 1),
  ]);
  return source.chance(0.2) ? result.subarray(0, at) : result;
}

function noise(source: Random): string {
  const pieces = source.chance(0.5) ? oddCharacters : [...oddCharacters, ...oddWords];
  return Array.from({ length: source.int(0, 60) }, () => source.pick(pieces)).join(source.chance(0.3) ? " " : "");
}
