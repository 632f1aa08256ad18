/**
 * Writes customers to Redis as fast as Redis takes them, as a process of its own: node generator.mjs PORT FROM TO GENERATION [PER_SECOND].
 * It speaks RESP by hand, so that it takes as little of the machine as it can from what is measured.
 */
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";

const [port, from, to, generation, perSecond] = process.argv.slice(2).map(Number);
const CHUNK = 250;
const WINDOW = 4;

const socket = connect({ port, host: "127.0.0.1", noDelay: true });
let answered = 0;
let wake = () => {};
socket.on("data", (bytes) => {
  if (bytes.includes(45)) throw new Error(bytes.toString());
  for (const byte of bytes) if (byte === 10) answered++;
  wake();
});

const started = performance.now();
let sent = 0;
for (let id = from; id < to; id += CHUNK) {
  const end = Math.min(to, id + CHUNK);
  let text = "";
  for (let each = id; each < end; each++) text += hset(each);
  socket.write(text, "latin1");
  sent += end - id;
  while (sent - answered > WINDOW * CHUNK) await new Promise((resolve) => (wake = resolve));
  if (perSecond) await sleep(Math.max(0, (sent / perSecond) * 1000 - (performance.now() - started)));
}
while (answered < sent) await new Promise((resolve) => (wake = resolve));
socket.end();

function hset(id) {
  const fields = [
    "HSET",
    `customer:${id}`,
    "fname",
    `First${id % 1000}`,
    "lname",
    `Last${id}`,
    "email",
    `customer.${id}@example.com`,
    "region",
    id % 3 === 0 ? "eu" : "us",
    "balance",
    `${id % 100000}.25`,
    "orders",
    String(generation),
    "vip",
    id % 10 === 0 ? "1" : "0",
    "created",
    String(1600000000000 + id * 1000),
  ];
  return `*${fields.length}\r\n${fields.map((field) => `$${field.length}\r\n${field}\r\n`).join("")}`;
}
