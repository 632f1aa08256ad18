import type { SitePlan } from "../plan/ir.ts";
import type { Imports } from "./imports.ts";
import { stringLiteral } from "./literals.ts";
import { propertyName, propertyOf } from "./names.ts";

/**
 * The places that rejections of one module point to, in one object: `at.name` is a column of the job's only table, `at.cards.name` one of
 * several tables' columns, `at.let.name` a `let`, `at.where` the first condition and `at.where2` the second.
 */
export interface Sites {
  refer(site: SitePlan): string;
  /** `sites("shop.rdi", { name: 13 })`: what `at` is. */
  object(file: string, imports: Imports): string;
}

/** The sites behind one key of `at`. Names are unique in it; those of `at` itself have no key. */
interface Group {
  readonly key: string | undefined;
  readonly kind: SitePlan["kind"];
  readonly table: string | undefined;
  readonly lines: Map<string, number>;
}

/** `onlyTable` is the id of a table whose columns need not name it. */
export function collectSites(onlyTable: string | undefined): Sites {
  const top: Group = { key: undefined, kind: "column", table: onlyTable, lines: new Map() };
  const groups: Group[] = [];
  const isFree = (name: string): boolean => !top.lines.has(name) && groups.every(({ key }) => key !== name);
  const open = ({ kind, table }: SitePlan): Group => {
    const wanted = table ?? kind;
    let key = wanted;
    for (let n = 2; !isFree(key); n++) key = `${wanted}${n}`;
    const group: Group = { key, kind, table, lines: new Map() };
    groups.push(group);
    return group;
  };
  const groupOf = (site: SitePlan): Group => {
    const known = [top, ...groups].find((group) => group.lines.get(site.name) === site.line && isOf(site, group));
    if (known !== undefined) return known;
    const needsNoKey = standsAlone(site.kind) || (site.kind === "column" && site.table === onlyTable);
    if (needsNoKey && isFree(site.name)) return top;
    return groups.find((group) => !group.lines.has(site.name) && isOf(site, group)) ?? open(site);
  };
  return {
    refer(site) {
      const group = groupOf(site);
      group.lines.set(site.name, site.line);
      if (group.key === undefined) return propertyOf("at", site.name);
      const found = propertyOf("at", group.key);
      return standsAlone(group.kind) ? found : propertyOf(found, site.name);
    },
    object(file, imports) {
      const call = (lines: Group["lines"]): string => sitesCall(lines, file, imports);
      if (groups.length === 0) return call(top.lines);
      const entries = groups.map(({ key = "", kind, lines }) => {
        const [name = ""] = lines.keys();
        return `${propertyName(key)}: ${call(lines)}${standsAlone(kind) ? `.${name}` : ""}`;
      });
      return `{ ${[...(top.lines.size === 0 ? [] : [`...${call(top.lines)}`]), ...entries].join(", ")} }`;
    },
  };
}

/** In `at` itself columns and a condition stand side by side. */
function isOf(site: SitePlan, { key, kind, table }: Group): boolean {
  if (key === undefined && standsAlone(site.kind)) return true;
  return site.kind === kind && site.table === table;
}

/** A condition, or what a `for` goes over: `at.where`, `at.for2`. */
function standsAlone(kind: SitePlan["kind"]): boolean {
  return kind === "where" || kind === "for";
}

function sitesCall(lines: ReadonlyMap<string, number>, file: string, imports: Imports): string {
  const inOrder = [...lines].sort(([, line], [, other]) => line - other);
  const entries = inOrder.map(([name, line]) => `${propertyName(name)}: ${line}`).join(", ");
  return `${imports.value("sites")}(${stringLiteral(file)}, { ${entries} })`;
}
