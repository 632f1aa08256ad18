-- job.t.upsert
INSERT INTO "t" AS t ("kind", "id", "name")
SELECT 'cat'::text, i."id", i."name"
FROM unnest($1::int8[], $2::text[]) AS i("id", "name")
ON CONFLICT ("name") DO NOTHING;

-- job.t.insert
INSERT INTO "t" AS t ("kind", "id", "name")
SELECT 'cat'::text, i."id", i."name"
FROM unnest($1::int8[], $2::text[]) AS i("id", "name");

-- job.t.remove
DELETE FROM "t" AS t
WHERE t."id" = ANY($1::int8[]) AND t."kind" = 'cat'::text;

-- job.t.moved
DELETE FROM "t" AS t
USING unnest($1::int8[]) AS o("id")
WHERE t."id" = o."id" AND t."kind" = 'cat'::text
  AND NOT EXISTS (
    SELECT FROM unnest($2::text[], $3::int8[]) AS k("name", "id")
    WHERE k."name" = t."name" AND k."id" = t."id"
  );

-- job.t.collisions
SELECT (i."rdi position" - 1)::text, CASE WHEN t."kind" = 'cat'::text THEN t."id"::text END
FROM unnest($1::text[], $2::int8[]) WITH ORDINALITY AS i("name", "id", "rdi position")
JOIN "t" AS t ON t."name" = i."name"
WHERE t."id" IS DISTINCT FROM i."id" OR t."kind" IS DISTINCT FROM 'cat'::text;

-- job.t.owners (first)
SELECT o."id"::text
FROM (
  SELECT DISTINCT t."id" FROM "t" AS t
  WHERE t."kind" = 'cat'::text AND t."id" IS NOT NULL
  ORDER BY t."id" LIMIT $1::int8
) AS o
ORDER BY o."id";

-- job.t.owners (next)
SELECT o."id"::text
FROM (
  SELECT DISTINCT t."id" FROM "t" AS t
  WHERE t."kind" = 'cat'::text AND t."id" > $2::int8
  ORDER BY t."id" LIMIT $1::int8
) AS o
ORDER BY o."id";
