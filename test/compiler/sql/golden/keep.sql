-- job.t.upsert
INSERT INTO "t" AS t ("id", "name")
SELECT i."id", i."name"
FROM unnest($1::int8[], $2::text[]) AS i("id", "name")
ON CONFLICT ("id") DO UPDATE SET "name" = excluded."name"
WHERE t."name" COLLATE "C" IS DISTINCT FROM excluded."name" COLLATE "C";

-- job.t.insert
INSERT INTO "t" AS t ("id", "name")
SELECT i."id", i."name"
FROM unnest($1::int8[], $2::text[]) AS i("id", "name");

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
