import { refuse } from "./rejection.ts";
import { renderText } from "./rendering.ts";
import type { Site } from "./site.ts";

/*
 * Redis keeps a position as a score of 52 bits: 26 bits of latitude and 26 of longitude, one after the other from the
 * lowest bit on, each the number of a cell of its range. A position is read as the middle of its cell, as GEOPOS does.
 * The upper end of a range gets a cell of its own, behind the last one, so that a score may have 54 bits.
 */

interface Range {
  readonly min: number;
  readonly max: number;
}

const LATITUDE: Range = { min: -85.05112878, max: 85.05112878 };
const LONGITUDE: Range = { min: -180, max: 180 };

const CELLS = 2 ** 26;

/** In degrees, of the score of a member that GEOADD wrote. A score that can be none rejects. */
export function geoLongitude(score: number | null, site: Site): number | null {
  return score === null ? null : middleOfCell(cellFrom(checked(score, site), 1), LONGITUDE);
}

/** In degrees, of the score of a member that GEOADD wrote. A score that can be none rejects. */
export function geoLatitude(score: number | null, site: Site): number | null {
  return score === null ? null : middleOfCell(cellFrom(checked(score, site), 0), LATITUDE);
}

function checked(score: number, site: Site): number {
  const valid = Number.isInteger(score) && score >= 0 && score < 4 * CELLS * CELLS;
  return valid ? score : refuse("RDI5011", "not the score of a position", site, renderText(score));
}

/** Half of the score's bits, from the lowest (0) or the second lowest (1) on. In two parts, as bits end at 32. */
function cellFrom(score: number, lowest: 0 | 1): number {
  return everySecondBit(Math.floor(score / CELLS) >> lowest) * 2 ** 13 + everySecondBit((score % CELLS) >> lowest);
}

function everySecondBit(bits: number): number {
  let taken = 0;
  for (let at = 0; at < 14; at++) taken |= ((bits >> (2 * at)) & 1) << at;
  return taken;
}

/** In the order of Redis' own calculation, so that the last bit is the same. */
function middleOfCell(cell: number, { min, max }: Range): number {
  const from = min + (cell / CELLS) * (max - min);
  const to = min + ((cell + 1) / CELLS) * (max - min);
  return Math.min(max, Math.max(min, (from + to) / 2));
}
