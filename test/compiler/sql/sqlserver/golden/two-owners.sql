-- job.t.upsert
DECLARE @i TABLE ([a] nvarchar(4000) COLLATE Latin1_General_100_BIN2, [b] bigint,
  [note] nvarchar(max) COLLATE Latin1_General_100_BIN2);
INSERT INTO @i ([a], [b], [note])
SELECT j.c0, CONVERT(bigint, j.c1), j.c2
FROM OPENJSON(@rows) WITH (c0 nvarchar(max) '$[0]', c1 nvarchar(max) '$[1]', c2 nvarchar(max) '$[2]') AS j;
UPDATE t SET [note] = i.[note]
FROM @i AS i JOIN [t] AS t WITH (UPDLOCK, HOLDLOCK) ON t.[a] = i.[a] AND DATALENGTH(t.[a]) = DATALENGTH(i.[a]) AND t.[b] = i.[b]
WHERE EXISTS (SELECT t.[note] COLLATE Latin1_General_100_BIN2, DATALENGTH(t.[note])
  EXCEPT SELECT i.[note] COLLATE Latin1_General_100_BIN2, DATALENGTH(i.[note]))
OPTION (LOOP JOIN, FORCE ORDER);
SET @count = @@ROWCOUNT;
INSERT INTO [t] ([a], [b], [note])
SELECT i.[a], i.[b], i.[note]
FROM @i AS i
WHERE NOT EXISTS (SELECT 1 FROM [t] AS t WITH (UPDLOCK, HOLDLOCK) WHERE t.[a] = i.[a] AND DATALENGTH(t.[a]) = DATALENGTH(i.[a]) AND t.[b] = i.[b])
OPTION (LOOP JOIN, FORCE ORDER);
SET @count = @count + @@ROWCOUNT;

-- job.t.insert
DECLARE @i TABLE ([a] nvarchar(4000) COLLATE Latin1_General_100_BIN2, [b] bigint,
  [note] nvarchar(max) COLLATE Latin1_General_100_BIN2);
INSERT INTO @i ([a], [b], [note])
SELECT j.c0, CONVERT(bigint, j.c1), j.c2
FROM OPENJSON(@rows) WITH (c0 nvarchar(max) '$[0]', c1 nvarchar(max) '$[1]', c2 nvarchar(max) '$[2]') AS j;
INSERT INTO [t] ([a], [b], [note])
SELECT i.[a], i.[b], i.[note]
FROM @i AS i;
SET @count = @@ROWCOUNT;

-- job.t.remove
DECLARE @o TABLE ([a] nvarchar(4000) COLLATE Latin1_General_100_BIN2, [b] bigint);
INSERT INTO @o ([a], [b])
SELECT j.c0, CONVERT(bigint, j.c1)
FROM OPENJSON(@owners) WITH (c0 nvarchar(max) '$[0]', c1 nvarchar(max) '$[1]') AS j;
DELETE t
FROM @o AS o JOIN [t] AS t WITH (UPDLOCK) ON t.[a] = o.[a] AND DATALENGTH(t.[a]) = DATALENGTH(o.[a]) AND t.[b] = o.[b]
OPTION (LOOP JOIN, FORCE ORDER);
SET @count = @@ROWCOUNT;

-- job.t.owners (first)
SELECT o.[a] AS o0, CONVERT(nvarchar(40), o.[b]) AS o1
FROM (
  SELECT DISTINCT TOP (@limit) t.[a], t.[b] FROM [t] AS t
  WHERE t.[a] IS NOT NULL AND t.[b] IS NOT NULL
  ORDER BY t.[a], t.[b]
) AS o
ORDER BY o.[a], o.[b];

-- job.t.owners (next)
DECLARE @after0 nvarchar(4000) = @p0;
DECLARE @after1 bigint = CONVERT(bigint, @p1);
SELECT o.[a] AS o0, CONVERT(nvarchar(40), o.[b]) AS o1
FROM (
  SELECT DISTINCT TOP (@limit) t.[a], t.[b] FROM [t] AS t
  WHERE ((t.[a] > @after0) OR (t.[a] = @after0 AND t.[b] > @after1))
  ORDER BY t.[a], t.[b]
) AS o
ORDER BY o.[a], o.[b];
