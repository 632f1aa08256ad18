-- job.t.upsert
DECLARE @i TABLE ([id] bigint, [name] nvarchar(4000) COLLATE Latin1_General_100_BIN2);
INSERT INTO @i ([id], [name])
SELECT CONVERT(bigint, j.c0), j.c1
FROM OPENJSON(@rows) WITH (c0 nvarchar(max) '$[0]', c1 nvarchar(max) '$[1]') AS j;
SET @count = 0;
INSERT INTO [t] ([kind], [id], [name])
SELECT N'cat', i.[id], i.[name]
FROM @i AS i
WHERE NOT EXISTS (SELECT 1 FROM [t] AS t WITH (UPDLOCK, HOLDLOCK) WHERE t.[name] = i.[name] AND DATALENGTH(t.[name]) = DATALENGTH(i.[name]))
OPTION (LOOP JOIN, FORCE ORDER);
SET @count = @count + @@ROWCOUNT;

-- job.t.insert
DECLARE @i TABLE ([id] bigint, [name] nvarchar(4000) COLLATE Latin1_General_100_BIN2);
INSERT INTO @i ([id], [name])
SELECT CONVERT(bigint, j.c0), j.c1
FROM OPENJSON(@rows) WITH (c0 nvarchar(max) '$[0]', c1 nvarchar(max) '$[1]') AS j;
INSERT INTO [t] ([kind], [id], [name])
SELECT N'cat', i.[id], i.[name]
FROM @i AS i;
SET @count = @@ROWCOUNT;

-- job.t.remove
DECLARE @o TABLE ([id] bigint);
INSERT INTO @o ([id])
SELECT CONVERT(bigint, j.c0)
FROM OPENJSON(@owners) WITH (c0 nvarchar(max) '$[0]') AS j;
DELETE t
FROM @o AS o JOIN [t] AS t WITH (UPDLOCK) ON t.[id] = o.[id]
WHERE t.[kind] = N'cat' COLLATE Latin1_General_100_BIN2 AND DATALENGTH(t.[kind]) = DATALENGTH(N'cat' COLLATE Latin1_General_100_BIN2)
OPTION (LOOP JOIN, FORCE ORDER);
SET @count = @@ROWCOUNT;

-- job.t.moved
DECLARE @o TABLE ([id] bigint);
INSERT INTO @o ([id])
SELECT CONVERT(bigint, j.c0)
FROM OPENJSON(@owners) WITH (c0 nvarchar(max) '$[0]') AS j;
DECLARE @k TABLE ([name] nvarchar(4000) COLLATE Latin1_General_100_BIN2, [id] bigint);
INSERT INTO @k ([name], [id])
SELECT j.c0, CONVERT(bigint, j.c1)
FROM OPENJSON(@rows) WITH (c0 nvarchar(max) '$[0]', c1 nvarchar(max) '$[1]') AS j;
DELETE t
FROM @o AS o INNER LOOP JOIN [t] AS t WITH (UPDLOCK) ON t.[id] = o.[id]
LEFT HASH JOIN @k AS k ON t.[name] = k.[name] AND DATALENGTH(t.[name]) = DATALENGTH(k.[name]) AND t.[id] = k.[id]
WHERE t.[kind] = N'cat' COLLATE Latin1_General_100_BIN2 AND DATALENGTH(t.[kind]) = DATALENGTH(N'cat' COLLATE Latin1_General_100_BIN2) AND k.[name] IS NULL;
SET @count = @@ROWCOUNT;

-- job.t.collisions
DECLARE @i TABLE ([name] nvarchar(4000) COLLATE Latin1_General_100_BIN2, [id] bigint, [rdi position] int);
INSERT INTO @i ([name], [id], [rdi position])
SELECT j.c0, CONVERT(bigint, j.c1), CONVERT(int, j.c2)
FROM OPENJSON(@rows) WITH (c0 nvarchar(max) '$[0]', c1 nvarchar(max) '$[1]', c2 nvarchar(max) '$[2]') AS j;
SELECT CONVERT(nvarchar(10), i.[rdi position]) AS [rdi position], CASE WHEN t.[kind] = N'cat' COLLATE Latin1_General_100_BIN2 AND DATALENGTH(t.[kind]) = DATALENGTH(N'cat' COLLATE Latin1_General_100_BIN2) THEN CONVERT(nvarchar(40), t.[id]) END AS o0
FROM @i AS i JOIN [t] AS t ON t.[name] = i.[name] AND DATALENGTH(t.[name]) = DATALENGTH(i.[name])
WHERE NOT (t.[id] = i.[id] AND t.[kind] = N'cat' COLLATE Latin1_General_100_BIN2 AND DATALENGTH(t.[kind]) = DATALENGTH(N'cat' COLLATE Latin1_General_100_BIN2)) OR t.[id] IS NULL OR t.[kind] IS NULL
OPTION (LOOP JOIN, FORCE ORDER);
SET @count = @@ROWCOUNT;

-- job.t.owners (first)
SELECT CONVERT(nvarchar(40), o.[id]) AS o0
FROM (
  SELECT DISTINCT TOP (@limit) t.[id] FROM [t] AS t
  WHERE t.[kind] = N'cat' COLLATE Latin1_General_100_BIN2 AND DATALENGTH(t.[kind]) = DATALENGTH(N'cat' COLLATE Latin1_General_100_BIN2) AND t.[id] IS NOT NULL
  ORDER BY t.[id]
) AS o
ORDER BY o.[id];

-- job.t.owners (next)
DECLARE @after0 bigint = CONVERT(bigint, @p0);
SELECT CONVERT(nvarchar(40), o.[id]) AS o0
FROM (
  SELECT DISTINCT TOP (@limit) t.[id] FROM [t] AS t
  WHERE t.[kind] = N'cat' COLLATE Latin1_General_100_BIN2 AND DATALENGTH(t.[kind]) = DATALENGTH(N'cat' COLLATE Latin1_General_100_BIN2) AND t.[id] > @after0
  ORDER BY t.[id]
) AS o
ORDER BY o.[id];
