import { instant, LAST_INSTANT, type Instant } from "./instant.ts";
import { latin1OfRaw, type Raw } from "./raw.ts";
import { refuse } from "./rejection.ts";
import type { Site } from "./site.ts";

/** When a key expires, from ms as text; null without expiry. */
export function expiryOf(raw: Raw | null, site: Site): Instant | null {
  if (raw === null) return null;
  const micros = BigInt(latin1OfRaw(raw)) * 1000n;
  return micros <= LAST_INSTANT ? instant(micros) : refuse("RDI5011", "out of range for timestamptz", site);
}
