import { createHash } from "node:crypto";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { randomUuid, uuidV5 } from "../../../runtime/values/uuids.ts";
import { random } from "../../support/random.ts";
import { randomText } from "../../support/random-text.ts";
import { rejects, site } from "./support.ts";

const DNS = "6ba7b810-9dad-11d1-80b4-00c04fd430c8";

/** RFC 9562, section 5.5: SHA-1 of namespace and name, cut to 16 bytes, with version and variant put in. */
function byHand(namespace: string, name: string): string {
  const bytes = Buffer.concat([Buffer.from(namespace.replaceAll("-", ""), "hex"), Buffer.from(name)]);
  const digits = createHash("sha1").update(bytes).digest("hex").slice(0, 32);
  const variant = ((Number.parseInt(digits.slice(16, 17), 16) & 3) | 8).toString(16);
  return `${digits.slice(0, 12)}5${digits.slice(13, 16)}${variant}${digits.slice(17)}`.replace(
    /^(.{8})(.{4})(.{4})(.{4})(.{12})$/,
    "$1-$2-$3-$4-$5",
  );
}

test("uuid_v5 gives the example of RFC 9562", () => {
  assert.is(uuidV5(DNS, "www.example.com", site), "2ed6657d-e927-568b-95e1-2665a8aea6a2");
  assert.is(uuidV5(DNS.toUpperCase(), Buffer.from("www.example.com"), site), "2ed6657d-e927-568b-95e1-2665a8aea6a2");
});

test("uuid_v5 takes any uuid as namespace and any text as name", () => {
  const r = random();
  for (let run = 0; run < 300; run++) {
    const digits = r.bytes(16).toString("hex");
    const namespace = digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
    const name = randomText(r, 6);
    assert.is(uuidV5(namespace, name, site), byHand(namespace, name), JSON.stringify([namespace, name]));
  }
});

test("a namespace that is no uuid rejects, and so does half of a surrogate pair", () => {
  for (const namespace of ["", "dns", DNS.replaceAll("-", ""), `{${DNS}}`]) {
    rejects("RDI5010", () => uuidV5(namespace, "a", site));
  }
  rejects("RDI5014", () => uuidV5(DNS, "\ud83e", site));
});

test("random_uuid is of version 4, and another each time", () => {
  const uuids = Array.from({ length: 100 }, randomUuid);
  for (const uuid of uuids) assert.match(uuid, /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.is(new Set(uuids).size, 100);
});

test.run();
