-- job.t.upsert
DECLARE @i TABLE ([id] bigint, [name] nvarchar(max) COLLATE Latin1_General_100_BIN2, [expires_at] datetimeoffset(6));
INSERT INTO @i ([id], [name], [expires_at])
SELECT CONVERT(bigint, j.c0), j.c1, CONVERT(datetimeoffset(6), j.c2, 127)
FROM OPENJSON(@rows) WITH (c0 nvarchar(max) '$[0]', c1 nvarchar(max) '$[1]', c2 nvarchar(max) '$[2]') AS j;
UPDATE t SET [name] = i.[name], [expires_at] = i.[expires_at]
FROM @i AS i JOIN [t] AS t WITH (UPDLOCK, HOLDLOCK) ON t.[id] = i.[id]
WHERE EXISTS (SELECT t.[name] COLLATE Latin1_General_100_BIN2, DATALENGTH(t.[name]), t.[expires_at]
  EXCEPT SELECT i.[name] COLLATE Latin1_General_100_BIN2, DATALENGTH(i.[name]), i.[expires_at])
OPTION (LOOP JOIN, FORCE ORDER);
SET @count = @@ROWCOUNT;
INSERT INTO [t] ([id], [name], [expires_at])
SELECT i.[id], i.[name], i.[expires_at]
FROM @i AS i
WHERE NOT EXISTS (SELECT 1 FROM [t] AS t WITH (UPDLOCK, HOLDLOCK) WHERE t.[id] = i.[id])
OPTION (LOOP JOIN, FORCE ORDER);
SET @count = @count + @@ROWCOUNT;

-- job.t.remove-expired
DECLARE @o TABLE ([id] bigint, [rdi expired] datetimeoffset(6));
INSERT INTO @o ([id], [rdi expired])
SELECT CONVERT(bigint, j.c0), CONVERT(datetimeoffset(6), j.c1, 127)
FROM OPENJSON(@owners) WITH (c0 nvarchar(max) '$[0]', c1 nvarchar(max) '$[1]') AS j;
DELETE t
FROM @o AS o JOIN [t] AS t WITH (UPDLOCK) ON t.[id] = o.[id]
WHERE t.[expires_at] <= o.[rdi expired]
OPTION (LOOP JOIN, FORCE ORDER);
SET @count = @@ROWCOUNT;

-- job.t.owners (first)
SELECT CONVERT(nvarchar(40), o.[id]) AS o0
FROM (
  SELECT DISTINCT TOP (@limit) t.[id] FROM [t] AS t
  WHERE t.[expires_at] <= SYSUTCDATETIME() AND t.[id] IS NOT NULL
  ORDER BY t.[id]
) AS o
ORDER BY o.[id];

-- job.t.owners (next)
DECLARE @after0 bigint = CONVERT(bigint, @p0);
SELECT CONVERT(nvarchar(40), o.[id]) AS o0
FROM (
  SELECT DISTINCT TOP (@limit) t.[id] FROM [t] AS t
  WHERE t.[expires_at] <= SYSUTCDATETIME() AND t.[id] > @after0
  ORDER BY t.[id]
) AS o
ORDER BY o.[id];
