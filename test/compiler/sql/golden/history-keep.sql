-- job.t.close
UPDATE "t" AS t SET "t" = greatest(now(), t."f" + interval '1 microsecond')
FROM unnest($1::text[], $2::float8[], $3::timestamptz[])
  AS i("sku", "price", "seen_at")
WHERE t."sku" = i."sku" AND t."t" IS NULL
  AND (t."price"::float8::text IS DISTINCT FROM i."price"::float8::text);

-- job.t.open
INSERT INTO "t" ("sku", "price", "seen_at", "f", "t")
SELECT i."sku", i."price", i."seen_at", greatest(now(), p."t", p."f" + interval '1 microsecond'), NULL
FROM unnest($1::text[], $2::float8[], $3::timestamptz[])
  AS i("sku", "price", "seen_at")
LEFT JOIN LATERAL (
  SELECT t."f", t."t" FROM "t" AS t WHERE t."sku" = i."sku" ORDER BY t."f" DESC LIMIT 1
) AS p ON true
WHERE NOT EXISTS (SELECT FROM "t" AS t WHERE t."sku" = i."sku" AND t."t" IS NULL);
