-- job.t.upsert
INSERT INTO "t" AS t ("id", "name", "amount")
SELECT i."id", i."name", i."amount"
FROM unnest($1::int8[], $2::text[], $3::numeric[]) AS i("id", "name", "amount")
ON CONFLICT ("id") DO UPDATE SET "name" = excluded."name", "amount" = excluded."amount"
WHERE (t."name" COLLATE "C", t."amount"::text)
  IS DISTINCT FROM (excluded."name" COLLATE "C", excluded."amount"::text);

-- job.t.insert
INSERT INTO "t" AS t ("id", "name", "amount")
SELECT i."id", i."name", i."amount"
FROM unnest($1::int8[], $2::text[], $3::numeric[]) AS i("id", "name", "amount");

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
