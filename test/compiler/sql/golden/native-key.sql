-- job.t.upsert
INSERT INTO "t" AS t ("r", "redis_key", "name")
SELECT i."r"::"int4range", i."redis_key", i."name"
FROM unnest($1::text[], $2::text[], $3::text[]) AS i("r", "redis_key", "name")
ON CONFLICT ("r") DO UPDATE SET "name" = excluded."name"
WHERE t."redis_key" COLLATE "C" = excluded."redis_key" COLLATE "C"
  AND t."name" COLLATE "C" IS DISTINCT FROM excluded."name" COLLATE "C";

-- job.t.insert
INSERT INTO "t" AS t ("r", "redis_key", "name")
SELECT i."r"::"int4range", i."redis_key", i."name"
FROM unnest($1::text[], $2::text[], $3::text[]) AS i("r", "redis_key", "name");

-- job.t.remove
DELETE FROM "t" AS t
WHERE t."redis_key" = ANY($1::text[]);

-- job.t.moved
DELETE FROM "t" AS t
USING unnest($1::text[]) AS o("redis_key")
WHERE t."redis_key" = o."redis_key"
  AND NOT EXISTS (
    SELECT FROM unnest($2::text[], $3::text[]) AS k("r", "redis_key")
    WHERE k."r"::"int4range" = t."r" AND k."redis_key" = t."redis_key"
  );

-- job.t.collisions
SELECT (i."rdi position" - 1)::text, t."redis_key"::text
FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS i("r", "redis_key", "rdi position")
JOIN "t" AS t ON t."r" = i."r"::"int4range"
WHERE t."redis_key" COLLATE "C" IS DISTINCT FROM i."redis_key" COLLATE "C";

-- job.t.owners (first)
SELECT o."redis_key"::text
FROM (
  SELECT DISTINCT t."redis_key" FROM "t" AS t
  WHERE t."redis_key" IS NOT NULL
  ORDER BY t."redis_key" LIMIT $1::int8
) AS o
ORDER BY o."redis_key";

-- job.t.owners (next)
SELECT o."redis_key"::text
FROM (
  SELECT DISTINCT t."redis_key" FROM "t" AS t
  WHERE t."redis_key" > $2::text
  ORDER BY t."redis_key" LIMIT $1::int8
) AS o
ORDER BY o."redis_key";
