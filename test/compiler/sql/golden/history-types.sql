-- job.t.close
UPDATE "t" AS t SET "valid_to" = greatest(now(), t."valid_from" + interval '1 microsecond')
FROM unnest($1::int8[], $2::int2[], $3::int8[], $4::numeric[], $5::float4[], $6::text[], $7::text[], $8::json[],
  $9::json[], $10::text[], $11::text[], $12::bytea[])
  AS i("id", "c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8", "c9", "c10", "c11")
WHERE t."id" = i."id" AND t."valid_to" IS NULL
  AND (t."c1" IS DISTINCT FROM i."c1"
    OR t."c2" IS DISTINCT FROM i."c2"
    OR t."c3" IS DISTINCT FROM i."c3"
    OR t."c4"::float8::text IS DISTINCT FROM i."c4"::float8::text
    OR t."c5"::bpchar COLLATE "C" IS DISTINCT FROM i."c5"::bpchar COLLATE "C"
    OR t."c6"::bpchar COLLATE "C" IS DISTINCT FROM i."c6"::bpchar COLLATE "C"
    OR CASE WHEN pg_typeof(t."c7") = 'json'::regtype THEN t."c7"::text IS DISTINCT FROM i."c7"::text ELSE t."c7"::jsonb::text IS DISTINCT FROM i."c7"::jsonb::text END
    OR CASE WHEN pg_typeof(t."c8") = 'json'::regtype THEN t."c8"::text IS DISTINCT FROM i."c8"::text ELSE t."c8"::jsonb::text IS DISTINCT FROM i."c8"::jsonb::text END
    OR t."c9"::text IS DISTINCT FROM i."c9"::"int4range"::text
    OR t."c10"::text IS DISTINCT FROM i."c10"::"numeric"(5,2)::text
    OR t."c11" IS DISTINCT FROM i."c11");

-- job.t.open
INSERT INTO "t" ("id", "c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8", "c9", "c10", "c11", "valid_from", "valid_to")
SELECT i."id", i."c1", i."c2", i."c3", i."c4", i."c5", i."c6", i."c7", i."c8", i."c9"::"int4range",
  i."c10"::"numeric", i."c11",
  greatest(now(), p."valid_to", p."valid_from" + interval '1 microsecond'), NULL
FROM unnest($1::int8[], $2::int2[], $3::int8[], $4::numeric[], $5::float4[], $6::text[], $7::text[], $8::json[],
  $9::json[], $10::text[], $11::text[], $12::bytea[])
  AS i("id", "c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8", "c9", "c10", "c11")
LEFT JOIN LATERAL (
  SELECT t."valid_from", t."valid_to" FROM "t" AS t WHERE t."id" = i."id" ORDER BY t."valid_from" DESC LIMIT 1
) AS p ON true
WHERE NOT EXISTS (SELECT FROM "t" AS t WHERE t."id" = i."id" AND t."valid_to" IS NULL);

-- job.t.close-gone
UPDATE "t" AS t SET "valid_to" = greatest(now(), t."valid_from" + interval '1 microsecond')
FROM unnest($1::int8[]) AS o("id")
WHERE t."id" = o."id" AND t."valid_to" IS NULL;

-- job.t.owners (first)
SELECT o."id"::text
FROM (
  SELECT DISTINCT t."id" FROM "t" AS t
  WHERE t."valid_to" IS NULL AND t."id" IS NOT NULL
  ORDER BY t."id" LIMIT $1::int8
) AS o
ORDER BY o."id";

-- job.t.owners (next)
SELECT o."id"::text
FROM (
  SELECT DISTINCT t."id" FROM "t" AS t
  WHERE t."valid_to" IS NULL AND t."id" > $2::int8
  ORDER BY t."id" LIMIT $1::int8
) AS o
ORDER BY o."id";
