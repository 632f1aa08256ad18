-- job.t.upsert
INSERT INTO "t" AS t ("id", "name")
SELECT i."id", i."name"
FROM unnest($1::int8[], $2::text[]) AS i("id", "name")
ON CONFLICT ("id") DO UPDATE SET "name" = excluded."name"
WHERE t."name" COLLATE "C" IS DISTINCT FROM excluded."name" COLLATE "C";
