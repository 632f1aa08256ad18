import { parser } from "../parser.ts";
import { draw, escaped, type Box } from "./drawing.ts";
import { membersOf, TOKEN_SHAPES } from "./token-shapes.ts";
import { trackOf, type Production, type Track } from "./track.ts";

/** docs/grammar.html: every rule of the grammar as a railroad diagram, in one file that needs nothing else and no script. */
export function grammarPage(): string {
  const rules = inReadingOrder();
  return [
    '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">',
    "<!-- Written by grammar/generate-diagrams.ts from the grammar. Don't edit. -->",
    '<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>The grammar of .rdi files</title>',
    `<style>\n${style}</style>\n</head>\n<body>`,
    `<nav>\n<h2>Rules</h2>\n${contents(rules.map(({ name }) => ruleLink(name)))}\n<h2>Tokens</h2>\n${contents(Object.keys(TOKEN_SHAPES).map(tokenLink))}\n</nav>`,
    `<main>\n${introduction}`,
    ...rules.map(section),
    "<h2>Tokens</h2>",
    ...Object.keys(TOKEN_SHAPES).map(tokenSection),
    "</main>\n</body>\n</html>\n",
  ].join("\n");
}

interface Rule {
  readonly name: string;
  readonly track: Track;
}

/** Each rule before those that it is the first to use; at the end those of the holes of texts, which are read apart. */
function inReadingOrder(): readonly Rule[] {
  const productions: readonly Production[] = parser.getSerializedGastProductions();
  const tracks = new Map(productions.map((production) => [production.name ?? "", trackOf(production)]));
  const ordered = new Set<string>();
  for (const root of ["file", "capture", "reference"]) {
    ordered.add(root);
    for (const name of ordered) for (const used of rulesIn(tracks.get(name))) ordered.add(used);
  }
  return [...ordered].flatMap((name) => {
    const track = tracks.get(name);
    return track === undefined ? [] : [{ name, track }];
  });
}

function rulesIn(track: Track | undefined): readonly string[] {
  switch (track?.kind) {
    case "rule":
      return [track.name];
    case "sequence":
    case "choice":
      return track.items.flatMap(rulesIn);
    case "optional":
      return rulesIn(track.item);
    case "loop":
      return [...rulesIn(track.item), ...rulesIn(track.separator)];
    default:
      return [];
  }
}

function section({ name, track }: Rule): string {
  return `<section id="${name}">\n<h3><a href="#${name}">${spaced(name)}</a></h3>\n<div class="diagram">${diagram(name, track)}</div>\n</section>`;
}

const margin = 6;

function diagram(name: string, track: Track): string {
  const drawing = draw(track, boxOf);
  const start = margin + 20;
  const [width, height] = [drawing.width + 2 * start, drawing.up + drawing.down + 2 * margin];
  const y = margin + drawing.up;
  const ends =
    `<path d="M${margin} ${y - 7}v14M${margin + 5} ${y - 7}v14M${margin + 5} ${y}H${start}"/>` +
    `<path d="M${start + drawing.width} ${y}h15M${start + drawing.width + 15} ${y - 7}v14M${start + drawing.width + 20} ${y - 7}v14"/>`;
  return `<svg role="img" aria-label="${spaced(name)}" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${ends}${drawing.at(start, y)}</svg>`;
}

function boxOf(track: Extract<Track, { kind: "token" | "rule" }>): Box {
  if (track.kind === "rule") return { text: spaced(track.name), style: "rule", href: `#${track.name}` };
  const written = /^`([^`]+)`$/.exec(track.label)?.[1];
  if (written !== undefined) return { text: written, style: "literal", href: undefined };
  const shape = TOKEN_SHAPES[track.name];
  if (shape === undefined) throw new Error(`TOKEN_SHAPES lacks ${track.name}.`);
  return { text: shape.title, style: "token", href: `#token-${track.name}` };
}

