/**
 * Roster files: their exact form, and what happens when one is wrong or absent.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { jcs } from "../../../shuangsuiji/web/static/verify/canonical.js";
import { sha256, toHex, utf8 } from "../../../shuangsuiji/web/static/verify/hash.js";
import { readRosterFile } from "../../../shuangsuiji/web/static/verify/roster.js";
import { verifyDocument } from "../../../shuangsuiji/web/static/verify/verify.js";
import { applyOps, loadBases } from "./patch.mjs";

const ROW = { handle: "obj:a", stratum: "A", elig: "E", attrs: "0".repeat(64) };
const PERSON = {
  cap: 1,
  dept: "rsj",
  elig: "E",
  handle: `h:${"0".repeat(64)}`,
  quals: ["law"],
  recusal: "0".repeat(64),
};
const LINE = jcs(ROW);
const read = (text, format = "jsonl", kind = "subject") => readRosterFile(utf8(text), format, kind);

test("well-formed files are read", () => {
  assert.deepEqual(
    read(`${LINE}\n`).map((row) => ({ ...row })),
    [ROW],
  );
  assert.deepEqual(
    read(`${jcs(PERSON)}\n`, "jsonl", "inspector").map((row) => ({ ...row })),
    [PERSON],
  );
  assert.deepEqual(read("handle,stratum,elig,attrs\nobj:a,A,E,0\n", "csv"), [{ ...ROW, attrs: "0" }]);
  assert.deepEqual(read(""), []);
});

test("any other form is refused", () => {
  const bad = [
    [`${LINE}\r\n`],
    [LINE],
    [`${LINE}\n\n`],
    [`\uFEFF${LINE}\n`],
    [`${LINE} \n`],
    [`[1]\n`],
    ["null\n"],
    [`${jcs({ ...ROW, extra: 1 })}\n`],
    [`{"handle":"obj:a","attrs":"${ROW.attrs}","elig":"E","stratum":"A"}\n`],
    [`${jcs(PERSON)}\n`],
    ["", "csv"],
    ["handle,stratum,elig\n", "csv"],
    ["handle,stratum,elig,attrs\r\n", "csv"],
    ["handle,stratum,elig,attrs\na,b,c\n", "csv"],
    ['handle,stratum,elig,attrs\n"a",b,c,d\n', "csv"],
    ["handle,stratum,elig,attrs\n", "csv", "inspector"],
    [`${LINE}\n`, "xlsx"],
  ];
  for (const args of bad) assert.throws(() => read(...args), { name: "ProtocolError" }, JSON.stringify(args));
  assert.throws(() => readRosterFile(Uint8Array.of(0xff, 0x0a), "jsonl", "subject"), /UTF-8/);
});

const csvOf = (rows) =>
  utf8(
    `handle,stratum,elig,attrs\n${rows.map((row) => `${row.handle},${row.stratum},${row.elig},${row.attrs}\n`).join("")}`,
  );

/** A vector element whose subject roster lies in a file. */
function referring(bytes, changes = {}) {
  const base = loadBases().get("suite/SHA256");
  const reference = {
    file: "s.csv",
    format: "csv",
    rows: base.subject_roster.length,
    bytes: bytes.length,
    sha256: toHex(sha256(bytes)),
    ...changes,
  };
  return applyOps(base, [{ op: "set", path: ["subject_roster"], value: reference }]);
}

function statuses(document, files) {
  return new Map(verifyDocument(document, { files }).results.map(({ id, status }) => [id, status]));
}

const GOOD = csvOf(loadBases().get("suite/SHA256").subject_roster);

test("a good file is as good as rows", () => {
  const found = statuses(referring(GOOD), () => GOOD);
  assert.ok(["V04", "V05", "V07", "V16", "V17", "V18", "V27"].every((id) => found.get(id) === "PASS"));
});

test("an absent file fails nothing and skips what needs it", () => {
  for (const files of [() => null, null]) {
    const found = statuses(referring(GOOD), files);
    for (const id of ["V04", "V05", "V07", "V16", "V17", "V18", "V27"]) assert.equal(found.get(id), "SKIP", id);
    assert.ok(![...found.values()].includes("FAIL"));
    assert.equal(verifyDocument(referring(GOOD), { files }).exit, 3);
  }
});

test("a file with CRLF, of another digest, size or order fails V27", () => {
  const text = new TextDecoder().decode(GOOD);
  const lines = text.split("\n");
  const swapped = utf8([lines[0], lines[2], lines[1], ...lines.slice(3)].join("\n"));
  const crlf = utf8(text.replaceAll("\n", "\r\n"));
  assert.equal(statuses(referring(crlf), () => crlf).get("V27"), "FAIL");
  assert.equal(statuses(referring(swapped), () => swapped).get("V27"), "FAIL");
  for (const changes of [{ rows: 1 }, { bytes: 1 }, { sha256: "0".repeat(64) }, { format: "jsonl" }]) {
    assert.equal(statuses(referring(GOOD, changes), () => GOOD).get("V27"), "FAIL", JSON.stringify(changes));
  }
});

test("a file name that is no bare name is never opened", () => {
  for (const file of ["../s.csv", "..", ".", "", "a/b", "a\\b", "a\u0000"]) {
    const found = statuses(referring(GOOD, { file }), () => assert.fail("opened"));
    assert.equal(found.get("V27"), "FAIL", JSON.stringify(file));
  }
});
