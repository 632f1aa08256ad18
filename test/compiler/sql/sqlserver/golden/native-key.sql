-- job.t.upsert
DECLARE @i TABLE ([r] nvarchar(4000) COLLATE Latin1_General_100_BIN2,
  [redis_key] nvarchar(4000) COLLATE Latin1_General_100_BIN2,
  [name] nvarchar(max) COLLATE Latin1_General_100_BIN2);
INSERT INTO @i ([r], [redis_key], [name])
SELECT j.c0, j.c1, j.c2
FROM OPENJSON(@rows) WITH (c0 nvarchar(max) '$[0]', c1 nvarchar(max) '$[1]', c2 nvarchar(max) '$[2]') AS j;
UPDATE t SET [name] = i.[name]
FROM @i AS i JOIN [t] AS t WITH (UPDLOCK, HOLDLOCK) ON t.[r] = CONVERT(money, i.[r])
WHERE t.[redis_key] = i.[redis_key] AND DATALENGTH(t.[redis_key]) = DATALENGTH(i.[redis_key])
  AND EXISTS (SELECT t.[name] COLLATE Latin1_General_100_BIN2, DATALENGTH(t.[name])
  EXCEPT SELECT i.[name] COLLATE Latin1_General_100_BIN2, DATALENGTH(i.[name]))
OPTION (LOOP JOIN, FORCE ORDER);
SET @count = @@ROWCOUNT;
INSERT INTO [t] ([r], [redis_key], [name])
SELECT CONVERT(money, i.[r]), i.[redis_key], i.[name]
FROM @i AS i
WHERE NOT EXISTS (SELECT 1 FROM [t] AS t WITH (UPDLOCK, HOLDLOCK) WHERE t.[r] = CONVERT(money, i.[r]))
OPTION (LOOP JOIN, FORCE ORDER);
SET @count = @count + @@ROWCOUNT;

-- job.t.insert
DECLARE @i TABLE ([r] nvarchar(4000) COLLATE Latin1_General_100_BIN2,
  [redis_key] nvarchar(4000) COLLATE Latin1_General_100_BIN2,
  [name] nvarchar(max) COLLATE Latin1_General_100_BIN2);
INSERT INTO @i ([r], [redis_key], [name])
SELECT j.c0, j.c1, j.c2
FROM OPENJSON(@rows) WITH (c0 nvarchar(max) '$[0]', c1 nvarchar(max) '$[1]', c2 nvarchar(max) '$[2]') AS j;
INSERT INTO [t] ([r], [redis_key], [name])
SELECT CONVERT(money, i.[r]), i.[redis_key], i.[name]
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
DECLARE @k TABLE ([r] nvarchar(4000) COLLATE Latin1_General_100_BIN2,
  [redis_key] nvarchar(4000) COLLATE Latin1_General_100_BIN2);
INSERT INTO @k ([r], [redis_key])
SELECT j.c0, j.c1
FROM OPENJSON(@rows) WITH (c0 nvarchar(max) '$[0]', c1 nvarchar(max) '$[1]') AS j;
DELETE t
FROM @o AS o INNER LOOP JOIN [t] AS t WITH (UPDLOCK) ON t.[redis_key] = o.[redis_key] AND DATALENGTH(t.[redis_key]) = DATALENGTH(o.[redis_key])
LEFT HASH JOIN @k AS k ON t.[r] = CONVERT(money, k.[r]) AND t.[redis_key] = k.[redis_key] AND DATALENGTH(t.[redis_key]) = DATALENGTH(k.[redis_key])
WHERE k.[r] IS NULL;
SET @count = @@ROWCOUNT;

-- job.t.collisions
DECLARE @i TABLE ([r] nvarchar(4000) COLLATE Latin1_General_100_BIN2,
  [redis_key] nvarchar(4000) COLLATE Latin1_General_100_BIN2, [rdi position] int);
INSERT INTO @i ([r], [redis_key], [rdi position])
SELECT j.c0, j.c1, CONVERT(int, j.c2)
FROM OPENJSON(@rows) WITH (c0 nvarchar(max) '$[0]', c1 nvarchar(max) '$[1]', c2 nvarchar(max) '$[2]') AS j;
SELECT CONVERT(nvarchar(10), i.[rdi position]) AS [rdi position], t.[redis_key] AS o0
FROM @i AS i JOIN [t] AS t ON t.[r] = CONVERT(money, i.[r])
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
