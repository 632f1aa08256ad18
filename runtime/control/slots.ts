/** Redis Cluster has 16384 hash slots; a single server is laid out as if it had them too. */
export const SLOT_COUNT = 16384;

/** The slot of a key given as bytes in a latin1 string: CRC16 (XMODEM) of its hash tag, or of all of it. */
export function slotOf(key: string): number {
  const open = key.indexOf("{");
  if (open >= 0) {
    const close = key.indexOf("}", open + 1);
    if (close > open + 1) return crc16(key, open + 1, close) & (SLOT_COUNT - 1);
  }
  return crc16(key, 0, key.length) & (SLOT_COUNT - 1);
}

/** The lane that a slot belongs to when the slots are cut into `lanes` contiguous ranges. */
export function laneOfSlot(slot: number, lanes: number): number {
  return Math.floor((slot * lanes) / SLOT_COUNT);
}

/** The shortest decimal hash tag whose slot lies in the lane's range, so that a lane's own keys live beside the keys it serves. */
export function laneTag(lane: number, lanes: number): string {
  for (let candidate = 0; ; candidate++) {
    const tag = String(candidate);
    if (laneOfSlot(slotOf(tag), lanes) === lane) return tag;
  }
}

const CRC_TABLE = Uint16Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 8;
  for (let bit = 0; bit < 8; bit++) crc = crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1;
  return crc & 0xffff;
});

function crc16(text: string, start: number, end: number): number {
  let crc = 0;
  for (let at = start; at < end; at++) {
    crc = ((crc << 8) ^ (CRC_TABLE[((crc >> 8) ^ text.charCodeAt(at)) & 0xff] ?? 0)) & 0xffff;
  }
  return crc;
}
