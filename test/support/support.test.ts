import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { eventually, stays } from "./eventually.ts";
import { startProcess } from "./processes.ts";
import { startProxy } from "./proxy.ts";
import { random } from "./random.ts";

const sockets = new Set<Socket>();
const echo = createServer({ allowHalfOpen: true }, (socket) => {
  sockets.add(socket);
  socket.on("error", () => undefined);
  socket.on("end", () => socket.end("bye"));
  socket.on("data", (data) => socket.write(data));
});
echo.listen(0, "127.0.0.1");
await once(echo, "listening");
const proxy = await startProxy((echo.address() as AddressInfo).port);

test("the proxy passes data on in both directions", async () => {
  const client = await dial();
  assert.is(await ask(client, "hello"), "hello");
  assert.equal({ ...proxy.bytes }, { toServer: 5, toClient: 5 });
  client.destroy();
});

test("cut resets the open connections and lets new ones in", async () => {
  const client = await dial();
  await ask(client, "hello");
  const [error] = await Promise.all([once(client, "error"), proxy.cut()]);
  assert.match(String(error), "ECONNRESET");
  const next = await dial();
  assert.is(await ask(next, "again"), "again");
  next.destroy();
});

test("delay holds every piece of data back", async () => {
  const client = await dial();
  proxy.delay(50);
  const asked = performance.now();
  await ask(client, "hello");
  assert.ok(performance.now() - asked >= 95);
  await proxy.resume();
  client.destroy();
});

test("stall keeps data back without closing anything, resume delivers it", async () => {
  const client = await dial();
  await ask(client, "hello");
  proxy.stall();
  const answer = ask(client, "later");
  let answered = false;
  void answer.then(() => (answered = true));
  await stays("nothing is answered", () => !answered, 100);
  await proxy.resume();
  assert.is(await answer, "later");
  client.destroy();
});

test("refuse turns new connections away and keeps the open ones", async () => {
  const client = await dial();
  await ask(client, "hello");
  await proxy.refuse();
  const failure = await dial().then(() => "", String);
  assert.match(failure, "ECONNREFUSED");
  assert.is(await ask(client, "still"), "still");
  await proxy.resume();
  const next = await dial();
  assert.is(await ask(next, "again"), "again");
  client.destroy();
  next.destroy();
});

test("a half-closed connection still carries data the other way", async () => {
  const client = await dial();
  await ask(client, "hello");
  const answer = once(client, "data");
  proxy.halfClose("server");
  assert.is(String((await answer)[0]), "bye");
  client.destroy();
});

test("a URL leads through the proxy with its user, password and path", () => {
  const url = proxy.through("postgres://u:p@localhost:5432/db");
  assert.is(url, `postgres://u:p@127.0.0.1:${proxy.port}/db`);
});

test("eventually returns what was found", async () => {
  let looks = 0;
  const look = (): number | undefined => ((looks += 1) < 3 ? undefined : looks);
  assert.is(await eventually("three looks", look, { every: 1 }), 3);
});

test("eventually says what it waited for and what it saw last", async () => {
  const failure = await eventually("never", () => false, { within: 20 }).then(String, String);
  assert.is(failure, "Error: Not within 20 ms: never. The last look returned false.");
  const thrown = await eventually("never", () => Promise.reject(new Error("no")), { within: 20 }).then(String, String);
  assert.is(thrown, "Error: Not within 20 ms: never. The last look threw no.");
});

test("the same seed gives the same numbers, another seed others", () => {
  const draw = (seed: number): readonly number[] => {
    const { int } = random(seed);
    return Array.from({ length: 8 }, () => int(0, 1000));
  };
  assert.equal(draw(1), draw(1));
  assert.not.equal(draw(1), draw(2));
});

test("random numbers stay within their bounds and reach both", () => {
  const { int, shuffle, pick } = random(3);
  const drawn = new Set(Array.from({ length: 200 }, () => int(-1, 1)));
  assert.equal([...drawn].sort(), [-1, 0, 1]);
  assert.equal(shuffle([1, 2, 3, 4]).sort(), [1, 2, 3, 4]);
  assert.is(pick(["only"]), "only");
});

test("a process's output and ending are collected", async () => {
  const run = startProcess(process.execPath, ["-e", "process.stdin.pipe(process.stdout); process.exitCode = 3"], {
    input: "first\nsecond\n",
  });
  assert.is(await run.line(/^sec/), "second");
  assert.equal(await run.exit(), { code: 3, signal: null });
  assert.is(run.stdout(), "first\nsecond\n");
});

test("waiting for a line of a process that has ended fails with its output", async () => {
  const run = startProcess(process.execPath, ["-e", "console.error('sorry')"]);
  const failure = await run.line(/never/).then(String, String);
  assert.match(failure, "ended before a line like /never/");
  assert.match(failure, "sorry");
});

test("a killed process reports the signal", async () => {
  const run = startProcess(process.execPath, ["-e", "setInterval(() => undefined, 1000)"]);
  assert.equal(await run.kill(), { code: null, signal: "SIGKILL" });
  assert.not(run.running);
});

test("a program that does not exist ends at once and says so", async () => {
  const run = startProcess("no-such-program", []);
  await run.exit(1000);
  assert.match(run.stderr(), "spawn no-such-program");
});

test.after(async () => {
  await proxy.close();
  echo.close();
  for (const socket of sockets) socket.destroy();
});

async function dial(): Promise<Socket> {
  const socket = connect(proxy.port, "127.0.0.1");
  socket.on("error", () => undefined);
  await new Promise<void>((resolve, reject) => socket.once("connect", resolve).once("error", reject));
  await sleep(5);
  return socket;
}

async function ask(socket: Socket, text: string): Promise<string> {
  socket.write(text);
  const [answer] = await once(socket, "data");
  return String(answer);
}

test.run();
