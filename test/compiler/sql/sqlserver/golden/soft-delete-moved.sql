-- job.t.upsert
DECLARE @i TABLE ([no] nvarchar(4000) COLLATE Latin1_General_100_BIN2,
  [redis_key] nvarchar(4000) COLLATE Latin1_General_100_BIN2,
  [state] nvarchar(max) COLLATE Latin1_General_100_BIN2,
  [reason] nvarchar(max) COLLATE Latin1_General_100_BIN2, [at] datetimeoffset(6));
INSERT INTO @i ([no], [redis_key], [state], [reason], [at])
SELECT j.c0, j.c1, j.c2, j.c3, CONVERT(datetimeoffset(6), j.c4, 127)
FROM OPENJSON(@rows) WITH (c0 nvarchar(max) '$[0]', c1 nvarchar(max) '$[1]', c2 nvarchar(max) '$[2]', c3 nvarchar(max) '$[3]',
  c4 nvarchar(max) '$[4]') AS j;
UPDATE t SET [redis_key] = i.[redis_key], [state] = i.[state], [reason] = i.[reason], [at] = i.[at]
FROM @i AS i JOIN [t] AS t WITH (UPDLOCK, HOLDLOCK) ON t.[no] = i.[no] AND DATALENGTH(t.[no]) = DATALENGTH(i.[no])
WHERE (t.[redis_key] = i.[redis_key] AND DATALENGTH(t.[redis_key]) = DATALENGTH(i.[redis_key]) OR t.[state] IS NULL OR NOT (t.[state] = N'live' COLLATE Latin1_General_100_BIN2 AND DATALENGTH(t.[state]) = DATALENGTH(N'live' COLLATE Latin1_General_100_BIN2)))
  AND EXISTS (SELECT t.[state] COLLATE Latin1_General_100_BIN2, DATALENGTH(t.[state]),
  t.[reason] COLLATE Latin1_General_100_BIN2, DATALENGTH(t.[reason]), t.[at]
  EXCEPT SELECT i.[state] COLLATE Latin1_General_100_BIN2, DATALENGTH(i.[state]),
  i.[reason] COLLATE Latin1_General_100_BIN2, DATALENGTH(i.[reason]), i.[at])
OPTION (LOOP JOIN, FORCE ORDER);
SET @count = @@ROWCOUNT;
INSERT INTO [t] ([no], [redis_key], [state], [reason], [at])
SELECT i.[no], i.[redis_key], i.[state], i.[reason], i.[at]
FROM @i AS i
WHERE NOT EXISTS (SELECT 1 FROM [t] AS t WITH (UPDLOCK, HOLDLOCK) WHERE t.[no] = i.[no] AND DATALENGTH(t.[no]) = DATALENGTH(i.[no]))
OPTION (LOOP JOIN, FORCE ORDER);
SET @count = @count + @@ROWCOUNT;

-- job.t.mark
DECLARE @o TABLE ([redis_key] nvarchar(4000) COLLATE Latin1_General_100_BIN2, [at] datetimeoffset(6));
INSERT INTO @o ([redis_key], [at])
SELECT j.c0, CONVERT(datetimeoffset(6), j.c1, 127)
FROM OPENJSON(@owners) WITH (c0 nvarchar(max) '$[0]', c1 nvarchar(max) '$[1]') AS j;
UPDATE t SET [state] = N'gone', [reason] = NULL, [at] = o.[at]
FROM @o AS o JOIN [t] AS t WITH (UPDLOCK) ON t.[redis_key] = o.[redis_key] AND DATALENGTH(t.[redis_key]) = DATALENGTH(o.[redis_key])
WHERE t.[state] = N'live' COLLATE Latin1_General_100_BIN2 AND DATALENGTH(t.[state]) = DATALENGTH(N'live' COLLATE Latin1_General_100_BIN2)
OPTION (LOOP JOIN, FORCE ORDER);
SET @count = @@ROWCOUNT;

