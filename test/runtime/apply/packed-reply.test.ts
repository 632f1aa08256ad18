import { test } from "uvu";
import * as assert from "uvu/assert";
import { unpackReply } from "../../../runtime/apply/packed-reply.ts";
import { endAll } from "../../setup/servers.mjs";
import { random } from "../../support/random.ts";
import { connectRedis, redisServer } from "../../support/redis.ts";

const HEAD = Buffer.from([0xa1, 0x61, 0xa1, 0x37]);

function reply(...bytes: readonly number[]): Buffer {
  return Buffer.concat([HEAD, Buffer.from(bytes)]);
}

test("the node's replication id and offset come first", () => {
  assert.equal(unpackReply(HEAD), { replid: "a", offset: 7n, values: [] });
});

test("false is an absent key, and in a list a missing value", () => {
  assert.equal(unpackReply(reply(0xc2, 0x92, 0xc2, 0xa0)).values, [null, [null, ""]]);
});

test("a string in a key's place is the size of a value that is too large", () => {
  assert.equal(unpackReply(reply(0xa3, 0x31, 0x32, 0x30, 0xc2)).values, [120, null]);
  assert.throws(() => unpackReply(reply(0xa1, 0x78)), /not what it should be/);
});

test("short ASCII becomes text, everything else stays bytes", () => {
  const [values] = unpackReply(reply(0x92, 0xa2, 0x68, 0x69, 0xa1, 0xff)).values;
  assert.equal(values, ["hi", Buffer.from([0xff])]);
});

test("a reply that is cut off anywhere is an error, never a shorter value", () => {
  const whole = reply(0x92, 0xd9, 0x03, 0x61, 0x62, 0x63, 0xda, 0x00, 0x02, 0x64, 0x65);
  assert.equal(unpackReply(whole).values, [["abc", "de"]]);
  for (let length = HEAD.length + 1; length < whole.length; length++) {
    assert.throws(() => unpackReply(whole.subarray(0, length)), /not what it should be/, `${length} bytes`);
  }
  assert.throws(() => unpackReply(reply(0xc0)), /not what it should be/);
});

test("whatever the server packs is read back byte for byte", async () => {
  const server = await redisServer();
  const { command, close } = await connectRedis(server.url);
  const { bytes, int, chance } = random();
  const lengths = [0, 1, 31, 32, 64, 65, 255, 256, 65_535, 65_536];
  const rows = Array.from({ length: 40 }, () =>
    Array.from({ length: int(1, 20) }, () => (chance(0.1) ? bytes(lengths[int(0, 9)] ?? 0) : bytes(int(0, 60)))),
  );
  const script = `
    local reply, at = { cmsgpack.pack("id", "12") }, 1
    for n = 1, tonumber(ARGV[1]) do
      local row = {}
      for m = 1, tonumber(ARGV[at + 1]) do row[m] = ARGV[at + 1 + m] end
      at = at + 1 + #row
      reply[#reply + 1] = cmsgpack.pack(row)
    end
    return table.concat(reply)`;
  const args = rows.flatMap((row) => [row.length, ...row]);
  const packed = await command("EVAL", script, 0, rows.length, ...args);
  assert.ok(Buffer.isBuffer(packed));
  const { values } = unpackReply(packed);
  assert.is(values.length, rows.length);
  for (const [n, row] of rows.entries()) {
    const found = values[n];
    if (typeof found !== "object" || found === null) throw new Error("no parts");
    const read = found.map((value) => (typeof value === "string" ? Buffer.from(value) : value));
    assert.equal(
      read.map((value) => value?.toString("hex")),
      row.map((value) => value.toString("hex")),
    );
  }
  await close();
  await endAll();
});

test.run();
