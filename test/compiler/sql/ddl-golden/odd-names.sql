CREATE TABLE "s.1"."a ""b""" (
  "i d"          bigint NOT NULL,
  "select"       text,
  "rdi position" text,
  PRIMARY KEY ("i d")
);
