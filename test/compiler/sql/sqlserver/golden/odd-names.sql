-- job.t.upsert
DECLARE @i TABLE ([i d] bigint, [select] nvarchar(max) COLLATE Latin1_General_100_BIN2,
  [rdi position] nvarchar(max) COLLATE Latin1_General_100_BIN2);
INSERT INTO @i ([i d], [select], [rdi position])
SELECT CONVERT(bigint, j.c0), j.c1, j.c2
FROM OPENJSON(@rows) WITH (c0 nvarchar(max) '$[0]', c1 nvarchar(max) '$[1]', c2 nvarchar(max) '$[2]') AS j;
UPDATE t SET [select] = i.[select], [rdi position] = i.[rdi position]
FROM @i AS i JOIN [s.1].[a "b"] AS t WITH (UPDLOCK, HOLDLOCK) ON t.[i d] = i.[i d]
WHERE EXISTS (SELECT t.[select] COLLATE Latin1_General_100_BIN2, DATALENGTH(t.[select]),
  t.[rdi position] COLLATE Latin1_General_100_BIN2, DATALENGTH(t.[rdi position])
  EXCEPT SELECT i.[select] COLLATE Latin1_General_100_BIN2, DATALENGTH(i.[select]),
  i.[rdi position] COLLATE Latin1_General_100_BIN2, DATALENGTH(i.[rdi position]))
OPTION (LOOP JOIN, FORCE ORDER);
SET @count = @@ROWCOUNT;
INSERT INTO [s.1].[a "b"] ([i d], [select], [rdi position])
SELECT i.[i d], i.[select], i.[rdi position]
FROM @i AS i
WHERE NOT EXISTS (SELECT 1 FROM [s.1].[a "b"] AS t WITH (UPDLOCK, HOLDLOCK) WHERE t.[i d] = i.[i d])
OPTION (LOOP JOIN, FORCE ORDER);
SET @count = @count + @@ROWCOUNT;

-- job.t.insert
DECLARE @i TABLE ([i d] bigint, [select] nvarchar(max) COLLATE Latin1_General_100_BIN2,
  [rdi position] nvarchar(max) COLLATE Latin1_General_100_BIN2);
INSERT INTO @i ([i d], [select], [rdi position])
SELECT CONVERT(bigint, j.c0), j.c1, j.c2
FROM OPENJSON(@rows) WITH (c0 nvarchar(max) '$[0]', c1 nvarchar(max) '$[1]', c2 nvarchar(max) '$[2]') AS j;
INSERT INTO [s.1].[a "b"] ([i d], [select], [rdi position])
SELECT i.[i d], i.[select], i.[rdi position]
FROM @i AS i;
SET @count = @@ROWCOUNT;

-- job.t.remove
DECLARE @o TABLE ([i d] bigint);
INSERT INTO @o ([i d])
SELECT CONVERT(bigint, j.c0)
FROM OPENJSON(@owners) WITH (c0 nvarchar(max) '$[0]') AS j;
DELETE t
FROM @o AS o JOIN [s.1].[a "b"] AS t WITH (UPDLOCK) ON t.[i d] = o.[i d]
OPTION (LOOP JOIN, FORCE ORDER);
SET @count = @@ROWCOUNT;

-- job.t.owners (first)
SELECT CONVERT(nvarchar(40), o.[i d]) AS o0
FROM (
  SELECT DISTINCT TOP (@limit) t.[i d] FROM [s.1].[a "b"] AS t
  WHERE t.[i d] IS NOT NULL
  ORDER BY t.[i d]
) AS o
ORDER BY o.[i d];

-- job.t.owners (next)
DECLARE @after0 bigint = CONVERT(bigint, @p0);
SELECT CONVERT(nvarchar(40), o.[i d]) AS o0
FROM (
  SELECT DISTINCT TOP (@limit) t.[i d] FROM [s.1].[a "b"] AS t
  WHERE t.[i d] > @after0
  ORDER BY t.[i d]
) AS o
ORDER BY o.[i d];
