/**
 * Nothing in a document makes the verifier throw: junk in random places ends in FAIL, SKIP or a harmless PASS.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { sha256, utf8 } from "../../../shuangsuiji/web/static/verify/hash.js";
import { verifyDocument } from "../../../shuangsuiji/web/static/verify/verify.js";
import { applyOps, loadBases, recordFiles } from "./patch.mjs";

const JUNK = [
  null,
  true,
  false,
  -1,
  0,
  7,
  1e15,
  "",
  "\n",
  "x",
  "constructor",
  "__proto__",
  "h:",
  [],
  {},
  [[]],
  [null],
  { handle: "x" },
  "t1",
  "0".repeat(64),
];

function numbers(label) {
  let count = 0;
  return (n) => new DataView(sha256(utf8(`${label}/${count++}`)).buffer).getUint32(0) % n;
}

/** A path to some value inside, longer ones as likely as short ones. */
function somePath(value, below) {
  const path = [];
  let here = value;
  while (here !== null && typeof here === "object" && Object.keys(here).length > 0) {
    const keys = Object.keys(here);
    const key = keys[below(keys.length)];
    path.push(Array.isArray(here) ? Number(key) : key);
    here = here[key];
    if (below(4) === 0) break;
  }
  return path;
}

const bases = loadBases();

for (const [name, base] of bases) {
  test(`junk in ${name}`, () => {
    const below = numbers(name);
    for (let i = 0; i < 25; i++) {
      const path = somePath(base, below);
      const op = below(4) === 0 ? { op: "delete", path } : { op: "set", path, value: JUNK[below(JUNK.length)] };
      const record =
        base.format === "ssj-opening/1"
          ? [...bases.values()].find((one) => one.draw_id === base.draw_id && one.audience === "public")
          : null;
      const options = { noLog: true, files: recordFiles, record: record && applyOps(record, []) };
      const { exit } = verifyDocument(applyOps(base, [op]), options);
      assert.ok([0, 1, 3].includes(exit), JSON.stringify(op));
    }
  });
}

test("documents that are no records at all fail V01 and skip the rest", () => {
  for (const text of [
    "",
    "null",
    "[]",
    "7",
    '"x"',
    "{}",
    '{"format":"x"}',
    '{"format":"ssj-opening/1"}',
    '{"format":"ssj-draw-record/1"}',
  ]) {
    const { exit, results } = verifyDocument(utf8(text));
    assert.equal(exit, 1, text);
    assert.equal(results[0].status, "FAIL", text);
    assert.ok(
      results.slice(1).every(({ status, reason }) => status === "SKIP" && reason === "V01 未通过"),
      text,
    );
  }
});

test("a bundle with a public record that cannot be used fails V01", () => {
  const [bundle] = [...bases.values()].filter(({ format }) => format === "ssj-opening/1");
  const early = [...bases.values()].find(({ state, shadow }) => state === "ABORTED" && !shadow);
  for (const record of [
    "{",
    "[]",
    JSON.stringify(bases.get("suite/SHA256")),
    JSON.stringify(early),
    JSON.stringify(bundle),
  ]) {
    const { exit, results } = verifyDocument(utf8(JSON.stringify(bundle)), { record: utf8(record) });
    assert.equal(exit, 1);
    assert.deepEqual(
      results.map(({ id, status }) => `${id} ${status}`),
      ["V01 FAIL", "V05 SKIP", "V07 SKIP", "V08 SKIP", "V18 SKIP", "V19 SKIP"],
    );
  }
});

test("a record without its format is not taken for a vector element", () => {
  for (const [name, base] of bases) {
    if (base.format !== "ssj-draw-record/1") continue;
    const { results } = verifyDocument(applyOps(base, [{ op: "delete", path: ["format"] }]), { noLog: true });
    assert.equal(`${results[0].id} ${results[0].status}`, "V01 FAIL", name);
  }
});

test("two qualifications written as one have the same leaf and are refused all the same", () => {
  const base = bases.get("suite/SHA256");
  const row = base.inspector_roster.findIndex(({ quals }) => quals.length > 1);
  const joined = {
    op: "set",
    path: ["inspector_roster", row, "quals"],
    value: [base.inspector_roster[row].quals.join(",")],
  };
  const failed = verifyDocument(applyOps(base, [joined])).results.filter(({ status }) => status === "FAIL");
  assert.ok(failed.some(({ id }) => id === "V04") && !failed.some(({ id }) => id === "V06"));
});
