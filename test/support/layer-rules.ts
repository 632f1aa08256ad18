/** Who may import whom: samples ─data→ compiler ─writes→ generated ─import→ runtime. */
import { importsOf, isCode, type Import, type SourceFile } from "./source-files.ts";

/** One offence, as "path:line what is wrong". */
export type Offence = string;

interface Layer {
  /** Packages beside Node's own modules; undefined allows all. */
  readonly packages?: readonly string[];
  allows(target: string, used: Import, path: string): boolean;
}

const isIn = (folder: string, target: string): boolean => target.startsWith(`${folder}/`);

/** The entries of the runtime that commands may load: to operate a running system, and to run tests without one. */
const COMMANDS_LOAD: readonly string[] = ["runtime/operate.ts", "runtime/rehearse.ts"];

const LAYERS: Readonly<Record<string, Layer>> = {
  grammar: {
    packages: ["chevrotain"],
    allows: (target) => isIn("grammar", target),
  },
  runtime: {
    packages: [
      "ioredis",
      "pg",
      "mysql2",
      "mssql",
      "libsql",
      "decimal.js",
      "lru-cache",
      "pino",
      "prom-client",
      "re2js",
      "uuid",
    ],
    allows: (target) => isIn("runtime", target),
  },
  compiler: {
    packages: ["ts-morph", "prettier", "esbuild", "commander", "decimal.js", "re2js"],
    allows: (target, { typeOnly }, path) =>
      isIn("compiler", target) ||
      isIn("grammar", target) ||
      (typeOnly && (isIn("runtime", target) || target === "rdi/runtime")) ||
      (isIn("compiler/commands", path) && COMMANDS_LOAD.includes(target)) ||
      // The catalogue of run-time codes is plain data.
      target === "runtime/codes.ts",
  },
  generated: {
    packages: [],
    allows: (target, _, path) => target === "rdi/runtime" || isIn(path.split("/").slice(0, 2).join("/"), target),
  },
};

/** What one of the four layers imports against its rule. */
export function layerOffences(layer: string, files: readonly SourceFile[]): readonly Offence[] {
  const rule = LAYERS[layer];
  if (rule === undefined) throw new Error(`There is no layer ${layer}.`);
  return importOffences(
    files.filter(({ path }) => isIn(layer, path)),
    (used, path) => isAllowed(rule, used, path),
  );
}

/** Nothing outside test/ imports test/. */
export function testImportOffences(files: readonly SourceFile[]): readonly Offence[] {
  const others = files.filter(({ path }) => !isIn("test", path));
  return importOffences(others, ({ target }) => !isIn("test", target));
}

/** The comparisons that judge the product use none of it, neither directly nor through a helper. */
export function comparisonOffences(files: readonly SourceFile[]): readonly Offence[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const reached = new Set(files.filter(isComparison));
  for (const file of reached) {
    for (const { target } of importsOf(file)) {
      const next = byPath.get(target);
      if (next !== undefined && isIn("test", next.path)) reached.add(next);
    }
  }
  const product = ["grammar", "compiler", "runtime", "generated", "rdi"];
  return importOffences([...reached], ({ target }) => !product.some((folder) => isIn(folder, target)));
}

export function isComparison({ path }: SourceFile): boolean {
  return /^test\/(live\/expectations[^/]*\/.*|chaos\/comparison\/.*|support\/compare[^/]*)\.ts$/.test(path);
}

function isAllowed(layer: Layer, used: Import, path: string): boolean {
  const { name, target } = used;
  if (name.startsWith("node:")) return true;
  return layer.allows(target, used, path) || (layer.packages ?? []).includes(packageOf(name));
}

/** "pg/lib/x" is of "pg", "@scope/a/b" of "@scope/a"; a relative name is of no package. */
function packageOf(name: string): string {
  if (name.startsWith(".")) return "";
  return name.split("/", name.startsWith("@") ? 2 : 1).join("/");
}

function importOffences(
  files: readonly SourceFile[],
  allowed: (used: Import, path: string) => boolean,
): readonly Offence[] {
  return files.filter(isCode).flatMap((file) =>
    importsOf(file)
      .filter((used) => !allowed(used, file.path))
      .map(({ line, name, typeOnly }) => `${file.path}:${line} imports ${typeOnly ? "the type of " : ""}"${name}"`),
  );
}
