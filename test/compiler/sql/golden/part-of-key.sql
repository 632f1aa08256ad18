-- job.t.upsert
INSERT INTO "t" AS t ("id", "line", "sku")
SELECT i."id", i."line", i."sku"
FROM unnest($1::int8[], $2::int4[], $3::text[]) AS i("id", "line", "sku")
ON CONFLICT ("id", "line") DO UPDATE SET "sku" = excluded."sku"
WHERE t."sku" COLLATE "C" IS DISTINCT FROM excluded."sku" COLLATE "C";

-- job.t.insert
INSERT INTO "t" AS t ("id", "line", "sku")
SELECT i."id", i."line", i."sku"
FROM unnest($1::int8[], $2::int4[], $3::text[]) AS i("id", "line", "sku");

-- job.t.remove
DELETE FROM "t" AS t
WHERE t."id" = ANY($1::int8[]);

-- job.t.moved
DELETE FROM "t" AS t
USING unnest($1::int8[]) AS o("id")
WHERE t."id" = o."id"
  AND NOT EXISTS (
    SELECT FROM unnest($2::int8[], $3::int4[]) AS k("id", "line")
    WHERE k."id" = t."id" AND k."line" = t."line"
  );

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
