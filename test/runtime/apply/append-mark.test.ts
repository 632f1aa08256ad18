import { test } from "uvu";
import * as assert from "uvu/assert";
import { decodeAppendMark, encodeAppendMark, markWithin } from "../../../runtime/apply/append-mark.ts";
import type { ServerHistory } from "../../../runtime/capture/server-history.ts";

const [OLD, NEW, OTHER] = ["a", "b", "c"].map((letter) => letter.repeat(40)) as [string, string, string];

function promoted(previousEnd: number): ServerHistory {
  const counted = { offset: 9000, backlog: undefined, countsReplicas: false };
  return { role: "master", replid: NEW, previousReplid: OLD, previousEnd, ...counted };
}

test("a mark comes back from its text, and so does one of a checkpoint that knows the entry alone", () => {
  for (const mark of [
    { entry: "17-3", at: { replid: OLD, offset: 4_000_000_000_000 } },
    { entry: "17-3", at: undefined },
  ])
    assert.equal(decodeAppendMark(encodeAppendMark(mark)), mark);
  assert.is(encodeAppendMark({ entry: "17-3", at: undefined }), "17-3");
  assert.is(decodeAppendMark(undefined), undefined);
});

test("in the history that follows, a mark reaches as far as that has the changes, and no further", () => {
  const mark = { entry: "17-3", at: { replid: OLD, offset: 500 } };
  // The first offset that is not shared, counted from 1.
  assert.equal(markWithin(mark, promoted(601)).at, { replid: NEW, offset: 500 });
  assert.equal(markWithin(mark, promoted(401)).at, { replid: NEW, offset: 400 });
  const own = { entry: "17-3", at: { replid: NEW, offset: 500 } };
  assert.equal(markWithin(own, promoted(401)), own);
});

test("in a history that says nothing of the mark's, the entry alone tells", () => {
  assert.equal(markWithin({ entry: "17-3", at: { replid: OTHER, offset: 500 } }, promoted(601)), {
    entry: "17-3",
    at: undefined,
  });
});

test.run();
