/** Pieces of text that break readers. */

export const oddCharacters: readonly string[] = [
  ..."{}()[]\"'`,:.=-+*/%@\\#$;?!<>|&~^_",
  ...["\n", "\r", "\r\n", "\t", " ", "\v", "\f", "\0", "\u0001", "\u001b[31m", "\u007f", "\u0085"],
  ...["\u00a0", "\u200b", "\u2028", "\u2029", "\ufeff", "\ufffe", "\uffff", "\ufffd"],
  // Bidirectional marks, and halves of surrogate pairs.
  ...["\u202a", "\u202e", "\u2066", "\u2069", "\ud800", "\udfff", "\udc00\ud800"],
  ...["é", "e\u0301", "ß", "İ", "ſ", "K", "日本", "😀", "👩‍👩‍👧", "🏳️‍🌈", "٣", "𝟘"],
];

/** What a keyboard, a merge or another language leaves behind. */
export const oddWords: readonly string[] = [
  ...[
    "//",
    "///",
    "/*",
    "*/",
    "--",
    "#",
    ";",
    "...",
    "..",
    "??",
    "++",
    "==",
    "===",
    "!=",
    "<>",
    "||",
    "&&",
    "=>",
    "->",
  ],
  ...['"{', '"{}', '"{a.', '"{a:int}', '"\\', '"\\u', '"\\ud800"', 'r"', 'r"\\"', "''", "'a'", "``", "`a", "`a``b`"],
  ...[
    "0x1f",
    "1e999",
    "1e-999",
    "00",
    "1.",
    ".5",
    "1_000",
    "12x",
    "20ms",
    "99999999999999999999",
    "9007199254740993",
    "-0",
  ],
  ...["16mb", "999999999999999999d", "1.5s", "null", "true", "@", "@key", "@value", "@expires_at", "@@a", "__proto__"],
  ...["constructor", "toString", "hasOwnProperty", "a.__proto__.b", "\n<<<<<<< HEAD\n", "\n=======\n", "\n>>>>>>> b\n"],
  ...[
    "\n||||||| base\n",
    "{".repeat(9),
    ")".repeat(9),
    "not ".repeat(9),
    "a.".repeat(9),
    "- ".repeat(9),
    "([{".repeat(4),
  ],
];

/** Words and pieces of the language, which reach the checker when they replace one another. */
export const words: readonly string[] = (
  'a b name id 1 0.5 -1 40000 1e400 "x" "{a}" "{@id}" r"^a+$" null true false @id @key @value @expires_at now() lower(a) trim(name) try(a) ' +
  'nullif(a,"") reject("no") round(a,2) left(a,-1) coalesce(a,b) a.b a[0] [1,2] [] {} {x:1} ( ) { } [ ] , : . = + - * / % ++ ?? == != < <= > >= ' +
  "is is_not and or not in between matches as case when then else end int bigint smallint numeric numeric(5,2) numeric(0,0) numeric(-1) varchar varchar(3) " +
  "varchar(0) char(2) real double boolean text json bytes uuid date time timestamp timestamptz import source target postgres redis delivery fn job test " +
  "given expect rejected at from hash string set zset list stream json let lookup where skip for into append history key on delete expire remove keep " +
  'sensitive null 20ms 16mb 1d env("X") env("X","y") file("/x") url schema batch wait lanes evictions on_reject dead_letters'
).split(" ");
