-- job.t.upsert
DECLARE @i TABLE ([id] bigint, [c1] smallint, [c2] int, [c3] decimal(38,10), [c4] real, [c5] float, [c6] bit,
  [c7] nvarchar(max) COLLATE Latin1_General_100_BIN2,
  [c8] nvarchar(max) COLLATE Latin1_General_100_BIN2, [c9] uniqueidentifier, [c10] varbinary(max),
  [c11] date, [c12] time(6), [c13] datetime2(6), [c14] datetimeoffset(6));
INSERT INTO @i ([id], [c1], [c2], [c3], [c4], [c5], [c6], [c7], [c8], [c9], [c10], [c11], [c12], [c13], [c14])
SELECT CONVERT(bigint, j.c0), CONVERT(smallint, j.c1), CONVERT(int, j.c2), CONVERT(decimal(38,10), j.c3),
  CONVERT(real, j.c4), CONVERT(float, j.c5), CONVERT(bit, j.c6), j.c7, j.c8,
  CONVERT(uniqueidentifier, j.c9), CONVERT(varbinary(max), j.c10, 2), CONVERT(date, j.c11, 23),
  CONVERT(time(6), j.c12), CONVERT(datetime2(6), j.c13, 126), CONVERT(datetimeoffset(6), j.c14, 127)
FROM OPENJSON(@rows) WITH (c0 nvarchar(max) '$[0]', c1 nvarchar(max) '$[1]', c2 nvarchar(max) '$[2]', c3 nvarchar(max) '$[3]',
  c4 nvarchar(max) '$[4]', c5 nvarchar(max) '$[5]', c6 nvarchar(max) '$[6]', c7 nvarchar(max) '$[7]',
  c8 nvarchar(max) '$[8]', c9 nvarchar(max) '$[9]', c10 nvarchar(max) '$[10]',
  c11 nvarchar(max) '$[11]', c12 nvarchar(max) '$[12]', c13 nvarchar(max) '$[13]',
  c14 nvarchar(max) '$[14]') AS j;
UPDATE t SET [c1] = i.[c1], [c2] = i.[c2], [c3] = i.[c3], [c4] = i.[c4], [c5] = i.[c5], [c6] = i.[c6],
  [c7] = i.[c7], [c8] = i.[c8], [c9] = i.[c9], [c10] = i.[c10], [c11] = i.[c11], [c12] = i.[c12],
  [c13] = i.[c13], [c14] = i.[c14]
FROM @i AS i JOIN [t] AS t WITH (UPDLOCK, HOLDLOCK) ON t.[id] = i.[id]
WHERE EXISTS (SELECT t.[c1], t.[c2], t.[c3], CONVERT(binary(8), CONVERT(float, t.[c4])),
  CONVERT(binary(8), CONVERT(float, t.[c5])), t.[c6], t.[c7] COLLATE Latin1_General_100_BIN2,
  DATALENGTH(t.[c7]), t.[c8] COLLATE Latin1_General_100_BIN2, t.[c9], t.[c10], DATALENGTH(t.[c10]),
  t.[c11], t.[c12], t.[c13], t.[c14]
  EXCEPT SELECT i.[c1], i.[c2], i.[c3], CONVERT(binary(8), CONVERT(float, i.[c4])),
  CONVERT(binary(8), CONVERT(float, i.[c5])), i.[c6], i.[c7] COLLATE Latin1_General_100_BIN2,
  DATALENGTH(i.[c7]), i.[c8] COLLATE Latin1_General_100_BIN2, i.[c9], i.[c10], DATALENGTH(i.[c10]),
  i.[c11], i.[c12], i.[c13], i.[c14])
OPTION (LOOP JOIN, FORCE ORDER);
SET @count = @@ROWCOUNT;
INSERT INTO [t] ([id], [c1], [c2], [c3], [c4], [c5], [c6], [c7], [c8], [c9], [c10], [c11], [c12], [c13], [c14])
SELECT i.[id], i.[c1], i.[c2], i.[c3], i.[c4], i.[c5], i.[c6], i.[c7], i.[c8], i.[c9], i.[c10], i.[c11],
  i.[c12], i.[c13], i.[c14]
FROM @i AS i
WHERE NOT EXISTS (SELECT 1 FROM [t] AS t WITH (UPDLOCK, HOLDLOCK) WHERE t.[id] = i.[id])
OPTION (LOOP JOIN, FORCE ORDER);
SET @count = @count + @@ROWCOUNT;

-- job.t.insert
DECLARE @i TABLE ([id] bigint, [c1] smallint, [c2] int, [c3] decimal(38,10), [c4] real, [c5] float, [c6] bit,
  [c7] nvarchar(max) COLLATE Latin1_General_100_BIN2,
  [c8] nvarchar(max) COLLATE Latin1_General_100_BIN2, [c9] uniqueidentifier, [c10] varbinary(max),
  [c11] date, [c12] time(6), [c13] datetime2(6), [c14] datetimeoffset(6));
INSERT INTO @i ([id], [c1], [c2], [c3], [c4], [c5], [c6], [c7], [c8], [c9], [c10], [c11], [c12], [c13], [c14])
SELECT CONVERT(bigint, j.c0), CONVERT(smallint, j.c1), CONVERT(int, j.c2), CONVERT(decimal(38,10), j.c3),
  CONVERT(real, j.c4), CONVERT(float, j.c5), CONVERT(bit, j.c6), j.c7, j.c8,
  CONVERT(uniqueidentifier, j.c9), CONVERT(varbinary(max), j.c10, 2), CONVERT(date, j.c11, 23),
  CONVERT(time(6), j.c12), CONVERT(datetime2(6), j.c13, 126), CONVERT(datetimeoffset(6), j.c14, 127)
FROM OPENJSON(@rows) WITH (c0 nvarchar(max) '$[0]', c1 nvarchar(max) '$[1]', c2 nvarchar(max) '$[2]', c3 nvarchar(max) '$[3]',
  c4 nvarchar(max) '$[4]', c5 nvarchar(max) '$[5]', c6 nvarchar(max) '$[6]', c7 nvarchar(max) '$[7]',
  c8 nvarchar(max) '$[8]', c9 nvarchar(max) '$[9]', c10 nvarchar(max) '$[10]',
  c11 nvarchar(max) '$[11]', c12 nvarchar(max) '$[12]', c13 nvarchar(max) '$[13]',
  c14 nvarchar(max) '$[14]') AS j;
INSERT INTO [t] ([id], [c1], [c2], [c3], [c4], [c5], [c6], [c7], [c8], [c9], [c10], [c11], [c12], [c13], [c14])
SELECT i.[id], i.[c1], i.[c2], i.[c3], i.[c4], i.[c5], i.[c6], i.[c7], i.[c8], i.[c9], i.[c10], i.[c11],
  i.[c12], i.[c13], i.[c14]
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
