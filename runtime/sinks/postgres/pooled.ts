import type { Answer, Connection, Query } from "./connection.ts";

const READ_ONLY: Query = { text: "BEGIN ISOLATION LEVEL READ COMMITTED READ ONLY" };
const COMMIT: Query = { text: "COMMIT" };
const ENDS = /^(COMMIT|ROLLBACK)$/;

/**
 * A connection through a pool that lends a server to one transaction at a time, as PgBouncer does in transaction mode. Nothing that is set or prepared may
 * outlast a transaction: it would be missing in the next one, and another client of the pool would find it. So the settings come with each BEGIN, no statement
 * has a name, and what stands outside of a transaction gets one that only reads.
 *
 * The answer to BEGIN is waited for. Were it refused, the statements behind it would commit one by one, and no setting of the session would keep them from it.
 */
export function pooled(direct: Connection, settings: string): Connection {
  /** Of the open transaction: resolves once the server has begun it. */
  let begun: Promise<unknown> | undefined;

  function begin(query: Query): Promise<Answer> {
    const answer = direct.query(query);
    begun = answer.then(() => void direct.query({ text: settings }).catch(() => undefined));
    begun.catch(() => undefined);
    return answer;
  }

  async function next({ text, values = [] }: Query): Promise<Answer> {
    const mine = begun;
    if (ENDS.test(text)) begun = undefined;
    await mine;
    return direct.query({ text, values });
  }

  /** What the settings or COMMIT are answered with is of no interest: then the query has failed as well. */
  async function alone(query: Query): Promise<Answer> {
    const around = begin(READ_ONLY);
    const answer = next(query);
    await Promise.allSettled([around, answer, next(COMMIT)]);
    return answer;
  }

  return {
    ...direct,
    query: (query) => {
      if (query.text.startsWith("BEGIN")) return begin(query);
      return begun === undefined ? alone(query) : next(query);
    },
  };
}
