-- job.t.upsert
INSERT INTO "t" AS t ("kind", "no", "n")
SELECT 'only'::text, i."no", i."n"
FROM unnest($1::text[], $2::int8[]) AS i("no", "n")
ON CONFLICT ("no") DO UPDATE SET "n" = excluded."n"
WHERE t."kind" COLLATE "C" = 'only'::text
  AND t."n" IS DISTINCT FROM excluded."n";

-- job.t.insert
INSERT INTO "t" AS t ("kind", "no", "n")
SELECT 'only'::text, i."no", i."n"
FROM unnest($1::text[], $2::int8[]) AS i("no", "n");

-- job.t.remove
DELETE FROM "t" AS t
WHERE t."kind" = 'only'::text;

-- job.t.moved
DELETE FROM "t" AS t
WHERE t."kind" = 'only'::text
  AND NOT EXISTS (
    SELECT FROM unnest($1::text[]) AS k("no")
    WHERE k."no" = t."no"
  );

-- job.t.collisions
SELECT (i."rdi position" - 1)::text
FROM unnest($1::text[]) WITH ORDINALITY AS i("no", "rdi position")
JOIN "t" AS t ON t."no" = i."no"
WHERE t."kind" IS DISTINCT FROM 'only'::text;

-- job.t.owners (first)
SELECT FROM "t" AS t
WHERE t."kind" = 'only'::text
LIMIT least($1::int8, 1);

-- job.t.owners (next)
SELECT WHERE $1::int8 < 0;
