-- job.t.upsert
INSERT INTO "t" AS t ("a", "b", "note")
SELECT i."a", i."b", i."note"
FROM unnest($1::text[], $2::int8[], $3::text[]) AS i("a", "b", "note")
ON CONFLICT ("a", "b") DO UPDATE SET "note" = excluded."note"
WHERE t."note" COLLATE "C" IS DISTINCT FROM excluded."note" COLLATE "C";

-- job.t.insert
INSERT INTO "t" AS t ("a", "b", "note")
SELECT i."a", i."b", i."note"
FROM unnest($1::text[], $2::int8[], $3::text[]) AS i("a", "b", "note");

-- job.t.remove
DELETE FROM "t" AS t
USING unnest($1::text[], $2::int8[]) AS o("a", "b")
WHERE t."a" = o."a" AND t."b" = o."b";

-- job.t.owners (first)
SELECT o."a"::text, o."b"::text
FROM (
  SELECT DISTINCT t."a", t."b" FROM "t" AS t
  WHERE t."a" IS NOT NULL AND t."b" IS NOT NULL
  ORDER BY t."a", t."b" LIMIT $1::int8
) AS o
ORDER BY o."a", o."b";

-- job.t.owners (next)
SELECT o."a"::text, o."b"::text
FROM (
  SELECT DISTINCT t."a", t."b" FROM "t" AS t
  WHERE (t."a", t."b") > ($2::text, $3::int8)
  ORDER BY t."a", t."b" LIMIT $1::int8
) AS o
ORDER BY o."a", o."b";
