-- job.t.upsert
DECLARE @i TABLE ([theme] nvarchar(max) COLLATE Latin1_General_100_BIN2, [deleted_at] datetimeoffset(6));
INSERT INTO @i ([theme], [deleted_at])
SELECT j.c0, CONVERT(datetimeoffset(6), j.c1, 127)
FROM OPENJSON(@rows) WITH (c0 nvarchar(max) '$[0]', c1 nvarchar(max) '$[1]') AS j;
UPDATE t SET [theme] = i.[theme], [deleted_at] = i.[deleted_at]
FROM @i AS i JOIN [t] AS t WITH (UPDLOCK, HOLDLOCK) ON t.[id] = CONVERT(int, N'1')
WHERE EXISTS (SELECT t.[theme] COLLATE Latin1_General_100_BIN2, DATALENGTH(t.[theme]), t.[deleted_at]
  EXCEPT SELECT i.[theme] COLLATE Latin1_General_100_BIN2, DATALENGTH(i.[theme]), i.[deleted_at])
OPTION (LOOP JOIN, FORCE ORDER);
SET @count = @@ROWCOUNT;
INSERT INTO [t] ([id], [theme], [deleted_at])
SELECT CONVERT(int, N'1'), i.[theme], i.[deleted_at]
FROM @i AS i
WHERE NOT EXISTS (SELECT 1 FROM [t] AS t WITH (UPDLOCK, HOLDLOCK) WHERE t.[id] = CONVERT(int, N'1'))
OPTION (LOOP JOIN, FORCE ORDER);
SET @count = @count + @@ROWCOUNT;

-- job.t.mark
DECLARE @o TABLE ([deleted_at] datetimeoffset(6));
INSERT INTO @o ([deleted_at])
SELECT CONVERT(datetimeoffset(6), j.c0, 127)
FROM OPENJSON(@owners) WITH (c0 nvarchar(max) '$[0]') AS j;
UPDATE t SET [deleted_at] = o.[deleted_at]
FROM @o AS o CROSS JOIN [t] AS t WITH (UPDLOCK)
WHERE t.[id] = CONVERT(int, N'1') AND t.[deleted_at] IS NULL
OPTION (LOOP JOIN, FORCE ORDER);
SET @count = @@ROWCOUNT;

-- job.t.owners (first)
SELECT TOP (IIF(@limit < 1, @limit, 1)) 1 AS [rdi none] FROM [t] AS t
WHERE t.[id] = CONVERT(int, N'1') AND t.[deleted_at] IS NULL;

-- job.t.owners (next)
SELECT TOP (0) 1 AS [rdi none] WHERE @limit < 0;
