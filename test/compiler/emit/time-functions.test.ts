/** Times in compiled mappings. */
import { test } from "uvu";
import { testColumns } from "./column-cases.ts";

const AT = "2024-03-31T00:30:00Z";

await testColumns("hash", [
  ["timestamptz = now()", [{}, "2024-02-29 12:34:56.789012+00"]],
  ["timestamptz = @expires_at", [{}, "2023-11-14 22:13:20+00"]],
  [
    "timestamptz = from_seconds(a)",
    [{ a: "1.5" }, "1970-01-01 00:00:01.5+00"],
    [{ a: "0.0000001" }, "!RDI5011"],
    [{}, null],
  ],
  ["timestamptz = from_millis(a)", [{ a: "1" }, "1970-01-01 00:00:00.001+00"], [{ a: "9e30" }, "!RDI5011"], [{}, null]],
  ["timestamptz = from_micros(a)", [{ a: "1" }, "1970-01-01 00:00:00.000001+00"], [{ a: "x" }, "!RDI5010"], [{}, null]],
  ["numeric = to_seconds(a)", [{ a: "1970-01-01T00:00:01.5Z" }, "1.5"], [{}, null]],
  [
    "numeric = to_millis(a)",
    [{ a: "1970-01-01T00:00:01.5Z" }, "1500"],
    [{ a: "1970-01-01T00:00:01" }, "!RDI5010"],
    [{}, null],
  ],
  [
    'timestamptz = parse_time(a, "dd.MM.yyyy HH:mm", "Europe/Berlin")',
    [{ a: "31.03.2024 01:30" }, "2024-03-31 00:30:00+00"],
    [{ a: "31.3.2024" }, "!RDI5010"],
    [{}, null],
  ],
  [
    'timestamptz = parse_time(a, "yyyy-MM-dd HH:mm", z)',
    [{ a: "2024-07-01 12:00", z: "America/New_York" }, "2024-07-01 16:00:00+00"],
    [{ a: "2024-07-01 12:00", z: "Nowhere" }, "!RDI5010"],
    [{ a: "2024-07-01 12:00" }, null],
  ],
  ['text = format_time(a, "yyyy-MM-dd HH:mm", "Europe/Berlin")', [{ a: AT }, "2024-03-31 01:30"], [{}, null]],
  ['date = date_of(a, "America/New_York")', [{ a: AT }, "2024-03-30"], [{}, null]],
  ["date = date_of(a as timestamp)", [{ a: "2024-03-31T00:30:00" }, "2024-03-31"]],
  ['time = time_of(a, "America/New_York")', [{ a: AT }, "20:30:00"], [{}, null]],
  ['timestamptz = start_of(a, "day", "Europe/Berlin")', [{ a: AT }, "2024-03-30 23:00:00+00"], [{}, null]],
  ['date = start_of(a as date, "month")', [{ a: "2024-03-31" }, "2024-03-01"]],
  ['timestamp = start_of(a as timestamp, "hour")', [{ a: "2024-03-31T10:20:30" }, "2024-03-31 10:00:00"]],
  ['int = extract(a, "hour", "Europe/Berlin")', [{ a: AT }, "1"], [{}, null]],
  ['int = extract(a as date, "day_of_year")', [{ a: "2024-03-01" }, "61"]],
  ['numeric = extract(a as time, "second")', [{ a: "10:20:30.5" }, "30.5"]],
  ["numeric = seconds_between(a, b)", [{ a: AT, b: "2024-03-31T00:30:01.5Z" }, "1.5"], [{ a: AT }, null]],
  [
    "int = days_between(a as date, b as date)",
    [{ a: "2024-02-28", b: "2024-03-01" }, "2"],
    [{ a: "2024-02-30", b: "2024-03-01" }, "!RDI5010"],
  ],
  ["int = days_between(a, b)", [{ a: AT, b: "2024-04-01T00:29:59Z" }, "0"]],
  [
    "timestamptz = (a as timestamptz) + seconds(n)",
    [{ a: AT, n: "1.5" }, "2024-03-31 00:30:01.5+00"],
    [{ a: AT }, null],
    [{ a: AT, n: "1e30" }, "!RDI5011"],
  ],
  ["timestamptz = (a as timestamptz) + millis(n)", [{ a: AT, n: "5" }, "2024-03-31 00:30:00.005+00"]],
  ["timestamptz = (a as timestamptz) + minutes(n)", [{ a: AT, n: "5" }, "2024-03-31 00:35:00+00"]],
  ["timestamptz = (a as timestamptz) - hours(n)", [{ a: AT, n: "1" }, "2024-03-30 23:30:00+00"]],
  ["timestamptz = (a as timestamptz) + days(n)", [{ a: AT, n: "1" }, "2024-04-01 00:30:00+00"]],
  ["timestamptz = a + 7d", [{ a: AT }, "2024-04-07 00:30:00+00"]],
  [
    "boolean = (a as timestamptz) - b > 1h",
    [{ a: AT, b: "2024-03-30T23:29:59Z" }, "t"],
    [{ a: AT, b: AT }, "f"],
    [{ a: AT }, null],
  ],
  ["boolean = (a as timestamptz) == b", [{ a: AT, b: "2024-03-31T02:30:00+02:00" }, "t"]],
  [
    "timestamptz = a",
    [{ a: "2024-01-01T00:00:00" }, "!RDI5010"],
    [{ a: "2024-01-01T00:00:00+02:00" }, "2023-12-31 22:00:00+00"],
  ],
  ["timestamp = a", [{ a: "2024-01-01T00:00:00Z" }, "!RDI5010"], [{ a: "2024-01-01 00:00:00" }, "2024-01-01 00:00:00"]],
  ["date = a", [{ a: "2024-02-30" }, "!RDI5010"], [{ a: "2024-02-29" }, "2024-02-29"]],
  ["time = a", [{ a: "24:00:00" }, "!RDI5010"], [{ a: "23:59:59.999999" }, "23:59:59.999999"]],
]);

test.run();
