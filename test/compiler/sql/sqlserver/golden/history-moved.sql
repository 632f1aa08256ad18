-- job.t.close
DECLARE @i TABLE ([redis_key] nvarchar(4000) COLLATE Latin1_General_100_BIN2,
  [no] nvarchar(4000) COLLATE Latin1_General_100_BIN2, [expires_at] datetimeoffset(6));
INSERT INTO @i ([redis_key], [no], [expires_at])
SELECT j.c0, j.c1, CONVERT(datetimeoffset(6), j.c2, 127)
FROM OPENJSON(@rows) WITH (c0 nvarchar(max) '$[0]', c1 nvarchar(max) '$[1]', c2 nvarchar(max) '$[2]') AS j;
UPDATE t SET [valid_to] = (SELECT MAX(v.instant) FROM (VALUES (@now), (DATEADD(microsecond, 1, t.[valid_from]))) AS v(instant))
FROM @i AS i JOIN [t] AS t WITH (UPDLOCK, HOLDLOCK) ON t.[no] = i.[no] AND DATALENGTH(t.[no]) = DATALENGTH(i.[no]) AND t.[redis_key] = i.[redis_key] AND DATALENGTH(t.[redis_key]) = DATALENGTH(i.[redis_key]) AND t.[kind] = N'a' COLLATE Latin1_General_100_BIN2 AND DATALENGTH(t.[kind]) = DATALENGTH(N'a' COLLATE Latin1_General_100_BIN2) AND t.[valid_to] IS NULL
WHERE EXISTS (SELECT t.[expires_at]
  EXCEPT SELECT i.[expires_at])
OPTION (LOOP JOIN, FORCE ORDER);
SET @count = @@ROWCOUNT;

-- job.t.open
DECLARE @i TABLE ([redis_key] nvarchar(4000) COLLATE Latin1_General_100_BIN2,
  [no] nvarchar(4000) COLLATE Latin1_General_100_BIN2, [expires_at] datetimeoffset(6));
INSERT INTO @i ([redis_key], [no], [expires_at])
SELECT j.c0, j.c1, CONVERT(datetimeoffset(6), j.c2, 127)
FROM OPENJSON(@rows) WITH (c0 nvarchar(max) '$[0]', c1 nvarchar(max) '$[1]', c2 nvarchar(max) '$[2]') AS j;
INSERT INTO [t] ([kind], [redis_key], [no], [expires_at], [valid_from], [valid_to])
SELECT N'a', i.[redis_key], i.[no], i.[expires_at],
  (SELECT MAX(v.instant) FROM (VALUES (@now), (p.[valid_to]), (DATEADD(microsecond, 1, p.[valid_from]))) AS v(instant)),
  NULL
FROM @i AS i
OUTER APPLY (
  SELECT TOP (1) t.[valid_from], t.[valid_to] FROM [t] AS t WITH (UPDLOCK, HOLDLOCK) WHERE t.[no] = i.[no] AND DATALENGTH(t.[no]) = DATALENGTH(i.[no]) ORDER BY t.[valid_from] DESC
) AS p
WHERE NOT EXISTS (SELECT 1 FROM [t] AS t WITH (UPDLOCK, HOLDLOCK) WHERE t.[no] = i.[no] AND DATALENGTH(t.[no]) = DATALENGTH(i.[no]) AND t.[valid_to] IS NULL)
OPTION (LOOP JOIN, FORCE ORDER);
SET @count = @@ROWCOUNT;

-- job.t.close-gone
DECLARE @o TABLE ([redis_key] nvarchar(4000) COLLATE Latin1_General_100_BIN2, [rdi expired] datetimeoffset(6));
INSERT INTO @o ([redis_key], [rdi expired])
SELECT j.c0, CONVERT(datetimeoffset(6), j.c1, 127)
FROM OPENJSON(@owners) WITH (c0 nvarchar(max) '$[0]', c1 nvarchar(max) '$[1]') AS j;
UPDATE t SET [valid_to] = (SELECT MAX(v.instant) FROM (VALUES (@now), (DATEADD(microsecond, 1, t.[valid_from]))) AS v(instant))
FROM @o AS o JOIN [t] AS t WITH (UPDLOCK) ON t.[redis_key] = o.[redis_key] AND DATALENGTH(t.[redis_key]) = DATALENGTH(o.[redis_key])
WHERE t.[kind] = N'a' COLLATE Latin1_General_100_BIN2 AND DATALENGTH(t.[kind]) = DATALENGTH(N'a' COLLATE Latin1_General_100_BIN2) AND t.[valid_to] IS NULL AND (t.[expires_at] > o.[rdi expired] OR t.[expires_at] IS NULL OR o.[rdi expired] IS NULL)
OPTION (LOOP JOIN, FORCE ORDER);
SET @count = @@ROWCOUNT;

