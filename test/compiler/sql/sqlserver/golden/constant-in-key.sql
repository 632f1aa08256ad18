-- job.t.upsert
DECLARE @i TABLE ([id] bigint, [number] nvarchar(max) COLLATE Latin1_General_100_BIN2);
INSERT INTO @i ([id], [number])
SELECT CONVERT(bigint, j.c0), j.c1
FROM OPENJSON(@rows) WITH (c0 nvarchar(max) '$[0]', c1 nvarchar(max) '$[1]') AS j;
UPDATE t SET [number] = i.[number]
FROM @i AS i JOIN [t] AS t WITH (UPDLOCK, HOLDLOCK) ON t.[id] = i.[id] AND t.[kind] = N'it''s \ home' COLLATE Latin1_General_100_BIN2 AND DATALENGTH(t.[kind]) = DATALENGTH(N'it''s \ home' COLLATE Latin1_General_100_BIN2)
WHERE EXISTS (SELECT t.[number] COLLATE Latin1_General_100_BIN2, DATALENGTH(t.[number])
  EXCEPT SELECT i.[number] COLLATE Latin1_General_100_BIN2, DATALENGTH(i.[number]))
OPTION (LOOP JOIN, FORCE ORDER);
SET @count = @@ROWCOUNT;
INSERT INTO [t] ([id], [kind], [number])
SELECT i.[id], N'it''s \ home', i.[number]
FROM @i AS i
WHERE NOT EXISTS (SELECT 1 FROM [t] AS t WITH (UPDLOCK, HOLDLOCK) WHERE t.[id] = i.[id] AND t.[kind] = N'it''s \ home' COLLATE Latin1_General_100_BIN2 AND DATALENGTH(t.[kind]) = DATALENGTH(N'it''s \ home' COLLATE Latin1_General_100_BIN2))
OPTION (LOOP JOIN, FORCE ORDER);
SET @count = @count + @@ROWCOUNT;

-- job.t.insert
DECLARE @i TABLE ([id] bigint, [number] nvarchar(max) COLLATE Latin1_General_100_BIN2);
INSERT INTO @i ([id], [number])
SELECT CONVERT(bigint, j.c0), j.c1
FROM OPENJSON(@rows) WITH (c0 nvarchar(max) '$[0]', c1 nvarchar(max) '$[1]') AS j;
INSERT INTO [t] ([id], [kind], [number])
SELECT i.[id], N'it''s \ home', i.[number]
FROM @i AS i;
SET @count = @@ROWCOUNT;

-- job.t.remove
DECLARE @o TABLE ([id] bigint);
INSERT INTO @o ([id])
SELECT CONVERT(bigint, j.c0)
FROM OPENJSON(@owners) WITH (c0 nvarchar(max) '$[0]') AS j;
DELETE t
FROM @o AS o JOIN [t] AS t WITH (UPDLOCK) ON t.[id] = o.[id]
WHERE t.[kind] = N'it''s \ home' COLLATE Latin1_General_100_BIN2 AND DATALENGTH(t.[kind]) = DATALENGTH(N'it''s \ home' COLLATE Latin1_General_100_BIN2)
OPTION (LOOP JOIN, FORCE ORDER);
SET @count = @@ROWCOUNT;

-- job.t.owners (first)
SELECT CONVERT(nvarchar(40), o.[id]) AS o0
FROM (
  SELECT DISTINCT TOP (@limit) t.[id] FROM [t] AS t
  WHERE t.[kind] = N'it''s \ home' COLLATE Latin1_General_100_BIN2 AND DATALENGTH(t.[kind]) = DATALENGTH(N'it''s \ home' COLLATE Latin1_General_100_BIN2) AND t.[id] IS NOT NULL
  ORDER BY t.[id]
) AS o
ORDER BY o.[id];

-- job.t.owners (next)
DECLARE @after0 bigint = CONVERT(bigint, @p0);
SELECT CONVERT(nvarchar(40), o.[id]) AS o0
FROM (
  SELECT DISTINCT TOP (@limit) t.[id] FROM [t] AS t
  WHERE t.[kind] = N'it''s \ home' COLLATE Latin1_General_100_BIN2 AND DATALENGTH(t.[kind]) = DATALENGTH(N'it''s \ home' COLLATE Latin1_General_100_BIN2) AND t.[id] > @after0
  ORDER BY t.[id]
) AS o
ORDER BY o.[id];
