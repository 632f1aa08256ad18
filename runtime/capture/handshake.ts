import { refusal } from "./link-errors.ts";
import type { LinkSocket } from "./link-socket.ts";
import { describeAddress, type RedisAddress } from "./redis-url.ts";
import { parseHistory, type ServerHistory } from "./server-history.ts";

/** What the server lists as the replica's address. It is none, so that Sentinel cannot register the link as a replica. */
export const LINK_LABEL = "rdi-capture";

/** Logs in and introduces the link as a replica. One request at a time: PSYNC must not stand behind unread replies. */
export async function introduce(socket: LinkSocket, address: RedisAddress): Promise<void> {
  const { username, password } = address;
  if (password !== undefined) await expectOk(socket, address, ["AUTH", ...(username ? [username] : []), password]);
  await expectOk(socket, address, ["PING"]);
  await expectOk(socket, address, ["REPLCONF", "ip-address", LINK_LABEL]);
  await expectOk(socket, address, ["REPLCONF", "listening-port", "0"]);
  await expectOk(socket, address, ["REPLCONF", "capa", "eof", "capa", "psync2"]);
  await askForEmptySnapshot(socket, address);
}

/** Undefined when the user may not ask. */
export async function askHistory(socket: LinkSocket, address: RedisAddress): Promise<ServerHistory | undefined> {
  socket.send(["INFO", "replication"]);
  const header = await socket.line();
  if (header.startsWith("-NOPERM")) return undefined;
  if (!/^\$\d+$/.test(header)) throw refusal(describeAddress(address), "INFO", header.slice(1));
  const text = await socket.exactly(Number(header.slice(1)) + 2);
  return parseHistory(text.toString("latin1"));
}

/** Redis 7.0 and later then leave the data out, should a snapshot be needed. Earlier ones don't know the option and send all of it. */
async function askForEmptySnapshot(socket: LinkSocket, address: RedisAddress): Promise<void> {
  socket.send(["REPLCONF", "rdb-filter-only", ""]);
  const reply = await socket.line();
  if (!reply.startsWith("+") && !/^-ERR Unrecognized REPLCONF option/i.test(reply)) {
    throw refusal(describeAddress(address), "REPLCONF", reply.slice(1));
  }
}

async function expectOk(socket: LinkSocket, address: RedisAddress, words: readonly [string, ...string[]]) {
  socket.send(words);
  const reply = await socket.line();
  if (!reply.startsWith("+")) throw refusal(describeAddress(address), words[0], reply.slice(1));
}
