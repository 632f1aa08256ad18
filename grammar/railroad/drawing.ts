import type { Track } from "./track.ts";

/** A piece of a diagram: it is entered on the left and left on the right, both at height 0, and reaches so far up and down. */
export interface Drawing {
  readonly width: number;
  readonly up: number;
  readonly down: number;
  /** SVG with the entry at this place. */
  readonly at: (x: number, y: number) => string;
}

/** What stands in a box, and where it leads. */
export interface Box {
  readonly text: string;
  readonly style: "literal" | "token" | "rule";
  readonly href: string | undefined;
}

export type BoxOf = (track: Extract<Track, { kind: "token" | "rule" }>) => Box;

const half = 13;
const gap = 14;
const radius = 8;
const between = 10;
/** Monospaced text of 13 px. */
const letter = 7.85;

export function draw(track: Track, boxOf: BoxOf): Drawing {
  switch (track.kind) {
    case "token":
    case "rule":
      return box(boxOf(track));
    case "sequence":
      return inRow(track.items.map((item) => draw(item, boxOf)));
    case "choice":
      return branches(track.items.map((item) => draw(item, boxOf)));
    case "optional":
      return bypassed(draw(track.item, boxOf));
    case "loop":
      return looped(draw(track.item, boxOf), track.separator === undefined ? undefined : draw(track.separator, boxOf));
  }
}

function box({ text, style, href }: Box): Drawing {
  const width = Math.ceil([...text].length * letter) + 22;
  const round = style === "rule" ? 2 : half;
  const shape = (x: number, y: number): string =>
    `<g class="${style}"><rect x="${x}" y="${y - half}" width="${width}" height="${2 * half}" rx="${round}"/>` +
    `<text x="${x + width / 2}" y="${y + 4.5}">${escaped(text)}</text></g>`;
  const at = (x: number, y: number): string =>
    href === undefined ? shape(x, y) : `<a href="${escaped(href)}">${shape(x, y)}</a>`;
  return { width, up: half, down: half, at };
}

function inRow(items: readonly Drawing[]): Drawing {
  if (items.length === 0) return { width: gap, up: 0, down: 0, at: (x, y) => line(`M${x} ${y}h${gap}`) };
  const starts = items.map((_, index) => items.slice(0, index).reduce((sum, { width }) => sum + width + gap, 0));
  return {
    width: items.reduce((sum, { width }) => sum + width, gap * (items.length - 1)),
    up: Math.max(...items.map(({ up }) => up)),
    down: Math.max(...items.map(({ down }) => down)),
    at: (x, y) =>
      items
        .map((item, index) => {
          const start = x + (starts[index] ?? 0);
          return (index === 0 ? "" : line(`M${start - gap} ${y}h${gap}`)) + item.at(start, y);
        })
        .join(""),
  };
}

/** The first one straight on, the others below. */
function branches(items: readonly Drawing[]): Drawing {
  const [first] = items;
  if (first === undefined) return inRow([]);
  const side = 2 * radius + 4;
  const inner = Math.max(...items.map(({ width }) => width));
  const heights = items.map((_, index) =>
    items.slice(1, index + 1).reduce((sum, item, i) => sum + (items[i]?.down ?? 0) + between + item.up, 0),
  );
  const lowest = heights.at(-1) ?? 0;
  const at = (x: number, y: number): string =>
    items.map((item, index) => branch({ item, x, y, height: heights[index] ?? 0, side, inner })).join("");
  return { width: inner + 2 * side, up: first.up, down: lowest + (items.at(-1)?.down ?? 0), at };
}

interface Branch {
  readonly item: Drawing;
  readonly x: number;
  readonly y: number;
  readonly height: number;
  readonly side: number;
  readonly inner: number;
}

function branch({ item, x, y, height, side, inner }: Branch): string {
  const left = x + side;
  const rest = inner - item.width;
  const end = left + item.width;
  if (height === 0) return line(`M${x} ${y}h${side}`) + item.at(left, y) + line(`M${end} ${y}h${rest + side}`);
  const straight = height - 2 * radius;
  return (
    line(`M${x} ${y}${turn.rightDown}v${straight}${turn.downRight}H${left}`) +
    item.at(left, y + height) +
    line(`M${end} ${y + height}h${rest + side - 2 * radius}${turn.rightUp}v${-straight}${turn.upRight}`)
  );
}

/** The way past an item goes above it. */
function bypassed(item: Drawing): Drawing {
  const side = 2 * radius + 4;
  const height = Math.max(item.up + between, 2 * radius);
  const straight = height - 2 * radius;
  const at = (x: number, y: number): string => {
    const end = x + side + item.width;
    const over = `${turn.rightUp}v${-straight}${turn.upRight}H${end + side - 2 * radius}${turn.rightDown}v${straight}${turn.downRight}`;
    return line(`M${x} ${y}h${side}`) + item.at(x + side, y) + line(`M${end} ${y}h${side}`) + line(`M${x} ${y}${over}`);
  };
  return { width: item.width + 2 * side, up: height, down: item.down, at };
}

/** The way back goes below the item, past the separator. */
function looped(item: Drawing, separator: Drawing = emptyWay): Drawing {
  const side = radius + 4;
  const inner = Math.max(item.width, separator.width);
  const height = Math.max(item.down + between + separator.up, 2 * radius);
  const straight = height - 2 * radius;
  const at = (x: number, y: number): string => {
    const start = x + side;
    const end = start + inner;
    const itemAt = start + (inner - item.width) / 2;
    const separatorAt = start + (inner - separator.width) / 2;
    return [
      line(`M${x} ${y}H${itemAt}`) + item.at(itemAt, y) + line(`M${itemAt + item.width} ${y}H${end + side}`),
      line(`M${end} ${y}${turn.rightDown}v${straight}${turn.downLeft}H${separatorAt + separator.width}`),
      separator.at(separatorAt, y + height),
      line(`M${separatorAt} ${y + height}H${start}${turn.leftUp}v${-straight}${turn.upRight}`),
    ].join("");
  };
  return { width: inner + 2 * side, up: item.up, down: height + separator.down, at };
}

const emptyWay: Drawing = { width: 0, up: 0, down: 0, at: () => "" };

function corner(clockwise: 0 | 1, right: number, down: number): string {
  return `a${radius} ${radius} 0 0 ${clockwise} ${right} ${down}`;
}

/** Quarters of a circle, named by where they come from and where they go. */
const turn = {
  rightDown: corner(1, radius, radius),
  downRight: corner(0, radius, radius),
  rightUp: corner(0, radius, -radius),
  upRight: corner(1, radius, -radius),
  downLeft: corner(1, -radius, radius),
  leftUp: corner(1, -radius, -radius),
};

function line(path: string): string {
  return `<path d="${path}"/>`;
}

export function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
