-- job.t.upsert
INSERT INTO "t" AS t ("id", "theme", "deleted_at")
SELECT '1'::int4, i."theme", i."deleted_at"
FROM unnest($1::text[], $2::timestamptz[]) AS i("theme", "deleted_at")
ON CONFLICT ("id") DO UPDATE SET "theme" = excluded."theme", "deleted_at" = excluded."deleted_at"
WHERE (t."theme" COLLATE "C", t."deleted_at")
  IS DISTINCT FROM (excluded."theme" COLLATE "C", excluded."deleted_at");

-- job.t.mark
UPDATE "t" AS t SET "deleted_at" = o."deleted_at"
FROM unnest($1::timestamptz[]) AS o("deleted_at")
WHERE t."id" = '1'::int4 AND t."deleted_at" IS NULL;

-- job.t.owners (first)
SELECT FROM "t" AS t
WHERE t."id" = '1'::int4 AND t."deleted_at" IS NULL
LIMIT least($1::int8, 1);

-- job.t.owners (next)
SELECT WHERE $1::int8 < 0;
