/** What samples/social should have made of a Redis. */
import { keysOf, type Expectation } from "./expectation.ts";
import { bigint, each, int, text, within } from "./values.ts";

export const SOCIAL: Expectation = {
  tables: {
    "social.audiences": { keyOf: (row) => `followers:${row["user_id"]}` },
    "social.followers": { keyOf: (row) => `followers:${row["user_id"]}` },
    "social.interests": { keyOf: (row) => `interests:${row["user_id"]}` },
  },
  keys: [
    keysOf("followers:*", {
      type: "set",
      pattern: /^followers:(0|-?[1-9][0-9]*)$/,
      read: (redis, key) => redis.smembersBuffer(key),
      rows: ([user = ""], members) => ({
        "social.audiences": [{ user_id: int(user), followers: String(members.length) }],
        "social.followers": each(members, (member) => ({ user_id: user, follower_id: bigint(text(member)) })),
      }),
    }),
    keysOf("interests:*", {
      type: "set",
      pattern: /^interests:(0|-?[1-9][0-9]*)$/,
      read: (redis, key) => redis.smembersBuffer(key),
      rows: ([user = ""], members) => ({
        "social.interests": each(members, (member) => ({ user_id: int(user), interest: within(40, text(member)) })),
      }),
    }),
  ],
};
