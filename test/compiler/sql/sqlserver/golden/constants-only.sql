-- job.t.upsert
DECLARE @i TABLE ([theme] nvarchar(max) COLLATE Latin1_General_100_BIN2);
INSERT INTO @i ([theme])
SELECT j.c0
FROM OPENJSON(@rows) WITH (c0 nvarchar(max) '$[0]') AS j;
UPDATE t SET [theme] = i.[theme]
FROM @i AS i JOIN [t] AS t WITH (UPDLOCK, HOLDLOCK) ON t.[id] = CONVERT(int, N'1')
WHERE EXISTS (SELECT t.[theme] COLLATE Latin1_General_100_BIN2, DATALENGTH(t.[theme])
  EXCEPT SELECT i.[theme] COLLATE Latin1_General_100_BIN2, DATALENGTH(i.[theme]))
OPTION (LOOP JOIN, FORCE ORDER);
SET @count = @@ROWCOUNT;
INSERT INTO [t] ([id], [theme])
SELECT CONVERT(int, N'1'), i.[theme]
FROM @i AS i
WHERE NOT EXISTS (SELECT 1 FROM [t] AS t WITH (UPDLOCK, HOLDLOCK) WHERE t.[id] = CONVERT(int, N'1'))
OPTION (LOOP JOIN, FORCE ORDER);
SET @count = @count + @@ROWCOUNT;

-- job.t.insert
DECLARE @i TABLE ([theme] nvarchar(max) COLLATE Latin1_General_100_BIN2);
INSERT INTO @i ([theme])
SELECT j.c0
FROM OPENJSON(@rows) WITH (c0 nvarchar(max) '$[0]') AS j;
INSERT INTO [t] ([id], [theme])
SELECT CONVERT(int, N'1'), i.[theme]
FROM @i AS i;
SET @count = @@ROWCOUNT;

-- job.t.remove
DELETE t
FROM [t] AS t WITH (UPDLOCK)
WHERE t.[id] = CONVERT(int, N'1');
SET @count = @@ROWCOUNT;

-- job.t.owners (first)
SELECT TOP (IIF(@limit < 1, @limit, 1)) 1 AS [rdi none] FROM [t] AS t
WHERE t.[id] = CONVERT(int, N'1');

-- job.t.owners (next)
SELECT TOP (0) 1 AS [rdi none] WHERE @limit < 0;
