-- job.t.upsert
DECLARE @i TABLE ([id] bigint, [seen_at] datetimeoffset(6));
INSERT INTO @i ([id], [seen_at])
SELECT CONVERT(bigint, j.c0), CONVERT(datetimeoffset(6), j.c1, 127)
FROM OPENJSON(@rows) WITH (c0 nvarchar(max) '$[0]', c1 nvarchar(max) '$[1]') AS j;
SET @count = 0;
INSERT INTO [t] ([id], [seen_at])
SELECT i.[id], i.[seen_at]
FROM @i AS i
WHERE NOT EXISTS (SELECT 1 FROM [t] AS t WITH (UPDLOCK, HOLDLOCK) WHERE t.[id] = i.[id])
OPTION (LOOP JOIN, FORCE ORDER);
SET @count = @count + @@ROWCOUNT;

-- job.t.insert
DECLARE @i TABLE ([id] bigint, [seen_at] datetimeoffset(6));
INSERT INTO @i ([id], [seen_at])
SELECT CONVERT(bigint, j.c0), CONVERT(datetimeoffset(6), j.c1, 127)
FROM OPENJSON(@rows) WITH (c0 nvarchar(max) '$[0]', c1 nvarchar(max) '$[1]') AS j;
INSERT INTO [t] ([id], [seen_at])
SELECT i.[id], i.[seen_at]
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
