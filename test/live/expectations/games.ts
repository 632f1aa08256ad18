/** What samples/games should have made of a Redis. */
import type { Redis } from "ioredis";
import { keysOf, type Expectation } from "./expectation.ts";
import { membersOf, type Pair } from "./read.ts";
import { double, each, int, Refused, text, within } from "./values.ts";

interface Place {
  readonly name: Buffer;
  /** Redis' own answer. */
  readonly position: readonly [number, number];
  readonly score: number;
}

export const GAMES: Expectation = {
  tables: {
    "games.boards": { keyOf: (row) => `board:${row["game"]}:${row["season"]}` },
    "games.scores": { keyOf: (row) => `board:${row["game"]}:${row["season"]}` },
    "games.arenas": { keyOf: (row) => `arenas:${row["city"]}` },
  },
  keys: [
    keysOf("board:*", {
      type: "zset",
      pattern: /^board:([^:]+):(0|-?[1-9][0-9]*)$/,
      read: membersOf,
      rows: ([game = "", season = ""], members) => ({
        "games.boards": [{ game, season: int(season), players: String(members.length), best: best(members) }],
        "games.scores": each(members.filter(isPerson), ([name, score]) => ({
          game,
          season,
          player: within(40, text(name)),
          score: double(scoreOf(score)),
        })),
      }),
    }),
    keysOf("arenas:*", {
      type: "zset",
      pattern: /^arenas:([^:]+)$/,
      read: placesOf,
      rows: ([city = ""], places) => ({
        "games.arenas": each(places, ({ name, position, score }) => ({
          city,
          arena: within(40, text(name)),
          longitude: double(valid(score) ? position[0] : refuse()),
          latitude: double(position[1]),
        })),
      }),
    }),
  ],
};

function isPerson([name]: Pair): boolean {
  return !/^bot[-_][0-9]+$/.test(text(name));
}

function best(members: readonly Pair[]): string {
  return double(Math.max(...members.map(([, score]) => scoreOf(score))));
}

/** Positions are whole numbers of 52 bits. */
function valid(score: number): boolean {
  return Number.isInteger(score) && score >= 0 && score < 2 ** 52;
}

function refuse(): never {
  throw new Refused("RDI5011");
}

function scoreOf(spelled: Buffer): number {
  return Number(spelled.toString().replace("inf", "Infinity"));
}

async function placesOf(redis: Redis, key: Buffer): Promise<readonly Place[]> {
  const members = await membersOf(redis, key);
  const names = members.map(([name]) => name);
  const positions = (await redis.callBuffer("GEOPOS", key, ...names)) as readonly (readonly Buffer[])[];
  return members.map(([name, score], index) => {
    const [longitude, latitude] = positions[index] ?? [];
    return { name, score: scoreOf(score), position: [Number(longitude), Number(latitude)] };
  });
}
