import { test } from "uvu";
import * as assert from "uvu/assert";
import { CONTROL_PREFIX, laneKeys, projectKeys } from "../../../runtime/control/keys.ts";
import { laneOfSlot, slotOf } from "../../../runtime/control/slots.ts";

test("all control keys of a lane lie in one slot, and that slot in the lane", () => {
  for (let lane = 0; lane < 5; lane++) {
    const keys = laneKeys("shop", lane, 5);
    const all = [
      keys.lease,
      keys.stream,
      keys.sweep,
      keys.begun,
      keys.parked,
      keys.parkedWhy,
      keys.dead,
      keys.deadWhy,
    ].map((named) => named("orders.warehouse"));
    const slots = new Set([keys.position, ...all].map(slotOf));
    assert.is(slots.size, 1);
    for (const slot of slots) assert.is(laneOfSlot(slot, 5), lane);
    for (const key of [keys.position, ...all]) assert.ok(key.startsWith(CONTROL_PREFIX));
    assert.is(new Set(all).size, all.length);
  }
});

test("two projects share no control key", () => {
  const names = (project: string) => [
    ...Object.values(projectKeys(project)),
    laneKeys(project, 0, 2).position,
    laneKeys(project, 0, 2).stream("r"),
  ];
  const other = new Set<string>(names("b"));
  assert.is(names("a").filter((name) => other.has(name)).length, 0);
});

test.run();
