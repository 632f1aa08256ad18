/** Values without a type take that of their place; what is not looked at never rejects. */
import { test } from "uvu";
import { testColumns } from "./column-cases.ts";

await testColumns(
  "hash",
  [
    // Places: column, parameter, `as`, other operand, `++`, hole, condition, arithmetic, comparison.
    ["text = a", [{ a: "" }, ""], [{ a: "null" }, "null"], [{}, null]],
    ["boolean = a == 1", [{ a: "1.0" }, "t"], [{ a: "x" }, "!RDI5010"], [{}, null]],
    ["boolean = a == (b as double)", [{ a: "0.5", b: "0.50" }, "t"]],
    ["boolean = a == b", [{ a: "1", b: "1.0" }, "f"], [{ a: "x", b: "x" }, "t"], [{ a: "x" }, null]],
    ["boolean = a != b", [{ a: "1", b: "1.0" }, "t"], [{ a: "x" }, null]],
    ["boolean = a is b", [{}, "t"], [{ a: "" }, "f"], [{ a: "x", b: "x" }, "t"]],
    ["boolean = a is not b", [{}, "f"], [{ a: "" }, "t"]],
    ["boolean = a is null", [{}, "t"], [{ a: "" }, "f"], [{ a: "null" }, "f"]],
    ["boolean = a < (b as numeric)", [{ a: "9", b: "10" }, "t"], [{ a: "9" }, null], [{ a: "x", b: "1" }, "!RDI5010"]],
    ["boolean = a < to_text(b)", [{ a: "9", b: "10" }, "f"]],
    ["boolean = a between 1 and 9", [{ a: "9" }, "t"], [{ a: "10" }, "f"], [{}, null]],
    [
      "boolean = a between (b as int) and c",
      [{ a: "2", b: "1", c: "3" }, "t"],
      [{ a: "0", b: "1" }, null],
      [{ a: "2", b: "1" }, null],
    ],
    ["boolean = a in [1, 2]", [{ a: "2.0" }, "t"], [{ a: "x" }, "!RDI5010"], [{}, null]],
    ["boolean = a in [b, c]", [{ a: "2", b: "2.0", c: "2" }, "t"], [{ a: "2", b: "3" }, null]],
    [
      "boolean = a not in [b, c]",
      [{ a: "2", b: "2" }, "f"],
      [{ a: "2", b: "3" }, null],
      [{ a: "2", b: "3", c: "4" }, "t"],
    ],
    ["numeric = a + b", [{ a: "1", b: "2.5" }, "3.5"], [{ a: "1" }, null]],
    ["text = a ++ 1", [{ a: "x" }, "x1"]],
    ['text = "{a}{n}"', [{ a: "x" }, null]],
    [
      ["text = n", "let n = a"],
      [{ a: "x" }, "x"],
    ],
    [
      ["int = n", "let n = a"],
      [{ a: "5" }, "5"],
      [{ a: "x" }, "!RDI5010"],
    ],
    [
      ['boolean = n > 3 and "{n}" == "4.0"', "let n = a"],
      [{ a: "4.0" }, "t"],
    ],
    [
      "json = a",
      [{ a: "x" }, "!RDI5023"],
      [{ a: '{"b":1}' }, '{"b":1}'],
      [{ a: '"x"' }, '"x"'],
      [{ a: "null" }, null],
      [{ a: "" }, "!RDI5023"],
      [{}, null],
    ],
    [
      "json = a as json",
      [{ a: '{"b":[1,9007199254740993]}' }, '{"b":[1,9007199254740993]}'],
      [{ a: "{" }, "!RDI5023"],
      [{}, null],
    ],
    ["int = (a as json).b[0]", [{ a: '{"b":["7"]}' }, "7"], [{}, null]],
    // Three values.
    [
      "boolean = a and b",
      [{ a: "0" }, "f"],
      [{ b: "0" }, "f"],
      [{ a: "1" }, null],
      [{}, null],
      [{ a: "1", b: "1" }, "t"],
    ],
    ["boolean = a or b", [{ a: "1" }, "t"], [{ b: "1" }, "t"], [{ a: "0" }, null], [{ a: "0", b: "0" }, "f"]],
    ["boolean = not a", [{ a: "1" }, "f"], [{ a: "0" }, "t"], [{}, null]],
    ["boolean = a and b and c", [{ a: "1", c: "0" }, "f"], [{ a: "1", c: "1" }, null]],
    // What stops early does not look further.
    ["boolean = a and b", [{ a: "0", b: "x" }, "f"], [{ a: "1", b: "x" }, "!RDI5010"], [{ b: "x" }, "!RDI5010"]],
    ["boolean = a or b", [{ a: "1", b: "x" }, "t"], [{ a: "0", b: "x" }, "!RDI5010"]],
    ["int = a ?? b", [{ a: "1", b: "x" }, "1"], [{ b: "x" }, "!RDI5010"], [{}, null]],
    ["int = a ?? b ?? 3", [{}, "3"], [{ b: "2" }, "2"]],
    ['int = try(a) ?? reject("bad")', [{ a: "1" }, "1"], [{ a: "x" }, "!RDI5018"]],
    [
      'int = case when a == "x" then (b as int) else 0 end',
      [{ a: "x", b: "5" }, "5"],
      [{ a: "y", b: "no" }, "0"],
      [{ b: "no" }, "0"],
      [{ a: "x", b: "no" }, "!RDI5010"],
    ],
    // case
    ['int = case a when "x", "y" then 1 when null then 2 end', [{ a: "y" }, "1"], [{}, "2"], [{ a: "z" }, "!RDI5017"]],
    [
      "int = case a when 1 then b when 2 then c else 0 end",
      [{ a: "1.0", b: "5" }, "5"],
      [{ a: "2", c: "6" }, "6"],
      [{ a: "3" }, "0"],
      [{}, "0"],
      [{ a: "x" }, "!RDI5010"],
    ],
    ["text = case a when 1 then b else c end", [{ a: "1", b: "5.0" }, "5.0"], [{ a: "2", c: "x" }, "x"]],
    [
      "numeric = case a when 1 then b else 0 end",
      [{ a: "1", b: "5.0" }, "5"],
      [{ a: "1", b: "x" }, "!RDI5010"],
      [{ a: "2", b: "x" }, "0"],
    ],
    [
      'text = case when a then "yes" when not a then "no" else "unknown" end',
      [{ a: "1" }, "yes"],
      [{ a: "0" }, "no"],
      [{}, "unknown"],
    ],
    ['text = case a when "x" then reject("x") else a end', [{ a: "x" }, "!RDI5018"], [{ a: "y" }, "y"]],
    [
      'boolean = case a when "1" then b when "2" then null else false end',
      [{ a: "1", b: "yes" }, "t"],
      [{ a: "2" }, null],
      [{}, "f"],
    ],
    // Functions of one's own.
    [
      "numeric(9,2) = net(a, b)",
      [{ a: "119", b: "0.19" }, "100"],
      [{ a: "x", b: "1" }, "!RDI5010"],
      [{ b: "1" }, null],
    ],
    ["int = twice(a)", [{ a: "4" }, "8"], [{ a: "3000000000" }, "!RDI5011"], [{}, null]],
    ["int = choose(a, b)", [{ a: "1" }, "1"], [{ a: "1", b: "x" }, "1"], [{ b: "2" }, "2"], [{ b: "x" }, "!RDI5010"]],
    ["json = pair(a, b)", [{ a: "x", b: "2" }, '{"name":"x","count":2}'], [{}, '{"name":null,"count":null}']],
    ["text = pair(a, b).name", [{ a: "x" }, "x"]],
    ["int = twice(twice(a)) + twice(1)", [{ a: "1" }, "6"]],
    ["text = tag(a)", [{ a: "x" }, "<x>"], [{}, null], [{ a: "toolong" }, "!RDI5013"]],
    ["int = only_positive(a)", [{ a: "2" }, "2"], [{ a: "-1" }, "!RDI5018"]],
  ],
  `fn net(gross: numeric, rate: numeric) = round(gross / (1 + rate), 2)
fn twice(n: int) = n + n
fn choose(a: int, b: int) = a ?? b
fn pair(name: text, count: int) = { name, count }
fn tag(name: varchar(3)) = "<{name}>"
fn only_positive(n: int) = case when n > 0 then n else reject("{n} is not positive") end
`,
);

test.run();
