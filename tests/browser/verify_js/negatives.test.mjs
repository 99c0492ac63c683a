/**
 * Every case of tests/vectors/draw-negative.json fails exactly the checks it names.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { verifyDocument } from "../../../shuangsuiji/web/static/verify/verify.js";
import { VECTORS, applyOps, loadBases, recordFiles } from "./patch.mjs";

const { cases } = JSON.parse(readFileSync(join(VECTORS, "draw-negative.json"), "utf8"));
const bases = loadBases();

function failuresOf({ base, ops, record }) {
  const options = { noLog: true, files: recordFiles, record: record ? applyOps(bases.get(record), []) : null };
  const { results } = verifyDocument(applyOps(bases.get(base), ops), options);
  return results.filter(({ status }) => status === "FAIL").map(({ id }) => id);
}

test("there are at least 300 cases", () => assert.ok(cases.length >= 300));

for (const base of new Set(cases.map((one) => one.base))) {
  test(`defects of ${base}`, () => {
    for (const one of cases.filter((other) => other.base === base)) {
      const failed = failuresOf(one).filter((id) => one.fails.includes(id) || !(one.may ?? []).includes(id));
      assert.deepEqual(failed, one.fails, `${one.name}（${one.note}）`);
    }
  });
}
