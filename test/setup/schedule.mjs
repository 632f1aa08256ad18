/**
 * Runs tasks, a few at a time. Of the tasks in one named lane only one runs at a time; the lane "" has no such limit. A named
 * lane goes first, since it takes longest.
 * @template {{ lane: string, run: () => Promise<Result> }} Task
 * @template Result
 * @param {readonly Task[]} tasks
 * @param {{ atOnce: number, done: (task: Task, result: Result) => void }} options
 * @returns {Promise<[Task, Result][]>}
 */
export async function runInLanes(tasks, { atOnce, done }) {
  const waiting = [...tasks].sort((a, b) => Number(b.lane !== "") - Number(a.lane !== ""));
  /** @type {Set<string>} */
  const busy = new Set();
  /** @type {[Task, Result][]} */
  const results = [];
  /** @type {Set<Promise<void>>} */
  const running = new Set();

  /** @param {Task} task */
  async function run(task) {
    const result = await task.run();
    results.push([task, result]);
    done(task, result);
  }
  while (waiting.length > 0 || running.size > 0) {
    const next = waiting.findIndex(({ lane }) => !busy.has(lane));
    if (running.size >= atOnce || next < 0) {
      await Promise.race(running);
      continue;
    }
    for (const task of waiting.splice(next, 1)) {
      if (task.lane !== "") busy.add(task.lane);
      const work = run(task).finally(() => {
        busy.delete(task.lane);
        running.delete(work);
      });
      running.add(work);
    }
  }
  return results;
}
