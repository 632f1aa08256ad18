-- job.t.upsert
DECLARE @i TABLE ([no] nvarchar(4000) COLLATE Latin1_General_100_BIN2, [n] bigint);
INSERT INTO @i ([no], [n])
SELECT j.c0, CONVERT(bigint, j.c1)
FROM OPENJSON(@rows) WITH (c0 nvarchar(max) '$[0]', c1 nvarchar(max) '$[1]') AS j;
UPDATE t SET [n] = i.[n]
FROM @i AS i JOIN [t] AS t WITH (UPDLOCK, HOLDLOCK) ON t.[no] = i.[no] AND DATALENGTH(t.[no]) = DATALENGTH(i.[no])
WHERE t.[kind] = N'only' COLLATE Latin1_General_100_BIN2 AND DATALENGTH(t.[kind]) = DATALENGTH(N'only' COLLATE Latin1_General_100_BIN2)
  AND EXISTS (SELECT t.[n]
  EXCEPT SELECT i.[n])
OPTION (LOOP JOIN, FORCE ORDER);
SET @count = @@ROWCOUNT;
INSERT INTO [t] ([kind], [no], [n])
SELECT N'only', i.[no], i.[n]
FROM @i AS i
WHERE NOT EXISTS (SELECT 1 FROM [t] AS t WITH (UPDLOCK, HOLDLOCK) WHERE t.[no] = i.[no] AND DATALENGTH(t.[no]) = DATALENGTH(i.[no]))
OPTION (LOOP JOIN, FORCE ORDER);
SET @count = @count + @@ROWCOUNT;

-- job.t.insert
DECLARE @i TABLE ([no] nvarchar(4000) COLLATE Latin1_General_100_BIN2, [n] bigint);
INSERT INTO @i ([no], [n])
SELECT j.c0, CONVERT(bigint, j.c1)
FROM OPENJSON(@rows) WITH (c0 nvarchar(max) '$[0]', c1 nvarchar(max) '$[1]') AS j;
INSERT INTO [t] ([kind], [no], [n])
SELECT N'only', i.[no], i.[n]
FROM @i AS i;
SET @count = @@ROWCOUNT;

-- job.t.remove
DELETE t
FROM [t] AS t WITH (UPDLOCK)
WHERE t.[kind] = N'only' COLLATE Latin1_General_100_BIN2 AND DATALENGTH(t.[kind]) = DATALENGTH(N'only' COLLATE Latin1_General_100_BIN2);
SET @count = @@ROWCOUNT;

-- job.t.moved
DECLARE @k TABLE ([no] nvarchar(4000) COLLATE Latin1_General_100_BIN2);
INSERT INTO @k ([no])
SELECT j.c0
FROM OPENJSON(@rows) WITH (c0 nvarchar(max) '$[0]') AS j;
DELETE t
FROM [t] AS t WITH (UPDLOCK)
LEFT HASH JOIN @k AS k ON t.[no] = k.[no] AND DATALENGTH(t.[no]) = DATALENGTH(k.[no])
WHERE t.[kind] = N'only' COLLATE Latin1_General_100_BIN2 AND DATALENGTH(t.[kind]) = DATALENGTH(N'only' COLLATE Latin1_General_100_BIN2) AND k.[no] IS NULL;
SET @count = @@ROWCOUNT;

-- job.t.collisions
DECLARE @i TABLE ([no] nvarchar(4000) COLLATE Latin1_General_100_BIN2, [rdi position] int);
INSERT INTO @i ([no], [rdi position])
SELECT j.c0, CONVERT(int, j.c1)
FROM OPENJSON(@rows) WITH (c0 nvarchar(max) '$[0]', c1 nvarchar(max) '$[1]') AS j;
SELECT CONVERT(nvarchar(10), i.[rdi position]) AS [rdi position]
FROM @i AS i JOIN [t] AS t ON t.[no] = i.[no] AND DATALENGTH(t.[no]) = DATALENGTH(i.[no])
WHERE NOT (t.[kind] = N'only' COLLATE Latin1_General_100_BIN2 AND DATALENGTH(t.[kind]) = DATALENGTH(N'only' COLLATE Latin1_General_100_BIN2)) OR t.[kind] IS NULL
OPTION (LOOP JOIN, FORCE ORDER);
SET @count = @@ROWCOUNT;

-- job.t.owners (first)
SELECT TOP (IIF(@limit < 1, @limit, 1)) 1 AS [rdi none] FROM [t] AS t
WHERE t.[kind] = N'only' COLLATE Latin1_General_100_BIN2 AND DATALENGTH(t.[kind]) = DATALENGTH(N'only' COLLATE Latin1_General_100_BIN2);

-- job.t.owners (next)
SELECT TOP (0) 1 AS [rdi none] WHERE @limit < 0;
