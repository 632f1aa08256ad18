-- job.t.append
INSERT INTO "t" AS t ("id", "seen_at", "state")
SELECT i."id", i."seen_at", i."state"
FROM unnest($1::int8[], $2::timestamptz[], $3::json[]) AS i("id", "seen_at", "state");
