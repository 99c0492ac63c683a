/**
 * Whole records and firm bundles: the committed ones, and the examples of the shared design folder where it is at hand.
 */
import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { verifyDocument } from "../../../shuangsuiji/web/static/verify/verify.js";
import { RECORDS, ROOT } from "./patch.mjs";

const SHARED = resolve(ROOT, process.env.SHUANGSUIJI_SHARED ?? "../shared", "design", "records");
const BUNDLE_CHECKS = ["V01", "V05", "V07", "V08", "V18", "V19"];

function readFolder(folder) {
  const files = (name) => (existsSync(join(folder, name)) ? readFileSync(join(folder, name)) : null);
  const documents = readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .map((name) => {
      const bytes = readFileSync(join(folder, name));
      return { name, bytes, value: JSON.parse(bytes) };
    });
  return { files, documents };
}

function testFolder(label, folder) {
  const { files, documents } = readFolder(folder);
  const bundles = documents.filter(({ value }) => value.format === "ssj-opening/1");
  const records = documents.filter((one) => !bundles.includes(one));
  test(`${label}: there are records and bundles`, () => assert.ok(records.length > 10 && bundles.length > 3));
  for (const { name, bytes } of records) {
    test(`${label} ${name}: exit 3 without a log, 0 when no log is asked for`, () => {
      const asked = verifyDocument(bytes, { files });
      assert.deepEqual(
        asked.results.filter(({ status }) => status === "FAIL"),
        [],
      );
      assert.equal(asked.exit, 3);
      const { exit, results } = verifyDocument(bytes, { files, noLog: true });
      assert.equal(exit, 0);
      assert.deepEqual(
        results.map(({ id }) => id),
        Array.from({ length: 28 }, (_, i) => `V${String(i + 1).padStart(2, "0")}`),
      );
    });
  }
  for (const { name, bytes, value } of bundles) {
    test(`${label} ${name}: the bundle opens against its public record`, () => {
      const record = records.find(
        (one) => one.value.draw_id === value.draw_id && one.value.audience === "public",
      ).bytes;
      const { exit, results } = verifyDocument(bytes, { record, files });
      assert.deepEqual(
        results.filter(({ status }) => status !== "PASS"),
        [],
      );
      assert.equal(exit, 0);
      assert.deepEqual(
        results.map(({ id }) => id),
        BUNDLE_CHECKS,
      );
    });
  }
}

if (existsSync(RECORDS)) testFolder("committed", RECORDS);
if (existsSync(SHARED)) testFolder("example", SHARED);
else test("examples of the shared folder", { skip: `外部数据不在: ${SHARED}（设置 SHUANGSUIJI_SHARED）` }, () => {});
