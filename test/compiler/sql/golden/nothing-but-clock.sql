-- job.t.upsert
INSERT INTO "t" AS t ("id", "seen_at")
SELECT i."id", i."seen_at"
FROM unnest($1::int8[], $2::timestamptz[]) AS i("id", "seen_at")
ON CONFLICT ("id") DO NOTHING;

-- job.t.insert
INSERT INTO "t" AS t ("id", "seen_at")
SELECT i."id", i."seen_at"
FROM unnest($1::int8[], $2::timestamptz[]) AS i("id", "seen_at");

-- job.t.remove
DELETE FROM "t" AS t
WHERE t."id" = ANY($1::int8[]);

-- job.t.owners (first)
SELECT o."id"::text
FROM (
  SELECT DISTINCT t."id" FROM "t" AS t
  WHERE t."id" IS NOT NULL
  ORDER BY t."id" LIMIT $1::int8
) AS o
ORDER BY o."id";

-- job.t.owners (next)
SELECT o."id"::text
FROM (
  SELECT DISTINCT t."id" FROM "t" AS t
  WHERE t."id" > $2::int8
  ORDER BY t."id" LIMIT $1::int8
) AS o
ORDER BY o."id";
