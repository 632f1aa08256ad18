-- job.t.close
DECLARE @i TABLE ([id] bigint, [c1] smallint, [c2] bigint, [c3] decimal(12,4), [c4] real,
  [c5] nvarchar(max) COLLATE Latin1_General_100_BIN2,
  [c6] nvarchar(max) COLLATE Latin1_General_100_BIN2,
  [c7] nvarchar(max) COLLATE Latin1_General_100_BIN2,
  [c8] nvarchar(max) COLLATE Latin1_General_100_BIN2,
  [c9] nvarchar(max) COLLATE Latin1_General_100_BIN2,
  [c10] nvarchar(max) COLLATE Latin1_General_100_BIN2, [c11] varbinary(max));
INSERT INTO @i ([id], [c1], [c2], [c3], [c4], [c5], [c6], [c7], [c8], [c9], [c10], [c11])
SELECT CONVERT(bigint, j.c0), CONVERT(smallint, j.c1), CONVERT(bigint, j.c2), CONVERT(decimal(12,4), j.c3),
  CONVERT(real, j.c4), j.c5, j.c6, j.c7, j.c8, j.c9, j.c10, CONVERT(varbinary(max), j.c11, 2)
FROM OPENJSON(@rows) WITH (c0 nvarchar(max) '$[0]', c1 nvarchar(max) '$[1]', c2 nvarchar(max) '$[2]', c3 nvarchar(max) '$[3]',
  c4 nvarchar(max) '$[4]', c5 nvarchar(max) '$[5]', c6 nvarchar(max) '$[6]', c7 nvarchar(max) '$[7]',
  c8 nvarchar(max) '$[8]', c9 nvarchar(max) '$[9]', c10 nvarchar(max) '$[10]',
  c11 nvarchar(max) '$[11]') AS j;
UPDATE t SET [valid_to] = (SELECT MAX(v.instant) FROM (VALUES (@now), (DATEADD(microsecond, 1, t.[valid_from]))) AS v(instant))
FROM @i AS i JOIN [t] AS t WITH (UPDLOCK, HOLDLOCK) ON t.[id] = i.[id] AND t.[valid_to] IS NULL
WHERE EXISTS (SELECT t.[c1], t.[c2], t.[c3], CONVERT(binary(8), CONVERT(float, t.[c4])),
  t.[c5] COLLATE Latin1_General_100_BIN2, t.[c6] COLLATE Latin1_General_100_BIN2,
  t.[c7] COLLATE Latin1_General_100_BIN2, DATALENGTH(t.[c7]), t.[c8] COLLATE Latin1_General_100_BIN2,
  DATALENGTH(t.[c8]), CONVERT(nvarchar(max), t.[c9], 2) COLLATE Latin1_General_100_BIN2,
  DATALENGTH(CONVERT(nvarchar(max), t.[c9], 2)),
  CONVERT(nvarchar(max), t.[c10]) COLLATE Latin1_General_100_BIN2,
  DATALENGTH(CONVERT(nvarchar(max), t.[c10])), t.[c11], DATALENGTH(t.[c11])
  EXCEPT SELECT i.[c1], i.[c2], i.[c3], CONVERT(binary(8), CONVERT(float, i.[c4])),
  i.[c5] COLLATE Latin1_General_100_BIN2, i.[c6] COLLATE Latin1_General_100_BIN2,
  i.[c7] COLLATE Latin1_General_100_BIN2, DATALENGTH(i.[c7]), i.[c8] COLLATE Latin1_General_100_BIN2,
  DATALENGTH(i.[c8]),
  CONVERT(nvarchar(max), CONVERT(money, i.[c9]), 2) COLLATE Latin1_General_100_BIN2,
  DATALENGTH(CONVERT(nvarchar(max), CONVERT(money, i.[c9]), 2)),
  CONVERT(nvarchar(max), CONVERT(decimal(5,2), i.[c10])) COLLATE Latin1_General_100_BIN2,
  DATALENGTH(CONVERT(nvarchar(max), CONVERT(decimal(5,2), i.[c10]))), i.[c11], DATALENGTH(i.[c11]))
OPTION (LOOP JOIN, FORCE ORDER);
SET @count = @@ROWCOUNT;

