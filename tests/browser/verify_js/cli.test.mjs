/**
 * The command line: exit codes, lines, JSON, and how a bundle finds its public record.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { RECORDS, ROOT, VECTORS, loadBases } from "./patch.mjs";

const CLI = join(ROOT, "shuangsuiji", "web", "static", "verify", "cli.mjs");
const folder = mkdtempSync(join(tmpdir(), "verify-js-"));
after(() => rmSync(folder, { recursive: true }));

const run = (...words) => spawnSync(process.execPath, [CLI, ...words], { encoding: "utf8" });

function save(name, value) {
  writeFileSync(join(folder, name), typeof value === "string" ? value : JSON.stringify(value));
  return join(folder, name);
}

test("a good vector element prints one line per check and leaves with 0", () => {
  const { status, stdout } = run(save("good.json", loadBases().get("suite/SM3")));
  assert.equal(status, 0);
  assert.equal(stdout.split("\n").filter((line) => /^V[0-9]{2} (PASS|SKIP) /.test(line)).length, 28);
  assert.ok(stdout.includes("核验通过"));
});

test("JSON output names each check", () => {
  const { status, stdout } = run("--json", save("bad.json", { ...loadBases().get("suite/SHA256"), subject_root: "0" }));
  const report = JSON.parse(stdout);
  assert.equal(status, 1);
  assert.equal(report.exit, 1);
  assert.deepEqual(
    report.checks.filter(({ status: one }) => one === "FAIL").map(({ id }) => id),
    ["V05"],
  );
});

test("wrong usage leaves with 2", () => {
  const log = ["a", "--log", "b"];
  const logged = [["a", "--log"], [...log, "--no-log"], [...log, "--policy", "c", "--vkey", "d"], ["a", "--log", "x://y"]];
  for (const words of [[], ["--what"], ["a", "b"], ["--record"], [join(folder, "absent.json")], ...logged])
    assert.equal(run(...words).status, 2, words.join(" "));
});

test("a record and its bundle", { skip: !existsSync(RECORDS) && "没有 tests/vectors/records" }, () => {
  const documents = readdirSync(RECORDS)
    .filter((name) => name.endsWith(".json"))
    .map((name) => [name, JSON.parse(readFileSync(join(RECORDS, name), "utf8"))]);
  const [bundleName, bundle] = documents.find(([, { format }]) => format === "ssj-opening/1");
  const [recordName] = documents.find(([, one]) => one.draw_id === bundle.draw_id && one.audience === "public");
  copyFileSync(join(RECORDS, bundleName), join(folder, "bundle.json"));
  assert.equal(run(join(folder, "bundle.json")).status, 3);
  assert.equal(run(join(folder, "bundle.json"), "--record", join(RECORDS, recordName)).status, 0);
  copyFileSync(join(RECORDS, recordName), join(folder, "draw-x.v1.json"));
  save("draw-broken.json", "{");
  assert.equal(run(join(folder, "bundle.json")).status, 0);
  assert.equal(run(join(folder, "draw-x.v1.json")).status, 3);
  assert.equal(run("--no-log", join(folder, "draw-x.v1.json")).status, 0);
});

test("a test vector file is no record", () => {
  assert.equal(run(join(VECTORS, "draw-vectors.json")).status, 1);
});
