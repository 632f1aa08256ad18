-- job.t.append
DECLARE @i TABLE ([id] bigint, [seen_at] datetimeoffset(6), [state] nvarchar(max) COLLATE Latin1_General_100_BIN2);
INSERT INTO @i ([id], [seen_at], [state])
SELECT CONVERT(bigint, j.c0), CONVERT(datetimeoffset(6), j.c1, 127), j.c2
FROM OPENJSON(@rows) WITH (c0 nvarchar(max) '$[0]', c1 nvarchar(max) '$[1]', c2 nvarchar(max) '$[2]') AS j;
INSERT INTO [t] ([id], [seen_at], [state])
SELECT i.[id], i.[seen_at], i.[state]
FROM @i AS i;
SET @count = @@ROWCOUNT;
