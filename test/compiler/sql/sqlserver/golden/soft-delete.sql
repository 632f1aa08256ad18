-- job.t.upsert
DECLARE @i TABLE ([id] bigint, [name] nvarchar(max) COLLATE Latin1_General_100_BIN2, [deleted_at] datetimeoffset(6));
INSERT INTO @i ([id], [name], [deleted_at])
SELECT CONVERT(bigint, j.c0), j.c1, CONVERT(datetimeoffset(6), j.c2, 127)
FROM OPENJSON(@rows) WITH (c0 nvarchar(max) '$[0]', c1 nvarchar(max) '$[1]', c2 nvarchar(max) '$[2]') AS j;
UPDATE t SET [name] = i.[name], [deleted_at] = i.[deleted_at]
FROM @i AS i JOIN [t] AS t WITH (UPDLOCK, HOLDLOCK) ON t.[id] = i.[id]
WHERE EXISTS (SELECT t.[name] COLLATE Latin1_General_100_BIN2, DATALENGTH(t.[name]), t.[deleted_at]
  EXCEPT SELECT i.[name] COLLATE Latin1_General_100_BIN2, DATALENGTH(i.[name]), i.[deleted_at])
OPTION (LOOP JOIN, FORCE ORDER);
SET @count = @@ROWCOUNT;
INSERT INTO [t] ([id], [name], [deleted_at])
SELECT i.[id], i.[name], i.[deleted_at]
FROM @i AS i
WHERE NOT EXISTS (SELECT 1 FROM [t] AS t WITH (UPDLOCK, HOLDLOCK) WHERE t.[id] = i.[id])
OPTION (LOOP JOIN, FORCE ORDER);
SET @count = @count + @@ROWCOUNT;

-- job.t.mark
DECLARE @o TABLE ([id] bigint, [deleted_at] datetimeoffset(6));
INSERT INTO @o ([id], [deleted_at])
SELECT CONVERT(bigint, j.c0), CONVERT(datetimeoffset(6), j.c1, 127)
FROM OPENJSON(@owners) WITH (c0 nvarchar(max) '$[0]', c1 nvarchar(max) '$[1]') AS j;
UPDATE t SET [deleted_at] = o.[deleted_at]
FROM @o AS o JOIN [t] AS t WITH (UPDLOCK) ON t.[id] = o.[id]
WHERE t.[deleted_at] IS NULL
OPTION (LOOP JOIN, FORCE ORDER);
SET @count = @@ROWCOUNT;

-- job.t.owners (first)
SELECT CONVERT(nvarchar(40), o.[id]) AS o0
FROM (
  SELECT DISTINCT TOP (@limit) t.[id] FROM [t] AS t
  WHERE t.[deleted_at] IS NULL AND t.[id] IS NOT NULL
  ORDER BY t.[id]
) AS o
ORDER BY o.[id];

-- job.t.owners (next)
DECLARE @after0 bigint = CONVERT(bigint, @p0);
SELECT CONVERT(nvarchar(40), o.[id]) AS o0
FROM (
  SELECT DISTINCT TOP (@limit) t.[id] FROM [t] AS t
  WHERE t.[deleted_at] IS NULL AND t.[id] > @after0
  ORDER BY t.[id]
) AS o
ORDER BY o.[id];
