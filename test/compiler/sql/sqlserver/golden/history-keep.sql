-- job.t.close
DECLARE @i TABLE ([sku] nvarchar(4000) COLLATE Latin1_General_100_BIN2, [price] float, [seen_at] datetimeoffset(6));
INSERT INTO @i ([sku], [price], [seen_at])
SELECT j.c0, CONVERT(float, j.c1), CONVERT(datetimeoffset(6), j.c2, 127)
FROM OPENJSON(@rows) WITH (c0 nvarchar(max) '$[0]', c1 nvarchar(max) '$[1]', c2 nvarchar(max) '$[2]') AS j;
UPDATE t SET [t] = (SELECT MAX(v.instant) FROM (VALUES (@now), (DATEADD(microsecond, 1, t.[f]))) AS v(instant))
FROM @i AS i JOIN [t] AS t WITH (UPDLOCK, HOLDLOCK) ON t.[sku] = i.[sku] AND DATALENGTH(t.[sku]) = DATALENGTH(i.[sku]) AND t.[t] IS NULL
WHERE EXISTS (SELECT CONVERT(binary(8), CONVERT(float, t.[price]))
  EXCEPT SELECT CONVERT(binary(8), CONVERT(float, i.[price])))
OPTION (LOOP JOIN, FORCE ORDER);
SET @count = @@ROWCOUNT;

-- job.t.open
DECLARE @i TABLE ([sku] nvarchar(4000) COLLATE Latin1_General_100_BIN2, [price] float, [seen_at] datetimeoffset(6));
INSERT INTO @i ([sku], [price], [seen_at])
SELECT j.c0, CONVERT(float, j.c1), CONVERT(datetimeoffset(6), j.c2, 127)
FROM OPENJSON(@rows) WITH (c0 nvarchar(max) '$[0]', c1 nvarchar(max) '$[1]', c2 nvarchar(max) '$[2]') AS j;
INSERT INTO [t] ([sku], [price], [seen_at], [f], [t])
SELECT i.[sku], i.[price], i.[seen_at],
  (SELECT MAX(v.instant) FROM (VALUES (@now), (p.[t]), (DATEADD(microsecond, 1, p.[f]))) AS v(instant)),
  NULL
FROM @i AS i
OUTER APPLY (
  SELECT TOP (1) t.[f], t.[t] FROM [t] AS t WITH (UPDLOCK, HOLDLOCK) WHERE t.[sku] = i.[sku] AND DATALENGTH(t.[sku]) = DATALENGTH(i.[sku]) ORDER BY t.[f] DESC
) AS p
WHERE NOT EXISTS (SELECT 1 FROM [t] AS t WITH (UPDLOCK, HOLDLOCK) WHERE t.[sku] = i.[sku] AND DATALENGTH(t.[sku]) = DATALENGTH(i.[sku]) AND t.[t] IS NULL)
OPTION (LOOP JOIN, FORCE ORDER);
SET @count = @@ROWCOUNT;
