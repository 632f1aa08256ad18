-- job.t.upsert
DECLARE @i TABLE ([id] bigint, [doc] nvarchar(max) COLLATE Latin1_General_100_BIN2,
  [docb] nvarchar(max) COLLATE Latin1_General_100_BIN2,
  [m] nvarchar(max) COLLATE Latin1_General_100_BIN2, [r] nvarchar(max) COLLATE Latin1_General_100_BIN2,
  [n] nvarchar(max) COLLATE Latin1_General_100_BIN2, [l] nvarchar(max) COLLATE Latin1_General_100_BIN2);
INSERT INTO @i ([id], [doc], [docb], [m], [r], [n], [l])
SELECT CONVERT(bigint, j.c0), j.c1, j.c2, j.c3, j.c4, j.c5, j.c6
FROM OPENJSON(@rows) WITH (c0 nvarchar(max) '$[0]', c1 nvarchar(max) '$[1]', c2 nvarchar(max) '$[2]', c3 nvarchar(max) '$[3]',
  c4 nvarchar(max) '$[4]', c5 nvarchar(max) '$[5]', c6 nvarchar(max) '$[6]') AS j;
UPDATE t SET [doc] = i.[doc], [docb] = i.[docb], [m] = CONVERT(hierarchyid, i.[m]), [r] = CONVERT(money, i.[r]),
  [n] = CONVERT(decimal(5,2), i.[n]), [l] = CONVERT(datetime2(3), i.[l])
FROM @i AS i JOIN [t] AS t WITH (UPDLOCK, HOLDLOCK) ON t.[id] = i.[id]
WHERE EXISTS (SELECT t.[doc] COLLATE Latin1_General_100_BIN2, DATALENGTH(t.[doc]),
  t.[docb] COLLATE Latin1_General_100_BIN2, DATALENGTH(t.[docb]),
  CONVERT(nvarchar(max), t.[m]) COLLATE Latin1_General_100_BIN2,
  DATALENGTH(CONVERT(nvarchar(max), t.[m])),
  CONVERT(nvarchar(max), t.[r], 2) COLLATE Latin1_General_100_BIN2,
  DATALENGTH(CONVERT(nvarchar(max), t.[r], 2)),
  CONVERT(nvarchar(max), t.[n]) COLLATE Latin1_General_100_BIN2,
  DATALENGTH(CONVERT(nvarchar(max), t.[n])),
  CONVERT(nvarchar(max), t.[l], 121) COLLATE Latin1_General_100_BIN2,
  DATALENGTH(CONVERT(nvarchar(max), t.[l], 121))
  EXCEPT SELECT i.[doc] COLLATE Latin1_General_100_BIN2, DATALENGTH(i.[doc]),
  i.[docb] COLLATE Latin1_General_100_BIN2, DATALENGTH(i.[docb]),
  CONVERT(nvarchar(max), CONVERT(hierarchyid, i.[m])) COLLATE Latin1_General_100_BIN2,
  DATALENGTH(CONVERT(nvarchar(max), CONVERT(hierarchyid, i.[m]))),
  CONVERT(nvarchar(max), CONVERT(money, i.[r]), 2) COLLATE Latin1_General_100_BIN2,
  DATALENGTH(CONVERT(nvarchar(max), CONVERT(money, i.[r]), 2)),
  CONVERT(nvarchar(max), CONVERT(decimal(5,2), i.[n])) COLLATE Latin1_General_100_BIN2,
  DATALENGTH(CONVERT(nvarchar(max), CONVERT(decimal(5,2), i.[n]))),
  CONVERT(nvarchar(max), CONVERT(datetime2(3), i.[l]), 121) COLLATE Latin1_General_100_BIN2,
  DATALENGTH(CONVERT(nvarchar(max), CONVERT(datetime2(3), i.[l]), 121)))
OPTION (LOOP JOIN, FORCE ORDER);
SET @count = @@ROWCOUNT;
INSERT INTO [t] ([id], [doc], [docb], [m], [r], [n], [l])
SELECT i.[id], i.[doc], i.[docb], CONVERT(hierarchyid, i.[m]), CONVERT(money, i.[r]),
  CONVERT(decimal(5,2), i.[n]), CONVERT(datetime2(3), i.[l])
FROM @i AS i
WHERE NOT EXISTS (SELECT 1 FROM [t] AS t WITH (UPDLOCK, HOLDLOCK) WHERE t.[id] = i.[id])
OPTION (LOOP JOIN, FORCE ORDER);
SET @count = @count + @@ROWCOUNT;

-- job.t.insert
DECLARE @i TABLE ([id] bigint, [doc] nvarchar(max) COLLATE Latin1_General_100_BIN2,
  [docb] nvarchar(max) COLLATE Latin1_General_100_BIN2,
  [m] nvarchar(max) COLLATE Latin1_General_100_BIN2, [r] nvarchar(max) COLLATE Latin1_General_100_BIN2,
  [n] nvarchar(max) COLLATE Latin1_General_100_BIN2, [l] nvarchar(max) COLLATE Latin1_General_100_BIN2);
INSERT INTO @i ([id], [doc], [docb], [m], [r], [n], [l])
SELECT CONVERT(bigint, j.c0), j.c1, j.c2, j.c3, j.c4, j.c5, j.c6
FROM OPENJSON(@rows) WITH (c0 nvarchar(max) '$[0]', c1 nvarchar(max) '$[1]', c2 nvarchar(max) '$[2]', c3 nvarchar(max) '$[3]',
  c4 nvarchar(max) '$[4]', c5 nvarchar(max) '$[5]', c6 nvarchar(max) '$[6]') AS j;
INSERT INTO [t] ([id], [doc], [docb], [m], [r], [n], [l])
SELECT i.[id], i.[doc], i.[docb], CONVERT(hierarchyid, i.[m]), CONVERT(money, i.[r]),
  CONVERT(decimal(5,2), i.[n]), CONVERT(datetime2(3), i.[l])
FROM @i AS i;
SET @count = @@ROWCOUNT;

-- job.t.remove
DECLARE @o TABLE ([id] bigint);
INSERT INTO @o ([id])
SELECT CONVERT(bigint, j.c0)
FROM OPENJSON(@owners) WITH (c0 nvarchar(max) '$[0]') AS j;
DELETE t
FROM @o AS o JOIN [t] AS t WITH (UPDLOCK) ON t.[id] = o.[id]
OPTION (LOOP JOIN, FORCE ORDER);
SET @count = @@ROWCOUNT;

-- job.t.owners (first)
SELECT CONVERT(nvarchar(40), o.[id]) AS o0
FROM (
  SELECT DISTINCT TOP (@limit) t.[id] FROM [t] AS t
  WHERE t.[id] IS NOT NULL
  ORDER BY t.[id]
) AS o
ORDER BY o.[id];

-- job.t.owners (next)
DECLARE @after0 bigint = CONVERT(bigint, @p0);
SELECT CONVERT(nvarchar(40), o.[id]) AS o0
FROM (
  SELECT DISTINCT TOP (@limit) t.[id] FROM [t] AS t
  WHERE t.[id] > @after0
  ORDER BY t.[id]
) AS o
ORDER BY o.[id];
