-- job.t.upsert
DECLARE @i TABLE ([id] bigint, [line] int, [expires_at] datetimeoffset(6), [deleted_at] datetimeoffset(6),
  [expired] nvarchar(max) COLLATE Latin1_General_100_BIN2);
INSERT INTO @i ([id], [line], [expires_at], [deleted_at], [expired])
SELECT CONVERT(bigint, j.c0), CONVERT(int, j.c1), CONVERT(datetimeoffset(6), j.c2, 127),
  CONVERT(datetimeoffset(6), j.c3, 127), j.c4
FROM OPENJSON(@rows) WITH (c0 nvarchar(max) '$[0]', c1 nvarchar(max) '$[1]', c2 nvarchar(max) '$[2]', c3 nvarchar(max) '$[3]',
  c4 nvarchar(max) '$[4]') AS j;
UPDATE t SET [expires_at] = i.[expires_at], [deleted_at] = i.[deleted_at], [expired] = i.[expired]
FROM @i AS i JOIN [t] AS t WITH (UPDLOCK, HOLDLOCK) ON t.[id] = i.[id] AND t.[line] = i.[line]
WHERE EXISTS (SELECT t.[expires_at], t.[deleted_at], t.[expired] COLLATE Latin1_General_100_BIN2, DATALENGTH(t.[expired])
  EXCEPT SELECT i.[expires_at], i.[deleted_at], i.[expired] COLLATE Latin1_General_100_BIN2, DATALENGTH(i.[expired]))
OPTION (LOOP JOIN, FORCE ORDER);
SET @count = @@ROWCOUNT;
INSERT INTO [t] ([id], [line], [expires_at], [deleted_at], [expired])
SELECT i.[id], i.[line], i.[expires_at], i.[deleted_at], i.[expired]
FROM @i AS i
WHERE NOT EXISTS (SELECT 1 FROM [t] AS t WITH (UPDLOCK, HOLDLOCK) WHERE t.[id] = i.[id] AND t.[line] = i.[line])
OPTION (LOOP JOIN, FORCE ORDER);
SET @count = @count + @@ROWCOUNT;

-- job.t.mark
DECLARE @o TABLE ([id] bigint, [deleted_at] datetimeoffset(6), [rdi expired] datetimeoffset(6));
INSERT INTO @o ([id], [deleted_at], [rdi expired])
SELECT CONVERT(bigint, j.c0), CONVERT(datetimeoffset(6), j.c1, 127), CONVERT(datetimeoffset(6), j.c2, 127)
FROM OPENJSON(@owners) WITH (c0 nvarchar(max) '$[0]', c1 nvarchar(max) '$[1]', c2 nvarchar(max) '$[2]') AS j;
UPDATE t SET [deleted_at] = o.[deleted_at]
FROM @o AS o JOIN [t] AS t WITH (UPDLOCK) ON t.[id] = o.[id]
WHERE t.[deleted_at] IS NULL AND t.[expired] = N'no' COLLATE Latin1_General_100_BIN2 AND DATALENGTH(t.[expired]) = DATALENGTH(N'no' COLLATE Latin1_General_100_BIN2) AND (t.[expires_at] > o.[rdi expired] OR t.[expires_at] IS NULL OR o.[rdi expired] IS NULL)
OPTION (LOOP JOIN, FORCE ORDER);
SET @count = @@ROWCOUNT;

-- job.t.mark-expired
DECLARE @o TABLE ([id] bigint, [expired] nvarchar(max) COLLATE Latin1_General_100_BIN2, [deleted_at] datetimeoffset(6),
  [rdi expired] datetimeoffset(6));
INSERT INTO @o ([id], [expired], [deleted_at], [rdi expired])
SELECT CONVERT(bigint, j.c0), j.c1, CONVERT(datetimeoffset(6), j.c2, 127),
  CONVERT(datetimeoffset(6), j.c3, 127)
FROM OPENJSON(@owners) WITH (c0 nvarchar(max) '$[0]', c1 nvarchar(max) '$[1]', c2 nvarchar(max) '$[2]', c3 nvarchar(max) '$[3]') AS j;
UPDATE t SET [expired] = o.[expired], [deleted_at] = o.[deleted_at]
FROM @o AS o JOIN [t] AS t WITH (UPDLOCK) ON t.[id] = o.[id]
WHERE t.[deleted_at] IS NULL AND t.[expired] = N'no' COLLATE Latin1_General_100_BIN2 AND DATALENGTH(t.[expired]) = DATALENGTH(N'no' COLLATE Latin1_General_100_BIN2) AND t.[expires_at] <= o.[rdi expired]
OPTION (LOOP JOIN, FORCE ORDER);
SET @count = @@ROWCOUNT;

