-- job.t.upsert
DECLARE @i TABLE ([redis_key] nvarchar(4000) COLLATE Latin1_General_100_BIN2,
  [no] nvarchar(4000) COLLATE Latin1_General_100_BIN2, [amount] bigint);
INSERT INTO @i ([redis_key], [no], [amount])
SELECT j.c0, j.c1, CONVERT(bigint, j.c2)
FROM OPENJSON(@rows) WITH (c0 nvarchar(max) '$[0]', c1 nvarchar(max) '$[1]', c2 nvarchar(max) '$[2]') AS j;
UPDATE t SET [amount] = i.[amount]
FROM @i AS i JOIN [t] AS t WITH (UPDLOCK, HOLDLOCK) ON t.[no] = i.[no] AND DATALENGTH(t.[no]) = DATALENGTH(i.[no])
WHERE t.[redis_key] = i.[redis_key] AND DATALENGTH(t.[redis_key]) = DATALENGTH(i.[redis_key])
  AND EXISTS (SELECT t.[amount]
  EXCEPT SELECT i.[amount])
OPTION (LOOP JOIN, FORCE ORDER);
SET @count = @@ROWCOUNT;
INSERT INTO [t] ([redis_key], [no], [amount])
SELECT i.[redis_key], i.[no], i.[amount]
FROM @i AS i
WHERE NOT EXISTS (SELECT 1 FROM [t] AS t WITH (UPDLOCK, HOLDLOCK) WHERE t.[no] = i.[no] AND DATALENGTH(t.[no]) = DATALENGTH(i.[no]))
OPTION (LOOP JOIN, FORCE ORDER);
SET @count = @count + @@ROWCOUNT;

-- job.t.insert
DECLARE @i TABLE ([redis_key] nvarchar(4000) COLLATE Latin1_General_100_BIN2,
  [no] nvarchar(4000) COLLATE Latin1_General_100_BIN2, [amount] bigint);
INSERT INTO @i ([redis_key], [no], [amount])
SELECT j.c0, j.c1, CONVERT(bigint, j.c2)
FROM OPENJSON(@rows) WITH (c0 nvarchar(max) '$[0]', c1 nvarchar(max) '$[1]', c2 nvarchar(max) '$[2]') AS j;
INSERT INTO [t] ([redis_key], [no], [amount])
SELECT i.[redis_key], i.[no], i.[amount]
FROM @i AS i;
SET @count = @@ROWCOUNT;

-- job.t.remove
DECLARE @o TABLE ([redis_key] nvarchar(4000) COLLATE Latin1_General_100_BIN2);
INSERT INTO @o ([redis_key])
SELECT j.c0
FROM OPENJSON(@owners) WITH (c0 nvarchar(max) '$[0]') AS j;
DELETE t
FROM @o AS o JOIN [t] AS t WITH (UPDLOCK) ON t.[redis_key] = o.[redis_key] AND DATALENGTH(t.[redis_key]) = DATALENGTH(o.[redis_key])
OPTION (LOOP JOIN, FORCE ORDER);
SET @count = @@ROWCOUNT;

-- job.t.moved
DECLARE @o TABLE ([redis_key] nvarchar(4000) COLLATE Latin1_General_100_BIN2);
INSERT INTO @o ([redis_key])
SELECT j.c0
FROM OPENJSON(@owners) WITH (c0 nvarchar(max) '$[0]') AS j;
DECLARE @k TABLE ([no] nvarchar(4000) COLLATE Latin1_General_100_BIN2,
  [redis_key] nvarchar(4000) COLLATE Latin1_General_100_BIN2);
INSERT INTO @k ([no], [redis_key])
SELECT j.c0, j.c1
FROM OPENJSON(@rows) WITH (c0 nvarchar(max) '$[0]', c1 nvarchar(max) '$[1]') AS j;
DELETE t
FROM @o AS o INNER LOOP JOIN [t] AS t WITH (UPDLOCK) ON t.[redis_key] = o.[redis_key] AND DATALENGTH(t.[redis_key]) = DATALENGTH(o.[redis_key])
LEFT HASH JOIN @k AS k ON t.[no] = k.[no] AND DATALENGTH(t.[no]) = DATALENGTH(k.[no]) AND t.[redis_key] = k.[redis_key] AND DATALENGTH(t.[redis_key]) = DATALENGTH(k.[redis_key])
WHERE k.[no] IS NULL;
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
  WHERE t.[redis_key] IS NOT NULL
  ORDER BY t.[redis_key]
) AS o
ORDER BY o.[redis_key];

-- job.t.owners (next)
DECLARE @after0 nvarchar(4000) = @p0;
SELECT o.[redis_key] AS o0
FROM (
  SELECT DISTINCT TOP (@limit) t.[redis_key] FROM [t] AS t
  WHERE t.[redis_key] > @after0
  ORDER BY t.[redis_key]
) AS o
ORDER BY o.[redis_key];