-- job.t.open
DECLARE @i TABLE ([id] bigint, [c1] smallint, [c2] bigint, [c3] decimal(12,4), [c4] real,
  [c5] nvarchar(max) COLLATE Latin1_General_100_BIN2,
  [c6] nvarchar(max) COLLATE Latin1_General_100_BIN2,
  [c7] nvarchar(max) COLLATE Latin1_General_100_BIN2,
  [c8] nvarchar(max) COLLATE Latin1_General_100_BIN2,
  [c9] nvarchar(max) COLLATE Latin1_General_100_BIN2,
  [c10] nvarchar(max) COLLATE Latin1_General_100_BIN2, [c11] varbinary(max));
INSERT INTO @i ([id], [c1], [c2], [c3], [c4], [c5], [c6], [c7], [c8], [c9], [c10], [c11])
SELECT CONVERT(bigint, j.c0), CONVERT(smallint, j.c1), CONVERT(bigint, j.c2), CONVERT(decimal(12,4), j.c3),
  CONVERT(real, j.c4), j.c5, j.c6, j.c7, j.c8, j.c9, j.c10, CONVERT(varbinary(max), j.c11, 2)
FROM OPENJSON(@rows) WITH (c0 nvarchar(max) '$[0]', c1 nvarchar(max) '$[1]', c2 nvarchar(max) '$[2]', c3 nvarchar(max) '$[3]',
  c4 nvarchar(max) '$[4]', c5 nvarchar(max) '$[5]', c6 nvarchar(max) '$[6]', c7 nvarchar(max) '$[7]',
  c8 nvarchar(max) '$[8]', c9 nvarchar(max) '$[9]', c10 nvarchar(max) '$[10]',
  c11 nvarchar(max) '$[11]') AS j;
INSERT INTO [t] ([id], [c1], [c2], [c3], [c4], [c5], [c6], [c7], [c8], [c9], [c10], [c11], [valid_from], [valid_to])
SELECT i.[id], i.[c1], i.[c2], i.[c3], i.[c4], i.[c5], i.[c6], i.[c7], i.[c8], CONVERT(money, i.[c9]),
  CONVERT(decimal(5,2), i.[c10]), i.[c11],
  (SELECT MAX(v.instant) FROM (VALUES (@now), (p.[valid_to]), (DATEADD(microsecond, 1, p.[valid_from]))) AS v(instant)),
  NULL
FROM @i AS i
OUTER APPLY (
  SELECT TOP (1) t.[valid_from], t.[valid_to] FROM [t] AS t WITH (UPDLOCK, HOLDLOCK) WHERE t.[id] = i.[id] ORDER BY t.[valid_from] DESC
) AS p
WHERE NOT EXISTS (SELECT 1 FROM [t] AS t WITH (UPDLOCK, HOLDLOCK) WHERE t.[id] = i.[id] AND t.[valid_to] IS NULL)
OPTION (LOOP JOIN, FORCE ORDER);
SET @count = @@ROWCOUNT;

-- job.t.close-gone
DECLARE @o TABLE ([id] bigint);
INSERT INTO @o ([id])
SELECT CONVERT(bigint, j.c0)
FROM OPENJSON(@owners) WITH (c0 nvarchar(max) '$[0]') AS j;
UPDATE t SET [valid_to] = (SELECT MAX(v.instant) FROM (VALUES (@now), (DATEADD(microsecond, 1, t.[valid_from]))) AS v(instant))
FROM @o AS o JOIN [t] AS t WITH (UPDLOCK) ON t.[id] = o.[id]
WHERE t.[valid_to] IS NULL
OPTION (LOOP JOIN, FORCE ORDER);
SET @count = @@ROWCOUNT;

-- job.t.owners (first)
SELECT CONVERT(nvarchar(40), o.[id]) AS o0
FROM (
  SELECT DISTINCT TOP (@limit) t.[id] FROM [t] AS t
  WHERE t.[valid_to] IS NULL AND t.[id] IS NOT NULL
  ORDER BY t.[id]
) AS o
ORDER BY o.[id];

-- job.t.owners (next)
DECLARE @after0 bigint = CONVERT(bigint, @p0);
SELECT CONVERT(nvarchar(40), o.[id]) AS o0
FROM (
  SELECT DISTINCT TOP (@limit) t.[id] FROM [t] AS t
  WHERE t.[valid_to] IS NULL AND t.[id] > @after0
  ORDER BY t.[id]
) AS o
ORDER BY o.[id];