-- job.t.moved
DECLARE @o TABLE ([id] bigint, [deleted_at] datetimeoffset(6), [rdi expired] datetimeoffset(6));
INSERT INTO @o ([id], [deleted_at], [rdi expired])
SELECT CONVERT(bigint, j.c0), CONVERT(datetimeoffset(6), j.c1, 127), CONVERT(datetimeoffset(6), j.c2, 127)
FROM OPENJSON(@owners) WITH (c0 nvarchar(max) '$[0]', c1 nvarchar(max) '$[1]', c2 nvarchar(max) '$[2]') AS j;
DECLARE @k TABLE ([id] bigint, [line] int);
INSERT INTO @k ([id], [line])
SELECT CONVERT(bigint, j.c0), CONVERT(int, j.c1)
FROM OPENJSON(@rows) WITH (c0 nvarchar(max) '$[0]', c1 nvarchar(max) '$[1]') AS j;
UPDATE t SET [deleted_at] = o.[deleted_at]
FROM @o AS o INNER LOOP JOIN [t] AS t WITH (UPDLOCK) ON t.[id] = o.[id]
LEFT HASH JOIN @k AS k ON t.[id] = k.[id] AND t.[line] = k.[line]
WHERE t.[deleted_at] IS NULL AND t.[expired] = N'no' COLLATE Latin1_General_100_BIN2 AND DATALENGTH(t.[expired]) = DATALENGTH(N'no' COLLATE Latin1_General_100_BIN2) AND (t.[expires_at] > o.[rdi expired] OR t.[expires_at] IS NULL OR o.[rdi expired] IS NULL) AND k.[id] IS NULL;
SET @count = @@ROWCOUNT;

-- job.t.moved-expired
DECLARE @o TABLE ([id] bigint, [expired] nvarchar(max) COLLATE Latin1_General_100_BIN2, [deleted_at] datetimeoffset(6),
  [rdi expired] datetimeoffset(6));
INSERT INTO @o ([id], [expired], [deleted_at], [rdi expired])
SELECT CONVERT(bigint, j.c0), j.c1, CONVERT(datetimeoffset(6), j.c2, 127),
  CONVERT(datetimeoffset(6), j.c3, 127)
FROM OPENJSON(@owners) WITH (c0 nvarchar(max) '$[0]', c1 nvarchar(max) '$[1]', c2 nvarchar(max) '$[2]', c3 nvarchar(max) '$[3]') AS j;
DECLARE @k TABLE ([id] bigint, [line] int);
INSERT INTO @k ([id], [line])
SELECT CONVERT(bigint, j.c0), CONVERT(int, j.c1)
FROM OPENJSON(@rows) WITH (c0 nvarchar(max) '$[0]', c1 nvarchar(max) '$[1]') AS j;
UPDATE t SET [expired] = o.[expired], [deleted_at] = o.[deleted_at]
FROM @o AS o INNER LOOP JOIN [t] AS t WITH (UPDLOCK) ON t.[id] = o.[id]
LEFT HASH JOIN @k AS k ON t.[id] = k.[id] AND t.[line] = k.[line]
WHERE t.[deleted_at] IS NULL AND t.[expired] = N'no' COLLATE Latin1_General_100_BIN2 AND DATALENGTH(t.[expired]) = DATALENGTH(N'no' COLLATE Latin1_General_100_BIN2) AND t.[expires_at] <= o.[rdi expired] AND k.[id] IS NULL;
SET @count = @@ROWCOUNT;

-- job.t.owners (first)
SELECT CONVERT(nvarchar(40), o.[id]) AS o0
FROM (
  SELECT DISTINCT TOP (@limit) t.[id] FROM [t] AS t
  WHERE t.[deleted_at] IS NULL AND t.[expired] = N'no' COLLATE Latin1_General_100_BIN2 AND DATALENGTH(t.[expired]) = DATALENGTH(N'no' COLLATE Latin1_General_100_BIN2) AND t.[id] IS NOT NULL
  ORDER BY t.[id]
) AS o
ORDER BY o.[id];

-- job.t.owners (next)
DECLARE @after0 bigint = CONVERT(bigint, @p0);
SELECT CONVERT(nvarchar(40), o.[id]) AS o0
FROM (
  SELECT DISTINCT TOP (@limit) t.[id] FROM [t] AS t
  WHERE t.[deleted_at] IS NULL AND t.[expired] = N'no' COLLATE Latin1_General_100_BIN2 AND DATALENGTH(t.[expired]) = DATALENGTH(N'no' COLLATE Latin1_General_100_BIN2) AND t.[id] > @after0
  ORDER BY t.[id]
) AS o
ORDER BY o.[id];
