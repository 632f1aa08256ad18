import { LRUCache } from "lru-cache";
import type { Rejection } from "../values/rejection.ts";
import type { BatchReads } from "./read.ts";

/** What was read for a question. */
export interface Answer {
  readonly value: unknown;
  /** Thrown at who asks: the value can't be taken. */
  readonly rejection: Rejection | undefined;
  readonly bytes: number;
}

/** The questions of one kind, with the answers that are known. */
export interface Questions<Question> {
  /** Null while there is no answer. */
  ask(question: Question): unknown;
  /** Reads what was asked in vain, or, where that is much, some of it: who still asks in vain asks again. */
  fetch(reads: BatchReads): Promise<void>;
  /** How much is known for this batch. */
  readonly bytes: () => number;
  /** Forgets what is not cached. Within a batch an answer stays the same. */
  nextBatch(): void;
  clear(): void;
}

export interface QuestionsOptions<Question> {
  /** Equal for equal questions. */
  readonly idOf: (question: Question) => string;
  /** By position; undefined for what was not read. */
  readonly read: (questions: readonly Question[], reads: BatchReads) => Promise<readonly (Answer | undefined)[]>;
  /** ms; undefined keeps nothing beyond a batch. */
  readonly cached: number | undefined;
  /** Of the most that is kept. */
  readonly share: number;
  /** Told when something is asked in vain. */
  readonly miss: () => void;
}

/** The most that a route keeps of one lookup, in all its lanes. */
const MOST_ENTRIES = 10_000;
const MOST_BYTES = 64 * 1024 * 1024;
/** What an answer takes beside its bytes. */
const OVERHEAD = 200;

export function createQuestions<Question>(options: QuestionsOptions<Question>): Questions<Question> {
  const { idOf, miss, read } = options;
  const kept = createCache(options);
  let known = new Map<string, Answer>();
  let open = new Map<string, Question>();
  let bytes = 0;

  function learn(id: string, answer: Answer): void {
    known.set(id, answer);
    bytes += answer.bytes;
  }

  function answerTo(id: string): Answer | undefined {
    const found = known.get(id);
    if (found !== undefined) return found;
    const cached = kept?.get(id);
    if (cached !== undefined) learn(id, cached);
    return cached;
  }

  function nextBatch(): void {
    known = new Map();
    open = new Map();
    bytes = 0;
  }

  return {
    nextBatch,
    bytes: () => bytes,
    clear: () => {
      nextBatch();
      kept?.clear();
    },
    ask: (question) => {
      const id = idOf(question);
      const answer = answerTo(id);
      if (answer === undefined) {
        open.set(id, question);
        miss();
        return null;
      }
      if (answer.rejection !== undefined) throw answer.rejection;
      return answer.value;
    },
    fetch: async (reads) => {
      if (open.size === 0) return;
      const asked = open;
      open = new Map();
      const answers = await read([...asked.values()], reads);
      for (const [at, id] of [...asked.keys()].entries()) {
        const answer = answers[at];
        if (answer === undefined) continue;
        learn(id, answer);
        kept?.set(id, answer);
      }
    },
  };
}

function createCache({ cached, share }: { readonly cached: number | undefined; readonly share: number }) {
  if (cached === undefined || cached <= 0) return undefined;
  return new LRUCache<string, Answer>({
    max: Math.max(1, Math.floor(MOST_ENTRIES * share)),
    maxSize: Math.max(1, Math.floor(MOST_BYTES * share)),
    sizeCalculation: (answer, id) => OVERHEAD + 2 * id.length + answer.bytes,
    ttl: cached,
  });
}
