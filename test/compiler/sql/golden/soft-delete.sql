-- job.t.upsert
INSERT INTO "t" AS t ("id", "name", "deleted_at")
SELECT i."id", i."name", i."deleted_at"
FROM unnest($1::int8[], $2::text[], $3::timestamptz[]) AS i("id", "name", "deleted_at")
ON CONFLICT ("id") DO UPDATE SET "name" = excluded."name", "deleted_at" = excluded."deleted_at"
WHERE (t."name" COLLATE "C", t."deleted_at")
  IS DISTINCT FROM (excluded."name" COLLATE "C", excluded."deleted_at");

-- job.t.mark
UPDATE "t" AS t SET "deleted_at" = o."deleted_at"
FROM unnest($1::int8[], $2::timestamptz[]) AS o("id", "deleted_at")
WHERE t."id" = o."id" AND t."deleted_at" IS NULL;

-- job.t.owners (first)
SELECT o."id"::text
FROM (
  SELECT DISTINCT t."id" FROM "t" AS t
  WHERE t."deleted_at" IS NULL AND t."id" IS NOT NULL
  ORDER BY t."id" LIMIT $1::int8
) AS o
ORDER BY o."id";

-- job.t.owners (next)
SELECT o."id"::text
FROM (
  SELECT DISTINCT t."id" FROM "t" AS t
  WHERE t."deleted_at" IS NULL AND t."id" > $2::int8
  ORDER BY t."id" LIMIT $1::int8
) AS o
ORDER BY o."id";
