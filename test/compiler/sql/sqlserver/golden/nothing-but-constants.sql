-- job.t.upsert
SET @count = 0;
INSERT INTO [t] ([kind])
SELECT N'only'
WHERE NOT EXISTS (SELECT 1 FROM [t] AS t WITH (UPDLOCK, HOLDLOCK) WHERE t.[kind] = N'only' COLLATE Latin1_General_100_BIN2 AND DATALENGTH(t.[kind]) = DATALENGTH(N'only' COLLATE Latin1_General_100_BIN2))
OPTION (LOOP JOIN, FORCE ORDER);
SET @count = @count + @@ROWCOUNT;

-- job.t.insert
INSERT INTO [t] ([kind])
SELECT N'only';
SET @count = @@ROWCOUNT;

-- job.t.remove
DELETE t
FROM [t] AS t WITH (UPDLOCK)
WHERE t.[kind] = N'only' COLLATE Latin1_General_100_BIN2 AND DATALENGTH(t.[kind]) = DATALENGTH(N'only' COLLATE Latin1_General_100_BIN2);
SET @count = @@ROWCOUNT;

-- job.t.owners (first)
SELECT TOP (IIF(@limit < 1, @limit, 1)) 1 AS [rdi none] FROM [t] AS t
WHERE t.[kind] = N'only' COLLATE Latin1_General_100_BIN2 AND DATALENGTH(t.[kind]) = DATALENGTH(N'only' COLLATE Latin1_General_100_BIN2);

-- job.t.owners (next)
SELECT TOP (0) 1 AS [rdi none] WHERE @limit < 0;
