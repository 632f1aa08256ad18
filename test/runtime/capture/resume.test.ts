import { test } from "uvu";
import * as assert from "uvu/assert";
import { chooseResume } from "../../../runtime/capture/resume.ts";
import { parseHistory } from "../../../runtime/capture/server-history.ts";

const NEW = "a".repeat(40);
const OLD = "b".repeat(40);
const OTHER = "c".repeat(40);
const at = (replid: string, offset: number) => ({ replid, offset, database: 0 });

/** A server that was promoted after byte 500 and keeps the bytes 301 to 1000. */
const history = parseHistory(
  [
    "# Replication",
    "role:master",
    `master_replid:${NEW}`,
    `master_replid2:${OLD}`,
    "master_repl_offset:1000",
    "second_repl_offset:501",
    "repl_backlog_active:1",
    "repl_backlog_first_byte_offset:301",
    "repl_backlog_histlen:700",
    "",
  ].join("\r\n"),
);

test("the lowest position that the server still knows is where to continue", () => {
  const resume = chooseResume([at(NEW, 900), at(NEW, 700), at(NEW, 800)], history);
  assert.equal(resume, { start: at(NEW, 700), kept: [true, true, true] });
});

test("a lane that fell out of the backlog does not cost the others their position", () => {
  const resume = chooseResume([at(NEW, 299), at(NEW, 300), undefined], history);
  assert.equal(resume, { start: at(NEW, 300), kept: [false, true, false] });
});

test("positions of the history before a promotion hold up to the promotion", () => {
  const resume = chooseResume([at(OLD, 500), at(OLD, 501), at(NEW, 600), at(OTHER, 600)], history);
  assert.equal(resume, { start: at(OLD, 500), kept: [true, false, true, false] });
});

test("a position ahead of the server is not continued", () => {
  assert.is(chooseResume([at(NEW, 1001)], history), undefined);
  assert.equal(chooseResume([at(NEW, 1000)], history)?.kept, [true]);
});

test("nothing is continued without a backlog", () => {
  assert.is(chooseResume([at(NEW, 1000)], history && { ...history, backlog: undefined }), undefined);
});

test("without the right to INFO the positions of one history are tried", () => {
  const resume = chooseResume([undefined, at(OLD, 9), at(NEW, 3), at(OLD, 7)], undefined);
  assert.equal(resume, { start: at(OLD, 7), kept: [false, true, false, true] });
});

test.run();