-- job.t.moved
DECLARE @o TABLE ([redis_key] nvarchar(4000) COLLATE Latin1_General_100_BIN2, [rdi expired] datetimeoffset(6));
INSERT INTO @o ([redis_key], [rdi expired])
SELECT j.c0, CONVERT(datetimeoffset(6), j.c1, 127)
FROM OPENJSON(@owners) WITH (c0 nvarchar(max) '$[0]', c1 nvarchar(max) '$[1]') AS j;
DECLARE @k TABLE ([no] nvarchar(4000) COLLATE Latin1_General_100_BIN2,
  [redis_key] nvarchar(4000) COLLATE Latin1_General_100_BIN2);
INSERT INTO @k ([no], [redis_key])
SELECT j.c0, j.c1
FROM OPENJSON(@rows) WITH (c0 nvarchar(max) '$[0]', c1 nvarchar(max) '$[1]') AS j;
UPDATE t SET [valid_to] = (SELECT MAX(v.instant) FROM (VALUES (@now), (DATEADD(microsecond, 1, t.[valid_from]))) AS v(instant))
FROM @o AS o INNER LOOP JOIN [t] AS t WITH (UPDLOCK) ON t.[redis_key] = o.[redis_key] AND DATALENGTH(t.[redis_key]) = DATALENGTH(o.[redis_key])
LEFT HASH JOIN @k AS k ON t.[no] = k.[no] AND DATALENGTH(t.[no]) = DATALENGTH(k.[no]) AND t.[redis_key] = k.[redis_key] AND DATALENGTH(t.[redis_key]) = DATALENGTH(k.[redis_key])
WHERE t.[kind] = N'a' COLLATE Latin1_General_100_BIN2 AND DATALENGTH(t.[kind]) = DATALENGTH(N'a' COLLATE Latin1_General_100_BIN2) AND t.[valid_to] IS NULL AND (t.[expires_at] > o.[rdi expired] OR t.[expires_at] IS NULL OR o.[rdi expired] IS NULL) AND k.[no] IS NULL;
SET @count = @@ROWCOUNT;

-- job.t.collisions
DECLARE @i TABLE ([no] nvarchar(4000) COLLATE Latin1_General_100_BIN2,
  [redis_key] nvarchar(4000) COLLATE Latin1_General_100_BIN2, [rdi position] int);
INSERT INTO @i ([no], [redis_key], [rdi position])
SELECT j.c0, j.c1, CONVERT(int, j.c2)
FROM OPENJSON(@rows) WITH (c0 nvarchar(max) '$[0]', c1 nvarchar(max) '$[1]', c2 nvarchar(max) '$[2]') AS j;
SELECT CONVERT(nvarchar(10), i.[rdi position]) AS [rdi position], CASE WHEN t.[kind] = N'a' COLLATE Latin1_General_100_BIN2 AND DATALENGTH(t.[kind]) = DATALENGTH(N'a' COLLATE Latin1_General_100_BIN2) THEN t.[redis_key] END AS o0
FROM @i AS i JOIN [t] AS t ON t.[no] = i.[no] AND DATALENGTH(t.[no]) = DATALENGTH(i.[no]) AND t.[valid_to] IS NULL
WHERE NOT (t.[redis_key] = i.[redis_key] AND DATALENGTH(t.[redis_key]) = DATALENGTH(i.[redis_key]) AND t.[kind] = N'a' COLLATE Latin1_General_100_BIN2 AND DATALENGTH(t.[kind]) = DATALENGTH(N'a' COLLATE Latin1_General_100_BIN2)) OR t.[redis_key] IS NULL OR t.[kind] IS NULL
OPTION (LOOP JOIN, FORCE ORDER);
SET @count = @@ROWCOUNT;

-- job.t.owners (first)
SELECT o.[redis_key] AS o0
FROM (
  SELECT DISTINCT TOP (@limit) t.[redis_key] FROM [t] AS t
  WHERE t.[kind] = N'a' COLLATE Latin1_General_100_BIN2 AND DATALENGTH(t.[kind]) = DATALENGTH(N'a' COLLATE Latin1_General_100_BIN2) AND t.[valid_to] IS NULL AND (t.[expires_at] > SYSUTCDATETIME() OR t.[expires_at] IS NULL OR SYSUTCDATETIME() IS NULL) AND t.[redis_key] IS NOT NULL
  ORDER BY t.[redis_key]
) AS o
ORDER BY o.[redis_key];

-- job.t.owners (next)
DECLARE @after0 nvarchar(4000) = @p0;
SELECT o.[redis_key] AS o0
FROM (
  SELECT DISTINCT TOP (@limit) t.[redis_key] FROM [t] AS t
  WHERE t.[kind] = N'a' COLLATE Latin1_General_100_BIN2 AND DATALENGTH(t.[kind]) = DATALENGTH(N'a' COLLATE Latin1_General_100_BIN2) AND t.[valid_to] IS NULL AND (t.[expires_at] > SYSUTCDATETIME() OR t.[expires_at] IS NULL OR SYSUTCDATETIME() IS NULL) AND t.[redis_key] > @after0
  ORDER BY t.[redis_key]
) AS o
ORDER BY o.[redis_key];