-- job.t.moved
DECLARE @o TABLE ([redis_key] nvarchar(4000) COLLATE Latin1_General_100_BIN2, [at] datetimeoffset(6));
INSERT INTO @o ([redis_key], [at])
SELECT j.c0, CONVERT(datetimeoffset(6), j.c1, 127)
FROM OPENJSON(@owners) WITH (c0 nvarchar(max) '$[0]', c1 nvarchar(max) '$[1]') AS j;
DECLARE @k TABLE ([no] nvarchar(4000) COLLATE Latin1_General_100_BIN2,
  [redis_key] nvarchar(4000) COLLATE Latin1_General_100_BIN2);
INSERT INTO @k ([no], [redis_key])
SELECT j.c0, j.c1
FROM OPENJSON(@rows) WITH (c0 nvarchar(max) '$[0]', c1 nvarchar(max) '$[1]') AS j;
UPDATE t SET [state] = N'gone', [reason] = NULL, [at] = o.[at]
FROM @o AS o INNER LOOP JOIN [t] AS t WITH (UPDLOCK) ON t.[redis_key] = o.[redis_key] AND DATALENGTH(t.[redis_key]) = DATALENGTH(o.[redis_key])
LEFT HASH JOIN @k AS k ON t.[no] = k.[no] AND DATALENGTH(t.[no]) = DATALENGTH(k.[no]) AND t.[redis_key] = k.[redis_key] AND DATALENGTH(t.[redis_key]) = DATALENGTH(k.[redis_key])
WHERE t.[state] = N'live' COLLATE Latin1_General_100_BIN2 AND DATALENGTH(t.[state]) = DATALENGTH(N'live' COLLATE Latin1_General_100_BIN2) AND k.[no] IS NULL;
SET @count = @@ROWCOUNT;

-- job.t.collisions
DECLARE @i TABLE ([no] nvarchar(4000) COLLATE Latin1_General_100_BIN2,
  [redis_key] nvarchar(4000) COLLATE Latin1_General_100_BIN2, [rdi position] int);
INSERT INTO @i ([no], [redis_key], [rdi position])
SELECT j.c0, j.c1, CONVERT(int, j.c2)
FROM OPENJSON(@rows) WITH (c0 nvarchar(max) '$[0]', c1 nvarchar(max) '$[1]', c2 nvarchar(max) '$[2]') AS j;
SELECT CONVERT(nvarchar(10), i.[rdi position]) AS [rdi position], t.[redis_key] AS o0
FROM @i AS i JOIN [t] AS t ON t.[no] = i.[no] AND DATALENGTH(t.[no]) = DATALENGTH(i.[no])
WHERE NOT (t.[redis_key] = i.[redis_key] AND DATALENGTH(t.[redis_key]) = DATALENGTH(i.[redis_key])) OR t.[redis_key] IS NULL
OPTION (LOOP JOIN, FORCE ORDER);
SET @count = @@ROWCOUNT;

-- job.t.owners (first)
SELECT o.[redis_key] AS o0
FROM (
  SELECT DISTINCT TOP (@limit) t.[redis_key] FROM [t] AS t
  WHERE t.[state] = N'live' COLLATE Latin1_General_100_BIN2 AND DATALENGTH(t.[state]) = DATALENGTH(N'live' COLLATE Latin1_General_100_BIN2) AND t.[redis_key] IS NOT NULL
  ORDER BY t.[redis_key]
) AS o
ORDER BY o.[redis_key];

-- job.t.owners (next)
DECLARE @after0 nvarchar(4000) = @p0;
SELECT o.[redis_key] AS o0
FROM (
  SELECT DISTINCT TOP (@limit) t.[redis_key] FROM [t] AS t
  WHERE t.[state] = N'live' COLLATE Latin1_General_100_BIN2 AND DATALENGTH(t.[state]) = DATALENGTH(N'live' COLLATE Latin1_General_100_BIN2) AND t.[redis_key] > @after0
  ORDER BY t.[redis_key]
) AS o
ORDER BY o.[redis_key];