/** `caseExpression` → "case expression". */
function spaced(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function contents(links: readonly string[]): string {
  return `<ul>${links.map((link) => `<li>${link}</li>`).join("")}</ul>`;
}

function ruleLink(name: string): string {
  return `<a href="#${name}">${spaced(name)}</a>`;
}

function tokenLink(name: string): string {
  return `<a href="#token-${name}">${escaped(TOKEN_SHAPES[name]?.title ?? name)}</a>`;
}

function tokenSection(name: string): string {
  const { title, text, examples } = TOKEN_SHAPES[name] ?? { title: name, text: "", examples: [] };
  const codes = [...examples, ...membersOf(name)].map((example) => `<code>${escaped(example)}</code>`).join(" ");
  return `<section id="token-${name}">\n<h3><a href="#token-${name}">${escaped(title)}</a></h3>\n<p>${escaped(text)}</p>\n<p>${codes}</p>\n</section>`;
}

const introduction = `<h1>The grammar of .rdi files</h1>
<p>Read each diagram from left to right along the lines. A rounded box is typed as it stands, a box in italics is a token of that shape,
and an angular box is another rule; both lead there. A line above a box goes past it, a line below it goes back for one more.</p>
<p>Spaces, line ends and comments, <code>//</code> to the end of a line, may stand between any two boxes. In braces a comma may be left out at the end of a line.
Keywords are lower case, and most of them are ordinary names wherever they can't be meant.</p>
<p>What stands in a hole of a text is a <a href="#capture">capture</a> in the pattern of <code>from</code>, and a <a href="#reference">reference</a> everywhere
else.</p>`;

const style = `:root { color-scheme: light dark; --back: #fff; --text: #1d2329; --faint: #57606a; --line: #8b949e; --literal: #e6f4ea; --literal-line: #4c9a68;
  --token: #fff4d6; --token-line: #b98a1d; --rule: #e7effc; --rule-line: #5580c4; --link: #1f5fbf; }
@media (prefers-color-scheme: dark) { :root { --back: #14181d; --text: #e3e8ee; --faint: #9aa5b1; --line: #6b7682; --literal: #17321f; --literal-line: #4c9a68;
  --token: #372c10; --token-line: #b98a1d; --rule: #182a47; --rule-line: #5b86c9; --link: #7fb0ff; } }
body { margin: 0; display: grid; grid-template-columns: 13rem minmax(0, 1fr); background: var(--back); color: var(--text); font: 16px/1.5 system-ui, sans-serif; }
nav { position: sticky; top: 0; height: 100vh; overflow-y: auto; box-sizing: border-box; padding: 1rem; font-size: 0.85rem; border-right: 1px solid var(--line); }
nav h2 { font-size: 0.85rem; margin: 0.5rem 0 0.25rem; color: var(--faint); }
nav ul { list-style: none; margin: 0; padding: 0; }
main { padding: 1rem 2rem 4rem; }
main > p { max-width: 46rem; }
a { color: var(--link); text-decoration: none; }
a:hover { text-decoration: underline; }
h3 { margin: 1.6rem 0 0.3rem; font-size: 1rem; }
h3 a { color: inherit; }
section:target h3 { text-decoration: underline; }
section p { margin: 0.2rem 0; max-width: 46rem; }
code { font: 0.85em ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; background: var(--literal); padding: 0.1em 0.35em; border-radius: 4px; }
.diagram { overflow-x: auto; }
svg { display: block; }
svg path { fill: none; stroke: var(--line); stroke-width: 1.5; }
svg rect { stroke-width: 1.2; }
svg text { fill: var(--text); font: 13px ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; text-anchor: middle; }
svg .literal rect { fill: var(--literal); stroke: var(--literal-line); }
svg .token rect { fill: var(--token); stroke: var(--token-line); }
svg .token text { font-style: italic; }
svg .rule rect { fill: var(--rule); stroke: var(--rule-line); }
@media (max-width: 48rem) { body { display: block; } nav { position: static; height: auto; border-right: 0; border-bottom: 1px solid var(--line); } nav li { display: inline-block; margin-right: 0.8rem; } main { padding: 1rem; } }
`;
