-- job.t.upsert
INSERT INTO "t" AS t ("kind")
SELECT 'only'::text
ON CONFLICT ("kind") DO NOTHING;

-- job.t.insert
INSERT INTO "t" AS t ("kind")
SELECT 'only'::text;

-- job.t.remove
DELETE FROM "t" AS t
WHERE t."kind" = 'only'::text;

-- job.t.owners (first)
SELECT FROM "t" AS t
WHERE t."kind" = 'only'::text
LIMIT least($1::int8, 1);

-- job.t.owners (next)
SELECT WHERE $1::int8 < 0;
