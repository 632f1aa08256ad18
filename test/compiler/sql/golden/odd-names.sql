-- job.t.upsert
INSERT INTO "s.1"."a ""b""" AS t ("i d", "select", "rdi position")
SELECT i."i d", i."select", i."rdi position"
FROM unnest($1::int8[], $2::text[], $3::text[]) AS i("i d", "select", "rdi position")
ON CONFLICT ("i d") DO UPDATE SET "select" = excluded."select", "rdi position" = excluded."rdi position"
WHERE (t."select" COLLATE "C", t."rdi position" COLLATE "C")
  IS DISTINCT FROM (excluded."select" COLLATE "C", excluded."rdi position" COLLATE "C");

-- job.t.insert
INSERT INTO "s.1"."a ""b""" AS t ("i d", "select", "rdi position")
SELECT i."i d", i."select", i."rdi position"
FROM unnest($1::int8[], $2::text[], $3::text[]) AS i("i d", "select", "rdi position");

-- job.t.remove
DELETE FROM "s.1"."a ""b""" AS t
WHERE t."i d" = ANY($1::int8[]);

-- job.t.owners (first)
SELECT o."i d"::text
FROM (
  SELECT DISTINCT t."i d" FROM "s.1"."a ""b""" AS t
  WHERE t."i d" IS NOT NULL
  ORDER BY t."i d" LIMIT $1::int8
) AS o
ORDER BY o."i d";

-- job.t.owners (next)
SELECT o."i d"::text
FROM (
  SELECT DISTINCT t."i d" FROM "s.1"."a ""b""" AS t
  WHERE t."i d" > $2::int8
  ORDER BY t."i d" LIMIT $1::int8
) AS o
ORDER BY o."i d";
