-- job.t.close
UPDATE "t" AS t SET "valid_to" = greatest(now(), t."valid_from" + interval '1 microsecond'), "current" = false
FROM unnest($1::text[], $2::numeric[])
  AS i("sku", "price")
WHERE t."sku" = i."sku" AND t."valid_to" IS NULL
  AND (t."price" IS DISTINCT FROM i."price");

-- job.t.open
INSERT INTO "t" ("sku", "price", "valid_from", "valid_to", "current")
SELECT i."sku", i."price", greatest(now(), p."valid_to", p."valid_from" + interval '1 microsecond'), NULL,
  true
FROM unnest($1::text[], $2::numeric[])
  AS i("sku", "price")
LEFT JOIN LATERAL (
  SELECT t."valid_from", t."valid_to" FROM "t" AS t WHERE t."sku" = i."sku" ORDER BY t."valid_from" DESC LIMIT 1
) AS p ON true
WHERE NOT EXISTS (SELECT FROM "t" AS t WHERE t."sku" = i."sku" AND t."valid_to" IS NULL);

-- job.t.close-gone
UPDATE "t" AS t SET "valid_to" = greatest(now(), t."valid_from" + interval '1 microsecond'), "current" = false
FROM unnest($1::text[]) AS o("sku")
WHERE t."sku" = o."sku" AND t."valid_to" IS NULL;

-- job.t.owners (first)
SELECT o."sku"::text
FROM (
  SELECT DISTINCT t."sku" FROM "t" AS t
  WHERE t."valid_to" IS NULL AND t."sku" IS NOT NULL
  ORDER BY t."sku" LIMIT $1::int8
) AS o
ORDER BY o."sku";

-- job.t.owners (next)
SELECT o."sku"::text
FROM (
  SELECT DISTINCT t."sku" FROM "t" AS t
  WHERE t."valid_to" IS NULL AND t."sku" > $2::text
  ORDER BY t."sku" LIMIT $1::int8
) AS o
ORDER BY o."sku";
