import { test } from "uvu";
import * as assert from "uvu/assert";
import { laneOfSlot, laneTag, SLOT_COUNT, slotOf } from "../../../runtime/control/slots.ts";

test("slots are those of Redis Cluster", () => {
  // The check value of the cluster specification: CRC16 of "123456789" is 0x31c3.
  assert.is(slotOf("123456789"), 0x31c3);
  assert.is(slotOf(""), 0);
  assert.is(slotOf("foo"), 12182);
});

test("only the first hash tag that is not empty counts", () => {
  assert.is(slotOf("{user1000}.following"), slotOf("user1000"));
  assert.is(slotOf("a{user1000}{b}"), slotOf("user1000"));
  assert.is(slotOf("foo{{bar}}zap"), slotOf("{bar"));
  assert.is.not(slotOf("foo{}{bar}"), slotOf("bar"));
  assert.is.not(slotOf("foo{bar"), slotOf("bar"));
});

test("a key is hashed as bytes", () => {
  for (const text of ["größe", "\u0000", "😀"]) {
    const bytes = Buffer.from(text);
    assert.is(slotOf(bytes.toString("latin1")), plainCrc16(bytes) % SLOT_COUNT);
  }
});

test("lanes are contiguous, cover all slots and have tags of their own", () => {
  for (const lanes of [1, 2, 3, 8, 17, 64]) {
    let previous = 0;
    for (let slot = 0; slot < SLOT_COUNT; slot++) {
      const lane = laneOfSlot(slot, lanes);
      assert.ok(lane === previous || lane === previous + 1);
      previous = lane;
    }
    assert.is(previous, lanes - 1);
    for (let lane = 0; lane < lanes; lane++) assert.is(laneOfSlot(slotOf(laneTag(lane, lanes)), lanes), lane);
  }
});

/** CRC16/XMODEM bit by bit. */
function plainCrc16(bytes: Buffer): number {
  let crc = 0;
  for (const byte of bytes) {
    for (let bit = 7; bit >= 0; bit--) {
      const carry = ((crc >> 15) & 1) !== ((byte >> bit) & 1);
      crc = ((crc << 1) & 0xffff) ^ (carry ? 0x1021 : 0);
    }
  }
  return crc;
}

test.run();
