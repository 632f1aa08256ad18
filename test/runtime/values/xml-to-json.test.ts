import { XMLParser, XMLValidator } from "fast-xml-parser";
import { test } from "uvu";
import * as assert from "uvu/assert";
import { toJson } from "../../../runtime/values/json-text.ts";
import { xmlToJson } from "../../../runtime/values/xml-to-json.ts";
import { random } from "../../support/random.ts";
import { plainOf } from "./plain-json.ts";
import { randomElement, writtenXml } from "./random-xml.ts";
import { outcome, rejectionOf, rejects, site } from "./support.ts";

const r = random();

function read(xml: string): string | null {
  return toJson(xmlToJson(Buffer.from(xml), site));
}

test("elements, attributes, repeated elements and text have the forms that are documented", () => {
  const forms: readonly (readonly [string, string])[] = [
    ["<a/>", '{"a":""}'],
    ["<a>x</a>", '{"a":"x"}'],
    ["<a> x </a>", '{"a":" x "}'],
    ["<a><b>1</b></a>", '{"a":{"b":"1"}}'],
    ["<a><b>1</b><c/><b>2</b></a>", '{"a":{"b":["1","2"],"c":""}}'],
    ["<a id=\"1\" x='y'/>", '{"a":{"@id":"1","@x":"y"}}'],
    ['<a id="1">x</a>', '{"a":{"@id":"1","#text":"x"}}'],
    ['<a id="1"> </a>', '{"a":{"@id":"1","#text":" "}}'],
    ["<a>\n  <b>1</b>\n</a>", '{"a":{"b":"1"}}'],
    ["<a>x<b/>y</a>", '{"a":{"b":"","#text":"xy"}}'],
    ["<a><![CDATA[<&]]>&lt;</a>", '{"a":"<&<"}'],
    ["<a>&#65;&#x1F98A;&amp;lt;</a>", '{"a":"A🦊&lt;"}'],
    ["<a x='&quot;&apos;\n\t&#10;'/>", '{"a":{"@x":"\\"\'  \\n"}}'],
    ["<a>x\r\ny\rz&#13;</a>", '{"a":"x\\ny\\nz\\r"}'],
    ['\ufeff<?xml version="1.0" encoding="UTF-8"?>\n<!-- c --><a/><?p x?>\n', '{"a":""}'],
    ["<a>x<!-- c -->y<?p?>z</a>", '{"a":"xyz"}'],
    ['<p:a xmlns:p="u"><p:b/></p:a>', '{"p:a":{"@xmlns:p":"u","p:b":""}}'],
    ["<__proto__ constructor='1'><__proto__/></__proto__>", '{"__proto__":{"@constructor":"1","__proto__":""}}'],
    ["<é.-1/>", '{"é.-1":""}'],
    ["<a>007</a>", '{"a":"007"}'],
  ];
  for (const [xml, json] of forms) assert.is(read(xml), json, xml);
});

test("what is no XML rejects, and so do document types and undefined entities", () => {
  const bad = [
    "",
    " ",
    "x",
    "<a",
    "<a>",
    "</a>",
    "<a></b>",
    "<a><b></a></b>",
    "<a/><b/>",
    "<a/>x",
    "x<a/>",
    "<a/><![CDATA[x]]>",
    "<a x/>",
    "<a x=1/>",
    '<a x="1" x="2"/>',
    '<a x="1"y="2"/>',
    '<a x="<"/>',
    '<a x="1/>',
    "<a>&b;</a>",
    "<a>&</a>",
    "<a>&amp</a>",
    "<a>& </a>",
    "<a>&#0;</a>",
    "<a>&#xD800;</a>",
    "<a>&#xFFFF;</a>",
    "<a>&#x110000;</a>",
    "<a>&#;</a>",
    "<a>]]></a>",
    "<a><![CDATA[x]]</a>",
    "<a><!-- -- --></a>",
    "<a><!-- x</a>",
    "<!DOCTYPE a><a/>",
    '<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
    "<1a/>",
    "< a/>",
    "<a>\u0001</a>",
    "<a>\uffff</a>",
    "<a\u0000/>",
    ' <?xml version="1.0"?><a/>',
    "<a><?xml x?></a>",
    "<a><?p x</a>",
    "<a><? p?></a>",
    "<a / >",
    "<a></a x='1'>",
    "<a></ a>",
  ];
  for (const xml of bad) rejects("RDI5010", () => read(xml));
  rejects("RDI5014", () => xmlToJson(Buffer.from([0x3c, 0xff, 0x2f, 0x3e]), site));
});

test("the message says what is wrong and where", () => {
  assert.is(rejectionOf(() => read("<é></a>")).message, "balance: not XML: </é> is missing, at byte 4");
  assert.is(rejectionOf(() => read("<a>1 &b; 2</a>")).message, "balance: not XML: an entity is not defined, at byte 5");
});

test("random elements are read as they were written, however they are spelled", () => {
  for (let run = 0; run < 2000; run++) {
    const element = randomElement(r, 3);
    const xml = writtenXml(r, element.xml);
    assert.equal(plainOf(xmlToJson(xml, site)), { [element.xml.name]: element.json }, xml);
  }
});

test("nothing is accepted that another validator refuses, and a parser finds the same in it", () => {
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: "@",
    parseTagValue: false,
    trimValues: false,
    ignorePiTags: true,
    ignoreDeclaration: true,
  });
  let refused = 0;
  for (let run = 0; run < 3000; run++) {
    const xml = mutated(writtenXml(r, randomElement(r, 2).xml));
    const mine = outcome(() => read(xml));
    if (XMLValidator.validate(xml) === true) continue;
    refused++;
    assert.is(mine, "RDI5010", xml);
  }
  assert.ok(refused > 500);
  for (const xml of ["<a><b>1</b><c x='1'>2</c><b>3</b></a>", "<a x='1' y='2'><b/></a>", "<a><b><c>&lt;</c></b></a>"]) {
    assert.equal(JSON.parse(read(xml) ?? ""), parser.parse(xml), xml);
  }
});

function mutated(xml: string): string {
  const characters = Array.from(xml);
  characters.splice(r.int(0, characters.length), r.int(0, 2), r.pick(["", "<", ">", "/", '"', "&", "=", " ", "a"]));
  return characters.join("");
}

test("deep nesting rejects, and long documents take linear time", () => {
  assert.ok(read(`${"<a>".repeat(1000)}${"</a>".repeat(1000)}`)?.startsWith('{"a":{"a":'));
  rejects("RDI5010", () => read("<a>".repeat(1001) + "</a>".repeat(1001)));
  rejects("RDI5010", () => read("<a>".repeat(500_000)));
  assert.is(read(`<a>${"<b/>".repeat(200_000)}</a>`)?.length, 13 + 200_000 * 3);
  const long = "x".repeat(4_000_000);
  assert.is(read(`<a>${long}</a>`)?.length, long.length + 8);
  assert.is(read(`<a b="${long}"/>`)?.length, long.length + 15);
  assert.is(read(`<${long}/>`)?.length, long.length + 7);
  rejects("RDI5010", () => read(`<a>${"&".repeat(1_000_000)}</a>`));
  rejects("RDI5010", () => read(`<a${" ".repeat(1_000_000)}`));
});

test.run();
