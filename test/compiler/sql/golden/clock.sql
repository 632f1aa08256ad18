-- job.t.upsert
INSERT INTO "t" AS t ("id", "name", "seen_at")
SELECT i."id", i."name", i."seen_at"
FROM unnest($1::int8[], $2::text[], $3::timestamptz[]) AS i("id", "name", "seen_at")
ON CONFLICT ("id") DO UPDATE SET "name" = excluded."name", "seen_at" = excluded."seen_at"
WHERE t."name" COLLATE "C" IS DISTINCT FROM excluded."name" COLLATE "C";

-- job.t.insert
INSERT INTO "t" AS t ("id", "name", "seen_at")
SELECT i."id", i."name", i."seen_at"
FROM unnest($1::int8[], $2::text[], $3::timestamptz[]) AS i("id", "name", "seen_at");

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
