-- job.t.upsert
INSERT INTO "t" AS t ("no", "redis_key", "state", "reason", "at")
SELECT i."no", i."redis_key", i."state", i."reason", i."at"
FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[])
  AS i("no", "redis_key", "state", "reason", "at")
ON CONFLICT ("no") DO UPDATE SET "redis_key" = excluded."redis_key", "state" = excluded."state", "reason" = excluded."reason",
  "at" = excluded."at"
WHERE (t."redis_key" COLLATE "C" = excluded."redis_key" COLLATE "C" OR t."state" IS DISTINCT FROM 'live'::text)
  AND (t."state" COLLATE "C", t."reason" COLLATE "C", t."at")
  IS DISTINCT FROM (excluded."state" COLLATE "C", excluded."reason" COLLATE "C", excluded."at");

-- job.t.mark
UPDATE "t" AS t SET "state" = 'gone'::text, "reason" = NULL, "at" = o."at"
FROM unnest($1::text[], $2::timestamptz[]) AS o("redis_key", "at")
WHERE t."redis_key" = o."redis_key" AND t."state" = 'live'::text;

-- job.t.moved
UPDATE "t" AS t SET "state" = 'gone'::text, "reason" = NULL, "at" = o."at"
FROM unnest($1::text[], $2::timestamptz[]) AS o("redis_key", "at")
WHERE t."redis_key" = o."redis_key" AND t."state" = 'live'::text
  AND NOT EXISTS (
    SELECT FROM unnest($3::text[], $4::text[]) AS k("no", "redis_key")
    WHERE k."no" = t."no" AND k."redis_key" = t."redis_key"
  );

-- job.t.collisions
SELECT (i."rdi position" - 1)::text, t."redis_key"::text
FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS i("no", "redis_key", "rdi position")
JOIN "t" AS t ON t."no" = i."no"
WHERE t."redis_key" COLLATE "C" IS DISTINCT FROM i."redis_key" COLLATE "C";

-- job.t.owners (first)
SELECT o."redis_key"::text
FROM (
  SELECT DISTINCT t."redis_key" FROM "t" AS t
  WHERE t."state" = 'live'::text AND t."redis_key" IS NOT NULL
  ORDER BY t."redis_key" LIMIT $1::int8
) AS o
ORDER BY o."redis_key";

-- job.t.owners (next)
SELECT o."redis_key"::text
FROM (
  SELECT DISTINCT t."redis_key" FROM "t" AS t
  WHERE t."state" = 'live'::text AND t."redis_key" > $2::text
  ORDER BY t."redis_key" LIMIT $1::int8
) AS o
ORDER BY o."redis_key";
