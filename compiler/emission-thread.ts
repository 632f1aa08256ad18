import { parentPort } from "node:worker_threads";
import type { EmissionRequest } from "./emission-messages.ts";
import { loadTypeScript } from "./typescript-code.ts";

/** What runs in the thread: one request after the other. */
export async function answerRequests(): Promise<void> {
  const keepCode = loadTypeScript();
  const { openAnswers } = await import("./emission-answers.ts");
  const answer = openAnswers();
  let last = Promise.resolve();
  parentPort?.on("message", (request: EmissionRequest) => {
    last = last.then(async () => {
      const answered = await answer(request);
      if (request.kind === "check") keepCode();
      parentPort?.postMessage(answered);
    });
  });
}
