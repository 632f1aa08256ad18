-- job.t.upsert
INSERT INTO "t" AS t ("id", "name", "expires_at")
SELECT i."id", i."name", i."expires_at"
FROM unnest($1::int8[], $2::text[], $3::timestamptz[]) AS i("id", "name", "expires_at")
ON CONFLICT ("id") DO UPDATE SET "name" = excluded."name", "expires_at" = excluded."expires_at"
WHERE (t."name" COLLATE "C", t."expires_at")
  IS DISTINCT FROM (excluded."name" COLLATE "C", excluded."expires_at");

-- job.t.remove
DELETE FROM "t" AS t
USING unnest($1::int8[], $2::timestamptz[]) AS o("id", "rdi expired")
WHERE t."id" = o."id" AND (t."expires_at" <= o."rdi expired") IS NOT TRUE;

-- job.t.owners (first)
SELECT o."id"::text
FROM (
  SELECT DISTINCT t."id" FROM "t" AS t
  WHERE (t."expires_at" <= now()) IS NOT TRUE AND t."id" IS NOT NULL
  ORDER BY t."id" LIMIT $1::int8
) AS o
ORDER BY o."id";

-- job.t.owners (next)
SELECT o."id"::text
FROM (
  SELECT DISTINCT t."id" FROM "t" AS t
  WHERE (t."expires_at" <= now()) IS NOT TRUE AND t."id" > $2::int8
  ORDER BY t."id" LIMIT $1::int8
) AS o
ORDER BY o."id";
