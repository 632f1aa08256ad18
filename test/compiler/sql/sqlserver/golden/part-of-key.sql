-- job.t.upsert
DECLARE @i TABLE ([id] bigint, [line] int, [sku] nvarchar(max) COLLATE Latin1_General_100_BIN2);
INSERT INTO @i ([id], [line], [sku])
SELECT CONVERT(bigint, j.c0), CONVERT(int, j.c1), j.c2
FROM OPENJSON(@rows) WITH (c0 nvarchar(max) '$[0]', c1 nvarchar(max) '$[1]', c2 nvarchar(max) '$[2]') AS j;
UPDATE t SET [sku] = i.[sku]
FROM @i AS i JOIN [t] AS t WITH (UPDLOCK, HOLDLOCK) ON t.[id] = i.[id] AND t.[line] = i.[line]
WHERE EXISTS (SELECT t.[sku] COLLATE Latin1_General_100_BIN2, DATALENGTH(t.[sku])
  EXCEPT SELECT i.[sku] COLLATE Latin1_General_100_BIN2, DATALENGTH(i.[sku]))
OPTION (LOOP JOIN, FORCE ORDER);
SET @count = @@ROWCOUNT;
INSERT INTO [t] ([id], [line], [sku])
SELECT i.[id], i.[line], i.[sku]
FROM @i AS i
WHERE NOT EXISTS (SELECT 1 FROM [t] AS t WITH (UPDLOCK, HOLDLOCK) WHERE t.[id] = i.[id] AND t.[line] = i.[line])
OPTION (LOOP JOIN, FORCE ORDER);
SET @count = @count + @@ROWCOUNT;

-- job.t.insert
DECLARE @i TABLE ([id] bigint, [line] int, [sku] nvarchar(max) COLLATE Latin1_General_100_BIN2);
INSERT INTO @i ([id], [line], [sku])
SELECT CONVERT(bigint, j.c0), CONVERT(int, j.c1), j.c2
FROM OPENJSON(@rows) WITH (c0 nvarchar(max) '$[0]', c1 nvarchar(max) '$[1]', c2 nvarchar(max) '$[2]') AS j;
INSERT INTO [t] ([id], [line], [sku])
SELECT i.[id], i.[line], i.[sku]
FROM @i AS i;
SET @count = @@ROWCOUNT;

-- job.t.remove
DECLARE @o TABLE ([id] bigint);
INSERT INTO @o ([id])
SELECT CONVERT(bigint, j.c0)
FROM OPENJSON(@owners) WITH (c0 nvarchar(max) '$[0]') AS j;
DELETE t
FROM @o AS o JOIN [t] AS t WITH (UPDLOCK) ON t.[id] = o.[id]
OPTION (LOOP JOIN, FORCE ORDER);
SET @count = @@ROWCOUNT;

-- job.t.moved
DECLARE @o TABLE ([id] bigint);
INSERT INTO @o ([id])
SELECT CONVERT(bigint, j.c0)
FROM OPENJSON(@owners) WITH (c0 nvarchar(max) '$[0]') AS j;
DECLARE @k TABLE ([id] bigint, [line] int);
INSERT INTO @k ([id], [line])
SELECT CONVERT(bigint, j.c0), CONVERT(int, j.c1)
FROM OPENJSON(@rows) WITH (c0 nvarchar(max) '$[0]', c1 nvarchar(max) '$[1]') AS j;
DELETE t
FROM @o AS o INNER LOOP JOIN [t] AS t WITH (UPDLOCK) ON t.[id] = o.[id]
LEFT HASH JOIN @k AS k ON t.[id] = k.[id] AND t.[line] = k.[line]
WHERE k.[id] IS NULL;
SET @count = @@ROWCOUNT;

-- job.t.owners (first)
SELECT CONVERT(nvarchar(40), o.[id]) AS o0
FROM (
  SELECT DISTINCT TOP (@limit) t.[id] FROM [t] AS t
  WHERE t.[id] IS NOT NULL
  ORDER BY t.[id]
) AS o
ORDER BY o.[id];

-- job.t.owners (next)
DECLARE @after0 bigint = CONVERT(bigint, @p0);
SELECT CONVERT(nvarchar(40), o.[id]) AS o0
FROM (
  SELECT DISTINCT TOP (@limit) t.[id] FROM [t] AS t
  WHERE t.[id] > @after0
  ORDER BY t.[id]
) AS o
ORDER BY o.[id];
