-- job.t.upsert
INSERT INTO "t" AS t ("n", "b", "d", "u", "s", "note")
SELECT i."n", i."b", i."d", i."u", i."s", i."note"
FROM unnest($1::numeric[], $2::bytea[], $3::date[], $4::uuid[], $5::text[], $6::text[])
  AS i("n", "b", "d", "u", "s", "note")
ON CONFLICT ("n", "b", "d", "u", "s") DO UPDATE SET "note" = excluded."note"
WHERE t."note" COLLATE "C" IS DISTINCT FROM excluded."note" COLLATE "C";

-- job.t.insert
INSERT INTO "t" AS t ("n", "b", "d", "u", "s", "note")
SELECT i."n", i."b", i."d", i."u", i."s", i."note"
FROM unnest($1::numeric[], $2::bytea[], $3::date[], $4::uuid[], $5::text[], $6::text[])
  AS i("n", "b", "d", "u", "s", "note");

-- job.t.remove
DELETE FROM "t" AS t
USING unnest($1::numeric[], $2::bytea[], $3::date[], $4::uuid[], $5::text[]) AS o("n", "b", "d", "u", "s")
WHERE t."n" = o."n" AND t."b" = o."b" AND t."d" = o."d" AND t."u" = o."u" AND t."s" = o."s";

-- job.t.owners (first)
SELECT trim_scale(o."n")::text, encode(o."b", 'hex'), o."d"::text, o."u"::text, o."s"::text
FROM (
  SELECT DISTINCT t."n", t."b", t."d", t."u", t."s" FROM "t" AS t
  WHERE t."n" IS NOT NULL AND t."b" IS NOT NULL AND t."d" IS NOT NULL AND t."u" IS NOT NULL AND t."s" IS NOT NULL
  ORDER BY t."n", t."b", t."d", t."u", t."s" LIMIT $1::int8
) AS o
ORDER BY o."n", o."b", o."d", o."u", o."s";

-- job.t.owners (next)
SELECT trim_scale(o."n")::text, encode(o."b", 'hex'), o."d"::text, o."u"::text, o."s"::text
FROM (
  SELECT DISTINCT t."n", t."b", t."d", t."u", t."s" FROM "t" AS t
  WHERE (t."n", t."b", t."d", t."u", t."s") > ($2::numeric, decode($3::text, 'hex'), $4::date, $5::uuid, $6::text)
  ORDER BY t."n", t."b", t."d", t."u", t."s" LIMIT $1::int8
) AS o
ORDER BY o."n", o."b", o."d", o."u", o."s";
