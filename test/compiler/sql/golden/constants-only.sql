-- job.t.upsert
INSERT INTO "t" AS t ("id", "theme")
SELECT '1'::int4, i."theme"
FROM unnest($1::text[]) AS i("theme")
ON CONFLICT ("id") DO UPDATE SET "theme" = excluded."theme"
WHERE t."theme" COLLATE "C" IS DISTINCT FROM excluded."theme" COLLATE "C";

-- job.t.insert
INSERT INTO "t" AS t ("id", "theme")
SELECT '1'::int4, i."theme"
FROM unnest($1::text[]) AS i("theme");

-- job.t.remove
DELETE FROM "t" AS t
WHERE t."id" = '1'::int4;

-- job.t.owners (first)
SELECT FROM "t" AS t
WHERE t."id" = '1'::int4
LIMIT least($1::int8, 1);

-- job.t.owners (next)
SELECT WHERE $1::int8 < 0;
