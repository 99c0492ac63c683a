/**
 * Strict JSON, canonical JSON, netstrings, byte order, shapes of names.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  byteOrder,
  jcs,
  ns,
  parseJson,
  same,
  strictlyRising,
} from "../../../shuangsuiji/web/static/verify/canonical.js";
import { utf8 } from "../../../shuangsuiji/web/static/verify/hash.js";
import { PATTERN, ingestUscc, parseTime } from "../../../shuangsuiji/web/static/verify/identifiers.js";

const parse = (text, options) => parseJson(utf8(text), options);

test("the netstring of the protocol page", () => {
  assert.deepEqual(ns("ssj.demo/1", "", "濮阳县", "9141"), utf8("10:ssj.demo/1,0:,9:濮阳县,4:9141,"));
});

test("canonical JSON sorts integer-like keys as text", () => {
  assert.equal(
    jcs(parse('{"9":1,"10":2,"A":[true,null,"\\u007f\\u0001"]}')),
    '{"10":2,"9":1,"A":[true,null,"\u007f\\u0001"]}',
  );
});

test("__proto__ is a key like any other", () => {
  assert.equal(jcs(parse('{"__proto__":{"x":1},"constructor":2}')), '{"__proto__":{"x":1},"constructor":2}');
});

test("JSON outside the domain is refused", () => {
  const bad = [
    "",
    "{",
    "[1",
    "{]",
    '{"a" 1}',
    "01",
    "1.0",
    "1e3",
    "--1",
    "NaN",
    "tru",
    '"\\ud800"',
    '"\\x"',
    '"\n"',
    "[1,]",
    '{"a":1,"a":2}',
    "1 1",
    "9007199254740992",
    "[".repeat(200),
  ];
  for (const text of bad) assert.throws(() => parse(text), { name: "ProtocolError" }, text);
  assert.throws(() => parse("\uFEFF{}"), /BOM/);
  assert.throws(() => parseJson(Uint8Array.of(0x22, 0xff, 0x22)), /UTF-8/);
});

test("JSON inside the domain is read, large integers as BigInt only when asked for", () => {
  assert.equal(parse("-0"), 0);
  assert.deepEqual(parse(' [ true , false , null , -12 , "\\u4e2d" ] '), [true, false, null, -12, "中"]);
  assert.equal(parse("9007199254740993", { big: true }), 9007199254740993n);
});

test("values outside the domain have no canonical form", () => {
  for (const value of [
    1.5,
    NaN,
    2 ** 53,
    undefined,
    1n,
    "e\u0301",
    "\ud800",
    { "a b": 1 },
    { "": 1 },
    { ["k".repeat(65)]: 1 },
  ]) {
    assert.throws(() => jcs(value), { name: "ProtocolError" });
  }
  const deep = [];
  deep.push(deep);
  assert.throws(() => jcs(deep), /过深/);
});

test("order is that of UTF-8, not of UTF-16", () => {
  assert.ok(byteOrder("\uFFFD", "\u{1F600}") < 0);
  assert.ok(byteOrder("a", "aa") < 0);
  assert.ok(byteOrder("\u{1F600}", "\u{1F601}") < 0);
  const texts = ["z", "\u{10000}", "\uE000", "é", "a", ""];
  assert.deepEqual(
    [...texts].sort(byteOrder),
    [...texts].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))),
  );
  assert.ok(!strictlyRising(["a", "a"]));
});

test("equality looks at every key", () => {
  assert.ok(same({ a: [1, { b: null }] }, { a: [1, { b: null }] }));
  for (const other of [{ a: [1] }, { a: [1, { b: 0 }] }, { a: { 0: 1 } }, { b: [1] }, [], null, 1])
    assert.ok(!same({ a: [1, { b: null }] }, other));
});

test("names match whole texts only", () => {
  assert.ok(PATTERN.task.test("rehearsal/410928/rsj/2026"));
  for (const text of ["410928/rsj\n", "410928", "４10928/rsj", "410928/Rsj", "410928/a/b/c/d/e/f"])
    assert.ok(!PATTERN.task.test(text), text);
  assert.equal(ingestUscc(91410928), null);
});

test("times are real seconds of UTC", () => {
  assert.equal(parseTime("1970-01-02T00:00:00Z"), 86400);
  for (const text of [
    "2026-02-30T00:00:00Z",
    "2026-01-01T24:00:00Z",
    "2026-01-01T00:00:60Z",
    "2026-01-01T00:00:00+00:00",
    "2026-01-01 00:00:00Z",
    "2026-13-01T00:00:00Z",
    null,
  ]) {
    assert.equal(parseTime(text), null);
  }
});
