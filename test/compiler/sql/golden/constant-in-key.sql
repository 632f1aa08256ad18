-- job.t.upsert
INSERT INTO "t" AS t ("id", "kind", "number")
SELECT i."id", 'it''s \ home'::text, i."number"
FROM unnest($1::int8[], $2::text[]) AS i("id", "number")
ON CONFLICT ("id", "kind") DO UPDATE SET "number" = excluded."number"
WHERE t."number" COLLATE "C" IS DISTINCT FROM excluded."number" COLLATE "C";

-- job.t.insert
INSERT INTO "t" AS t ("id", "kind", "number")
SELECT i."id", 'it''s \ home'::text, i."number"
FROM unnest($1::int8[], $2::text[]) AS i("id", "number");

-- job.t.remove
DELETE FROM "t" AS t
WHERE t."id" = ANY($1::int8[]) AND t."kind" = 'it''s \ home'::text;

-- job.t.owners (first)
SELECT o."id"::text
FROM (
  SELECT DISTINCT t."id" FROM "t" AS t
  WHERE t."kind" = 'it''s \ home'::text AND t."id" IS NOT NULL
  ORDER BY t."id" LIMIT $1::int8
) AS o
ORDER BY o."id";

-- job.t.owners (next)
SELECT o."id"::text
FROM (
  SELECT DISTINCT t."id" FROM "t" AS t
  WHERE t."kind" = 'it''s \ home'::text AND t."id" > $2::int8
  ORDER BY t."id" LIMIT $1::int8
) AS o
ORDER BY o."id";
