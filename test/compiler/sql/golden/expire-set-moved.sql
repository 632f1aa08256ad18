-- job.t.upsert
INSERT INTO "t" AS t ("id", "line", "expires_at", "deleted_at", "expired")
SELECT i."id", i."line", i."expires_at", i."deleted_at", i."expired"
FROM unnest($1::int8[], $2::int4[], $3::timestamptz[], $4::timestamptz[], $5::text[])
  AS i("id", "line", "expires_at", "deleted_at", "expired")
ON CONFLICT ("id", "line") DO UPDATE SET "expires_at" = excluded."expires_at", "deleted_at" = excluded."deleted_at",
  "expired" = excluded."expired"
WHERE (t."expires_at", t."deleted_at", t."expired" COLLATE "C")
  IS DISTINCT FROM (excluded."expires_at", excluded."deleted_at", excluded."expired" COLLATE "C");

-- job.t.mark
UPDATE "t" AS t SET "deleted_at" = o."deleted_at"
FROM unnest($1::int8[], $2::timestamptz[], $3::timestamptz[]) AS o("id", "deleted_at", "rdi expired")
WHERE t."id" = o."id" AND t."deleted_at" IS NULL AND t."expired" = 'no'::text AND (t."expires_at" <= o."rdi expired") IS NOT TRUE;

-- job.t.mark-expired
UPDATE "t" AS t SET "expired" = o."expired", "deleted_at" = o."deleted_at"
FROM unnest($1::int8[], $2::text[], $3::timestamptz[], $4::timestamptz[]) AS o("id", "expired", "deleted_at", "rdi expired")
WHERE t."id" = o."id" AND t."deleted_at" IS NULL AND t."expired" = 'no'::text AND t."expires_at" <= o."rdi expired";

-- job.t.moved
UPDATE "t" AS t SET "deleted_at" = o."deleted_at"
FROM unnest($1::int8[], $2::timestamptz[], $3::timestamptz[]) AS o("id", "deleted_at", "rdi expired")
WHERE t."id" = o."id" AND t."deleted_at" IS NULL AND t."expired" = 'no'::text AND (t."expires_at" <= o."rdi expired") IS NOT TRUE
  AND NOT EXISTS (
    SELECT FROM unnest($4::int8[], $5::int4[]) AS k("id", "line")
    WHERE k."id" = t."id" AND k."line" = t."line"
  );

-- job.t.moved-expired
UPDATE "t" AS t SET "expired" = o."expired", "deleted_at" = o."deleted_at"
FROM unnest($1::int8[], $2::text[], $3::timestamptz[], $4::timestamptz[]) AS o("id", "expired", "deleted_at", "rdi expired")
WHERE t."id" = o."id" AND t."deleted_at" IS NULL AND t."expired" = 'no'::text AND t."expires_at" <= o."rdi expired"
  AND NOT EXISTS (
    SELECT FROM unnest($5::int8[], $6::int4[]) AS k("id", "line")
    WHERE k."id" = t."id" AND k."line" = t."line"
  );

-- job.t.owners (first)
SELECT o."id"::text
FROM (
  SELECT DISTINCT t."id" FROM "t" AS t
  WHERE t."deleted_at" IS NULL AND t."expired" = 'no'::text AND t."id" IS NOT NULL
  ORDER BY t."id" LIMIT $1::int8
) AS o
ORDER BY o."id";

-- job.t.owners (next)
SELECT o."id"::text
FROM (
  SELECT DISTINCT t."id" FROM "t" AS t
  WHERE t."deleted_at" IS NULL AND t."expired" = 'no'::text AND t."id" > $2::int8
  ORDER BY t."id" LIMIT $1::int8
) AS o
ORDER BY o."id";
