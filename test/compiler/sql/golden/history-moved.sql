-- job.t.close
UPDATE "t" AS t SET "valid_to" = greatest(now(), t."valid_from" + interval '1 microsecond')
FROM unnest($1::text[], $2::text[], $3::timestamptz[])
  AS i("redis_key", "no", "expires_at")
WHERE t."no" = i."no" AND t."redis_key" = i."redis_key" AND t."kind" = 'a'::text AND t."valid_to" IS NULL
  AND (t."expires_at" IS DISTINCT FROM i."expires_at");

-- job.t.open
INSERT INTO "t" ("kind", "redis_key", "no", "expires_at", "valid_from", "valid_to")
SELECT 'a'::text, i."redis_key", i."no", i."expires_at",
  greatest(now(), p."valid_to", p."valid_from" + interval '1 microsecond'), NULL
FROM unnest($1::text[], $2::text[], $3::timestamptz[])
  AS i("redis_key", "no", "expires_at")
LEFT JOIN LATERAL (
  SELECT t."valid_from", t."valid_to" FROM "t" AS t WHERE t."no" = i."no" ORDER BY t."valid_from" DESC LIMIT 1
) AS p ON true
WHERE NOT EXISTS (SELECT FROM "t" AS t WHERE t."no" = i."no" AND t."valid_to" IS NULL);

-- job.t.close-gone
UPDATE "t" AS t SET "valid_to" = greatest(now(), t."valid_from" + interval '1 microsecond')
FROM unnest($1::text[], $2::timestamptz[]) AS o("redis_key", "rdi expired")
WHERE t."redis_key" = o."redis_key" AND t."kind" = 'a'::text AND t."valid_to" IS NULL AND (t."expires_at" <= o."rdi expired") IS NOT TRUE;

-- job.t.moved
UPDATE "t" AS t SET "valid_to" = greatest(now(), t."valid_from" + interval '1 microsecond')
FROM unnest($1::text[], $2::timestamptz[]) AS o("redis_key", "rdi expired")
WHERE t."redis_key" = o."redis_key" AND t."kind" = 'a'::text AND t."valid_to" IS NULL AND (t."expires_at" <= o."rdi expired") IS NOT TRUE
  AND NOT EXISTS (
    SELECT FROM unnest($3::text[], $4::text[]) AS k("no", "redis_key")
    WHERE k."no" = t."no" AND k."redis_key" = t."redis_key"
  );

-- job.t.collisions
SELECT (i."rdi position" - 1)::text, CASE WHEN t."kind" = 'a'::text THEN t."redis_key"::text END
FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS i("no", "redis_key", "rdi position")
JOIN "t" AS t ON t."no" = i."no" AND t."valid_to" IS NULL
WHERE t."redis_key" COLLATE "C" IS DISTINCT FROM i."redis_key" COLLATE "C" OR t."kind" IS DISTINCT FROM 'a'::text;

-- job.t.owners (first)
SELECT o."redis_key"::text
FROM (
  SELECT DISTINCT t."redis_key" FROM "t" AS t
  WHERE t."kind" = 'a'::text AND t."valid_to" IS NULL AND (t."expires_at" <= now()) IS NOT TRUE AND t."redis_key" IS NOT NULL
  ORDER BY t."redis_key" LIMIT $1::int8
) AS o
ORDER BY o."redis_key";

-- job.t.owners (next)
SELECT o."redis_key"::text
FROM (
  SELECT DISTINCT t."redis_key" FROM "t" AS t
  WHERE t."kind" = 'a'::text AND t."valid_to" IS NULL AND (t."expires_at" <= now()) IS NOT TRUE AND t."redis_key" > $2::text
  ORDER BY t."redis_key" LIMIT $1::int8
) AS o
ORDER BY o."redis_key";
