/**
 * Writes tests/vectors/draw-negative.json: one defect each, and the checks that must fail.
 *
 * The expected sets are written here by hand from the protocol page; `negatives.test.mjs` and the Python test apply them.
 * `may` lists checks on which the page leaves freedom. Run: node tests/browser/verify_js/make_negatives.mjs
 * (with --print it goes to standard output).
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { usccCheckCharacter } from "../../../shuangsuiji/web/static/verify/identifiers.js";
import { VECTORS, loadBases } from "./patch.mjs";
import { bundleCases, recordCases } from "./record_cases.mjs";
import { suiteCases } from "./suite_cases.mjs";

/** Collects the cases of one base. */
class Collector {
  constructor(base, record) {
    this.base = base;
    this.record = record;
    this.cases = [];
  }

  add(name, ops, fails, note, may = []) {
    const whole = {
      name: `${this.base}: ${name}`,
      base: this.base,
      ops: Array.isArray(ops) ? ops : [ops],
      fails: [...fails].sort(),
    };
    if (this.record !== null) whole.record = this.record;
    if (may.length > 0) whole.may = may;
    this.cases.push({ ...whole, note });
  }
}

export const set = (path, value) => ({ op: "set", path, value });
export const remove = (path) => ({ op: "delete", path });
export const insert = (path, value) => ({ op: "insert", path, value });
export const append = (path, value) => ({ op: "append", path, value });
export const swap = (path, i, j) => ({ op: "swap", path, value: [i, j] });
export const replace = (find, value) => ({ op: "replace", find, value });

/** Another hexadecimal text of the same length. */
export const flip = (text) => (text[0] === "0" ? "1" : "0") + text.slice(1);

/** ASCII to full width. */
export const wide = (text) =>
  [...text].map((c) => (c > " " && c < "\x7f" ? String.fromCharCode(c.charCodeAt(0) + 0xfee0) : c)).join("");

/** A valid USCC id of another region with the organisation code of this one; sorts after all of 410928. */
export function otherRegion(id) {
  const first = `${id.slice(5, 7)}410929${id.slice(13, 22)}`;
  return `uscc:${first}${usccCheckCharacter(first)}`;
}

/** Name of the public record of a bundle, with its rows inside it where there is one. */
function publicRecord(bases, bundle) {
  const names = [...bases.keys()].filter(
    (name) => bases.get(name).draw_id === bundle.draw_id && bases.get(name).audience === "public",
  );
  return names.find((name) => !("file" in (bases.get(name).subject_roster ?? {}))) ?? names[0];
}

function main() {
  const cases = [];
  const bases = loadBases();
  const seen = new Set();
  const once = (key) => !seen.has(key) && Boolean(seen.add(key));
  for (const [name, base] of bases) {
    const isBundle = base.format === "ssj-opening/1";
    const collector = new Collector(name, isBundle ? publicRecord(bases, base) : null);
    if (name.startsWith("suite/")) suiteCases(collector, base, once);
    else if (isBundle) bundleCases(collector, base);
    else recordCases(collector, base, once);
    cases.push(...collector.cases);
  }
  const names = new Set(cases.map(({ name }) => name));
  if (names.size !== cases.length) throw new Error("names are not unique");
  const note =
    "每例对基准文件改一处；fails 是必须 FAIL 的核验编号，除 may 之外不得有别的 FAIL；由 make_negatives.mjs 写出";
  const lines = cases.map((one) => JSON.stringify(one)).join(",\n");
  const text = `{"format":"ssj-draw-negative/1","note":${JSON.stringify(note)},"cases":[\n${lines}\n]}\n`;
  if (process.argv[2] === "--print") process.stdout.write(text);
  else writeFileSync(join(VECTORS, "draw-negative.json"), text);
}

if (process.argv[1]?.endsWith("make_negatives.mjs")) main();
