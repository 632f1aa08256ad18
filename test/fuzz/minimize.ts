/** A smaller input that still fails, by delta debugging: lines first, then tokens, then characters. */

const grains: readonly RegExp[] = [/[^\n]*\n|[^\n]+/g, /"(?:[^"\\\n]|\\.)*"|\w+|\s+|[^\w\s]/g, /[\s\S]/g];

export interface MinimizeOptions {
  /** How often `fails` may be asked. */
  readonly attempts: number;
}

/** `fails` holds for `text`, and for what is returned. */
export function minimized(text: string, fails: (text: string) => boolean, { attempts }: MinimizeOptions): string {
  let left = attempts;
  const stillFails = (candidate: string): boolean => left-- > 0 && fails(candidate);
  return grains.reduce((smaller, grain) => withoutParts(smaller.match(grain) ?? [], stillFails), text);
}

/** Leaves out ever smaller runs of parts. */
function withoutParts(parts: readonly string[], fails: (text: string) => boolean): string {
  let kept = [...parts];
  for (let size = Math.ceil(kept.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < kept.length;) {
      const fewer = kept.toSpliced(at, size);
      if (fails(fewer.join(""))) kept = fewer;
      else at += size;
    }
  }
  return kept.join("");
}
