-- job.t.upsert
INSERT INTO "t" AS t ("id", "doc", "docb", "m", "r", "n", "l")
SELECT i."id", i."doc", i."docb", i."m"::"mood", i."r"::"int4range", i."n"::"numeric", i."l"::"text"[]
FROM unnest($1::int8[], $2::json[], $3::json[], $4::text[], $5::text[], $6::text[], $7::text[])
  AS i("id", "doc", "docb", "m", "r", "n", "l")
ON CONFLICT ("id") DO UPDATE SET "doc" = excluded."doc", "docb" = excluded."docb", "m" = excluded."m", "r" = excluded."r",
  "n" = excluded."n", "l" = excluded."l"
WHERE (t."doc"::text, t."docb"::text, t."m"::text, t."r"::text, t."n"::text, t."l"::text)
  IS DISTINCT FROM (excluded."doc"::text, excluded."docb"::text, excluded."m"::text, excluded."r"::text,
  excluded."n"::text, excluded."l"::text);

-- job.t.insert
INSERT INTO "t" AS t ("id", "doc", "docb", "m", "r", "n", "l")
SELECT i."id", i."doc", i."docb", i."m"::"mood", i."r"::"int4range", i."n"::"numeric", i."l"::"text"[]
FROM unnest($1::int8[], $2::json[], $3::json[], $4::text[], $5::text[], $6::text[], $7::text[])
  AS i("id", "doc", "docb", "m", "r", "n", "l");

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
