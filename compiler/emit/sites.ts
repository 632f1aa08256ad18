import type { SitePlan } from "../plan/ir.ts";
import type { Imports } from "./imports.ts";
import { stringLiteral } from "./literals.ts";
import { propertyName, propertyOf } from "./names.ts";

/** The places that rejections of one module point to: `at.name`, and `at2.name` where a second line has the same name. */
export interface Sites {
  refer(site: SitePlan): string;
  /** `const at = sites("shop.rdi", { name: 13 });` */
  declarations(file: string, imports: Imports): string;
}

export function collectSites(): Sites {
  const groups: Map<string, number>[] = [];
  return {
    refer(site) {
      let index = groups.findIndex((group) => (group.get(site.name) ?? site.line) === site.line);
      if (index < 0) index = groups.push(new Map()) - 1;
      groups[index]?.set(site.name, site.line);
      return propertyOf(groupName(index), site.name);
    },
    declarations: (file, imports) =>
      groups
        .map((group, index) => {
          const inOrder = [...group].sort(([, line], [, other]) => line - other);
          const entries = inOrder.map(([name, line]) => `${propertyName(name)}: ${line}`).join(", ");
          return `const ${groupName(index)} = ${imports.value("sites")}(${stringLiteral(file)}, { ${entries} });`;
        })
        .join("\n"),
  };
}

function groupName(index: number): string {
  return index === 0 ? "at" : `at${index + 1}`;
}
