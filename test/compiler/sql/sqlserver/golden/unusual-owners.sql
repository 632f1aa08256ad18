-- job.t.upsert
DECLARE @i TABLE ([n] decimal(20,2), [b] varbinary(8000), [d] date, [u] uniqueidentifier,
  [s] nvarchar(4000) COLLATE Latin1_General_100_BIN2,
  [note] nvarchar(max) COLLATE Latin1_General_100_BIN2);
INSERT INTO @i ([n], [b], [d], [u], [s], [note])
SELECT CONVERT(decimal(20,2), j.c0), CONVERT(varbinary(max), j.c1, 2), CONVERT(date, j.c2, 23),
  CONVERT(uniqueidentifier, j.c3), j.c4, j.c5
FROM OPENJSON(@rows) WITH (c0 nvarchar(max) '$[0]', c1 nvarchar(max) '$[1]', c2 nvarchar(max) '$[2]', c3 nvarchar(max) '$[3]',
  c4 nvarchar(max) '$[4]', c5 nvarchar(max) '$[5]') AS j;
UPDATE t SET [note] = i.[note]
FROM @i AS i JOIN [t] AS t WITH (UPDLOCK, HOLDLOCK) ON t.[n] = i.[n] AND t.[b] = i.[b] AND DATALENGTH(t.[b]) = DATALENGTH(i.[b]) AND t.[d] = i.[d] AND t.[u] = i.[u] AND t.[s] = i.[s] AND DATALENGTH(t.[s]) = DATALENGTH(i.[s])
WHERE EXISTS (SELECT t.[note] COLLATE Latin1_General_100_BIN2, DATALENGTH(t.[note])
  EXCEPT SELECT i.[note] COLLATE Latin1_General_100_BIN2, DATALENGTH(i.[note]))
OPTION (LOOP JOIN, FORCE ORDER);
SET @count = @@ROWCOUNT;
INSERT INTO [t] ([n], [b], [d], [u], [s], [note])
SELECT i.[n], i.[b], i.[d], i.[u], i.[s], i.[note]
FROM @i AS i
WHERE NOT EXISTS (SELECT 1 FROM [t] AS t WITH (UPDLOCK, HOLDLOCK) WHERE t.[n] = i.[n] AND t.[b] = i.[b] AND DATALENGTH(t.[b]) = DATALENGTH(i.[b]) AND t.[d] = i.[d] AND t.[u] = i.[u] AND t.[s] = i.[s] AND DATALENGTH(t.[s]) = DATALENGTH(i.[s]))
OPTION (LOOP JOIN, FORCE ORDER);
SET @count = @count + @@ROWCOUNT;

-- job.t.insert
DECLARE @i TABLE ([n] decimal(20,2), [b] varbinary(8000), [d] date, [u] uniqueidentifier,
  [s] nvarchar(4000) COLLATE Latin1_General_100_BIN2,
  [note] nvarchar(max) COLLATE Latin1_General_100_BIN2);
INSERT INTO @i ([n], [b], [d], [u], [s], [note])
SELECT CONVERT(decimal(20,2), j.c0), CONVERT(varbinary(max), j.c1, 2), CONVERT(date, j.c2, 23),
  CONVERT(uniqueidentifier, j.c3), j.c4, j.c5
FROM OPENJSON(@rows) WITH (c0 nvarchar(max) '$[0]', c1 nvarchar(max) '$[1]', c2 nvarchar(max) '$[2]', c3 nvarchar(max) '$[3]',
  c4 nvarchar(max) '$[4]', c5 nvarchar(max) '$[5]') AS j;
INSERT INTO [t] ([n], [b], [d], [u], [s], [note])
SELECT i.[n], i.[b], i.[d], i.[u], i.[s], i.[note]
FROM @i AS i;
SET @count = @@ROWCOUNT;

-- job.t.remove
DECLARE @o TABLE ([n] decimal(20,2), [b] varbinary(8000), [d] date, [u] uniqueidentifier,
  [s] nvarchar(4000) COLLATE Latin1_General_100_BIN2);
