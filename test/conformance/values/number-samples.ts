import { as, rejected, same, type TypeSamples } from "./type-samples.ts";

export const NUMBERS: readonly TypeSamples[] = [
  {
    type: "smallint",
    range: "-32768 to 32767",
    stored: [...same("0", "1", "-1", "32767", "-32768"), as("12.0", "12")],
    edges: [],
    rejected: [...rejected("RDI5011", "32768", "-32769"), ...rejected("RDI5010", "1.5", "x", "")],
  },
  {
    type: "int",
    range: "-2147483648 to 2147483647",
    stored: same("0", "2147483647", "-2147483648"),
    edges: [],
    rejected: rejected("RDI5011", "2147483648", "-2147483649"),
  },
  {
    type: "bigint",
    range: "-9223372036854775808 to 9223372036854775807",
    stored: same("0", "9007199254740993", "-9007199254740993", "9223372036854775807", "-9223372036854775808"),
    edges: [],
    rejected: rejected("RDI5011", "9223372036854775808", "-9223372036854775809"),
  },
  {
    type: "numeric(12,2)",
    range: "-9999999999.99 to 9999999999.99",
    stored: [
      ...same("0", "0.01", "-0.01", "9999999999.99", "-9999999999.99", "1234567890.12"),
      as("1.50", "1.5"),
      as("-0.00", "0"),
      as("100", "100"),
    ],
    edges: [],
    rejected: rejected("RDI5011", "10000000000", "0.001"),
  },
  {
    type: "numeric(38,10)",
    range: "28 digits before the point, 10 behind it",
    stored: same(
      "9999999999999999999999999999.9999999999",
      "-9999999999999999999999999999.9999999999",
      "0.0000000001",
      "1234567890123456789012345678.0123456789",
    ),
    edges: [],
    rejected: rejected("RDI5011", "10000000000000000000000000000", "0.00000000001"),
  },
  {
    type: "numeric(18,0)",
    range: "18 digits",
    stored: same("999999999999999999", "-999999999999999999", "0"),
    edges: [],
    rejected: rejected("RDI5011", "1000000000000000000", "0.5"),
  },
  {
    type: "real",
    range: "-3.4028235e38 to 3.4028235e38, and 0",
    stored: [
      ...same("0", "1.5", "-1.5", "16777216"),
      as("0.1", String(Math.fround(0.1))),
      as("3.4028235e38", String(Math.fround(3.4028235e38))),
      as("-3.4028235e38", String(Math.fround(-3.4028235e38))),
      as("1.17549435e-38", String(Math.fround(1.17549435e-38))),
    ],
    edges: [
      as("1e-45", String(Math.fround(1e-45))),
      { written: "-0", text: "-0", or: "0" },
      ...same("NaN", "Infinity", "-Infinity"),
    ],
    rejected: rejected("RDI5011", "3.5e38"),
  },
  {
    type: "double",
    range: "-1.7976931348623157e308 to 1.7976931348623157e308, and 0",
    stored: [
      ...same("0", "0.1", "-1.5", "9007199254740992", "0.3333333333333333", "1.7976931348623157e+308"),
      ...same("-1.7976931348623157e+308", "2.2250738585072014e-308", "1.2345678901234566e-7"),
    ],
    edges: [...same("5e-324"), { written: "-0", text: "-0", or: "0" }, ...same("NaN", "Infinity", "-Infinity")],
    rejected: rejected("RDI5011", "1e309"),
  },
  {
    type: "boolean",
    range: "true, false",
    stored: [
      as("true", "true"),
      as("f", "false"),
      as("yes", "true"),
      as("off", "false"),
      as("1", "true"),
      as("0", "false"),
    ],
    edges: [],
    rejected: rejected("RDI5010", "2", "ja"),
  },
];

/** Where the target has such a type. */
export const UNBOUNDED: TypeSamples = {
  type: "numeric",
  range: "any number of digits",
  stored: [
    ...same("0", "1234567890123456789012345678.0123456789", "-0.5"),
    as("12345678901234567890123456789012345678", "12345678901234567890123456789012345678"),
  ],
  edges: [
    { label: "1 with 100 zeros", written: `1${"0".repeat(100)}`, text: `1${"0".repeat(100)}` },
    { label: "1 behind 100 zeros", written: `0.${"0".repeat(99)}1`, text: `0.${"0".repeat(99)}1` },
  ],
  rejected: rejected("RDI5010", "NaN", "Infinity"),
};
