-- job.t.upsert
DECLARE @i TABLE ([id] bigint, [name] nvarchar(max) COLLATE Latin1_General_100_BIN2);
INSERT INTO @i ([id], [name])
SELECT CONVERT(bigint, j.c0), j.c1
FROM OPENJSON(@rows) WITH (c0 nvarchar(max) '$[0]', c1 nvarchar(max) '$[1]') AS j;
UPDATE t SET [name] = i.[name]
FROM @i AS i JOIN [t] AS t WITH (UPDLOCK, HOLDLOCK) ON t.[id] = i.[id]
WHERE EXISTS (SELECT t.[name] COLLATE Latin1_General_100_BIN2, DATALENGTH(t.[name])
  EXCEPT SELECT i.[name] COLLATE Latin1_General_100_BIN2, DATALENGTH(i.[name]))
OPTION (LOOP JOIN, FORCE ORDER);
SET @count = @@ROWCOUNT;
INSERT INTO [t] ([id], [name])
SELECT i.[id], i.[name]
FROM @i AS i
WHERE NOT EXISTS (SELECT 1 FROM [t] AS t WITH (UPDLOCK, HOLDLOCK) WHERE t.[id] = i.[id])
OPTION (LOOP JOIN, FORCE ORDER);
SET @count = @count + @@ROWCOUNT;