INSERT INTO @o ([n], [b], [d], [u], [s])
SELECT CONVERT(decimal(20,2), j.c0), CONVERT(varbinary(max), j.c1, 2), CONVERT(date, j.c2, 23),
  CONVERT(uniqueidentifier, j.c3), j.c4
FROM OPENJSON(@owners) WITH (c0 nvarchar(max) '$[0]', c1 nvarchar(max) '$[1]', c2 nvarchar(max) '$[2]', c3 nvarchar(max) '$[3]',
  c4 nvarchar(max) '$[4]') AS j;
DELETE t
FROM @o AS o JOIN [t] AS t WITH (UPDLOCK) ON t.[n] = o.[n] AND t.[b] = o.[b] AND DATALENGTH(t.[b]) = DATALENGTH(o.[b]) AND t.[d] = o.[d] AND t.[u] = o.[u] AND t.[s] = o.[s] AND DATALENGTH(t.[s]) = DATALENGTH(o.[s])
OPTION (LOOP JOIN, FORCE ORDER);
SET @count = @@ROWCOUNT;

-- job.t.owners (first)
SELECT CASE WHEN CHARINDEX(N'.', CONVERT(nvarchar(40), o.[n])) = 0 THEN CONVERT(nvarchar(40), o.[n]) ELSE REPLACE(RTRIM(REPLACE(REPLACE(RTRIM(REPLACE(CONVERT(nvarchar(40), o.[n]), N'0', N' ')), N' ', N'0'), N'.', N' ')), N' ', N'.') END AS o0, LOWER(CONVERT(nvarchar(max), o.[b], 2)) AS o1, CONVERT(nvarchar(10), o.[d], 23) AS o2, LOWER(CONVERT(nvarchar(36), o.[u])) AS o3, o.[s] AS o4
FROM (
  SELECT DISTINCT TOP (@limit) t.[n], t.[b], t.[d], t.[u], t.[s] FROM [t] AS t
  WHERE t.[n] IS NOT NULL AND t.[b] IS NOT NULL AND t.[d] IS NOT NULL AND t.[u] IS NOT NULL AND t.[s] IS NOT NULL
  ORDER BY t.[n], t.[b], t.[d], t.[u], t.[s]
) AS o
ORDER BY o.[n], o.[b], o.[d], o.[u], o.[s];

-- job.t.owners (next)
DECLARE @after0 decimal(20,2) = CONVERT(decimal(20,2), @p0);
DECLARE @after1 varbinary(8000) = CONVERT(varbinary(max), @p1, 2);
DECLARE @after2 date = CONVERT(date, @p2, 23);
DECLARE @after3 uniqueidentifier = CONVERT(uniqueidentifier, @p3);
DECLARE @after4 nvarchar(4000) = @p4;
SELECT CASE WHEN CHARINDEX(N'.', CONVERT(nvarchar(40), o.[n])) = 0 THEN CONVERT(nvarchar(40), o.[n]) ELSE REPLACE(RTRIM(REPLACE(REPLACE(RTRIM(REPLACE(CONVERT(nvarchar(40), o.[n]), N'0', N' ')), N' ', N'0'), N'.', N' ')), N' ', N'.') END AS o0, LOWER(CONVERT(nvarchar(max), o.[b], 2)) AS o1, CONVERT(nvarchar(10), o.[d], 23) AS o2, LOWER(CONVERT(nvarchar(36), o.[u])) AS o3, o.[s] AS o4
FROM (
  SELECT DISTINCT TOP (@limit) t.[n], t.[b], t.[d], t.[u], t.[s] FROM [t] AS t
  WHERE ((t.[n] > @after0) OR (t.[n] = @after0 AND t.[b] > @after1) OR (t.[n] = @after0 AND t.[b] = @after1 AND t.[d] > @after2) OR (t.[n] = @after0 AND t.[b] = @after1 AND t.[d] = @after2 AND t.[u] > @after3) OR (t.[n] = @after0 AND t.[b] = @after1 AND t.[d] = @after2 AND t.[u] = @after3 AND t.[s] > @after4))
  ORDER BY t.[n], t.[b], t.[d], t.[u], t.[s]
) AS o
ORDER BY o.[n], o.[b], o.[d], o.[u], o.[s];
