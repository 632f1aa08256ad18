-- job.t.close
DECLARE @i TABLE ([sku] nvarchar(4000) COLLATE Latin1_General_100_BIN2, [price] decimal(10,2));
INSERT INTO @i ([sku], [price])
SELECT j.c0, CONVERT(decimal(10,2), j.c1)
FROM OPENJSON(@rows) WITH (c0 nvarchar(max) '$[0]', c1 nvarchar(max) '$[1]') AS j;
UPDATE t SET [valid_to] = (SELECT MAX(v.instant) FROM (VALUES (@now), (DATEADD(microsecond, 1, t.[valid_from]))) AS v(instant)), [current] = 0
FROM @i AS i JOIN [t] AS t WITH (UPDLOCK, HOLDLOCK) ON t.[sku] = i.[sku] AND DATALENGTH(t.[sku]) = DATALENGTH(i.[sku]) AND t.[valid_to] IS NULL
WHERE EXISTS (SELECT t.[price]
  EXCEPT SELECT i.[price])
OPTION (LOOP JOIN, FORCE ORDER);
SET @count = @@ROWCOUNT;

-- job.t.open
DECLARE @i TABLE ([sku] nvarchar(4000) COLLATE Latin1_General_100_BIN2, [price] decimal(10,2));
INSERT INTO @i ([sku], [price])
SELECT j.c0, CONVERT(decimal(10,2), j.c1)
FROM OPENJSON(@rows) WITH (c0 nvarchar(max) '$[0]', c1 nvarchar(max) '$[1]') AS j;
INSERT INTO [t] ([sku], [price], [valid_from], [valid_to], [current])
SELECT i.[sku], i.[price],
  (SELECT MAX(v.instant) FROM (VALUES (@now), (p.[valid_to]), (DATEADD(microsecond, 1, p.[valid_from]))) AS v(instant)),
  NULL, 1
FROM @i AS i
OUTER APPLY (
  SELECT TOP (1) t.[valid_from], t.[valid_to] FROM [t] AS t WITH (UPDLOCK, HOLDLOCK) WHERE t.[sku] = i.[sku] AND DATALENGTH(t.[sku]) = DATALENGTH(i.[sku]) ORDER BY t.[valid_from] DESC
) AS p
WHERE NOT EXISTS (SELECT 1 FROM [t] AS t WITH (UPDLOCK, HOLDLOCK) WHERE t.[sku] = i.[sku] AND DATALENGTH(t.[sku]) = DATALENGTH(i.[sku]) AND t.[valid_to] IS NULL)
OPTION (LOOP JOIN, FORCE ORDER);
SET @count = @@ROWCOUNT;

-- job.t.close-gone
DECLARE @o TABLE ([sku] nvarchar(4000) COLLATE Latin1_General_100_BIN2);
INSERT INTO @o ([sku])
SELECT j.c0
FROM OPENJSON(@owners) WITH (c0 nvarchar(max) '$[0]') AS j;
UPDATE t SET [valid_to] = (SELECT MAX(v.instant) FROM (VALUES (@now), (DATEADD(microsecond, 1, t.[valid_from]))) AS v(instant)), [current] = 0
FROM @o AS o JOIN [t] AS t WITH (UPDLOCK) ON t.[sku] = o.[sku] AND DATALENGTH(t.[sku]) = DATALENGTH(o.[sku])
WHERE t.[valid_to] IS NULL
OPTION (LOOP JOIN, FORCE ORDER);
SET @count = @@ROWCOUNT;

-- job.t.owners (first)
SELECT o.[sku] AS o0
FROM (
  SELECT DISTINCT TOP (@limit) t.[sku] FROM [t] AS t
  WHERE t.[valid_to] IS NULL AND t.[sku] IS NOT NULL
  ORDER BY t.[sku]
) AS o
ORDER BY o.[sku];

-- job.t.owners (next)
DECLARE @after0 nvarchar(4000) = @p0;
SELECT o.[sku] AS o0
FROM (
  SELECT DISTINCT TOP (@limit) t.[sku] FROM [t] AS t
  WHERE t.[valid_to] IS NULL AND t.[sku] > @after0
  ORDER BY t.[sku]
) AS o
ORDER BY o.[sku];
