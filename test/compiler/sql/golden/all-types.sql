-- job.t.upsert
INSERT INTO "t" AS t ("id", "c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8", "c9", "c10", "c11", "c12", "c13", "c14")
SELECT i."id", i."c1", i."c2", i."c3", i."c4", i."c5", i."c6", i."c7", i."c8", i."c9", i."c10", i."c11",
  i."c12", i."c13", i."c14"
FROM unnest($1::int8[], $2::int2[], $3::int4[], $4::numeric[], $5::float4[], $6::float8[], $7::bool[],
  $8::text[], $9::text[], $10::uuid[], $11::bytea[], $12::date[], $13::time[], $14::timestamp[],
  $15::timestamptz[])
  AS i("id", "c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8", "c9", "c10", "c11", "c12", "c13", "c14")
ON CONFLICT ("id") DO UPDATE SET "c1" = excluded."c1", "c2" = excluded."c2", "c3" = excluded."c3", "c4" = excluded."c4",
  "c5" = excluded."c5", "c6" = excluded."c6", "c7" = excluded."c7", "c8" = excluded."c8",
  "c9" = excluded."c9", "c10" = excluded."c10", "c11" = excluded."c11", "c12" = excluded."c12",
  "c13" = excluded."c13", "c14" = excluded."c14"
WHERE (t."c1", t."c2", t."c3"::text, t."c4"::text, t."c5"::text, t."c6", t."c7" COLLATE "C",
  t."c8" COLLATE "C", t."c9", t."c10", t."c11", t."c12", t."c13", t."c14")
  IS DISTINCT FROM (excluded."c1", excluded."c2", excluded."c3"::text, excluded."c4"::text, excluded."c5"::text,
  excluded."c6", excluded."c7" COLLATE "C", excluded."c8" COLLATE "C", excluded."c9", excluded."c10",
  excluded."c11", excluded."c12", excluded."c13", excluded."c14");

-- job.t.insert
INSERT INTO "t" AS t ("id", "c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8", "c9", "c10", "c11", "c12", "c13", "c14")
SELECT i."id", i."c1", i."c2", i."c3", i."c4", i."c5", i."c6", i."c7", i."c8", i."c9", i."c10", i."c11",
  i."c12", i."c13", i."c14"
FROM unnest($1::int8[], $2::int2[], $3::int4[], $4::numeric[], $5::float4[], $6::float8[], $7::bool[],
  $8::text[], $9::text[], $10::uuid[], $11::bytea[], $12::date[], $13::time[], $14::timestamp[],
  $15::timestamptz[])
  AS i("id", "c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8", "c9", "c10", "c11", "c12", "c13", "c14");

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
