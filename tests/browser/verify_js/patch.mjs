/**
 * The patch language of tests/vectors/draw-negative.json and the loader of its bases.
 *
 * On the parsed document: set, delete, insert, append, swap. On its compact JSON text, afterwards: replace, prefix, suffix.
 */
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const HERE = dirname(fileURLToPath(import.meta.url));
export const ROOT = join(HERE, "..", "..", "..");
export const VECTORS = join(ROOT, "tests", "vectors");
export const RECORDS = join(VECTORS, "records");

const readJson = (path) => JSON.parse(readFileSync(path, "utf8"));

/** All bases by name: the suites of the vectors, and the committed records where they exist. */
export function loadBases() {
  const bases = new Map();
  for (const suite of readJson(join(VECTORS, "draw-vectors.json")).suites) bases.set(`suite/${suite.suite}`, suite);
  const names = existsSync(RECORDS) ? readdirSync(RECORDS).filter((name) => name.endsWith(".json")) : [];
  for (const name of names.sort()) bases.set(`record/${name.replace(/\.json$/, "")}`, readJson(join(RECORDS, name)));
  return bases;
}

/** Files beside the committed records, for file-reference rosters. */
export function recordFiles(name) {
  const path = join(RECORDS, name);
  return existsSync(path) ? readFileSync(path) : null;
}

const ON_DOCUMENT = {
  set: (parent, key, { value }) => {
    parent[key] = value;
  },
  delete: (parent, key) => {
    if (Array.isArray(parent)) parent.splice(key, 1);
    else delete parent[key];
  },
  insert: (parent, key, { value }) => parent.splice(key, 0, value),
  append: (parent, key, { value }) => parent[key].push(value),
  swap: (parent, key, { value: [i, j] }) => {
    [parent[key][i], parent[key][j]] = [parent[key][j], parent[key][i]];
  },
};
const ON_TEXT = {
  replace: (text, { find, value }) => {
    if (text.split(find).length !== 2) throw new Error(`${find} is not there exactly once`);
    return text.split(find).join(value);
  },
  prefix: (text, { value }) => value + text,
  suffix: (text, { value }) => text + value,
};

/** Bytes of a base after the operations of a case. */
export function applyOps(base, ops) {
  const document = JSON.parse(JSON.stringify(base));
  for (const op of ops.filter(({ op: name }) => name in ON_DOCUMENT)) {
    const parent = op.path.slice(0, -1).reduce((value, key) => value[key], document);
    ON_DOCUMENT[op.op](parent, op.path[op.path.length - 1], op);
  }
  const texts = ops.filter(({ op: name }) => name in ON_TEXT);
  return new TextEncoder().encode(texts.reduce((text, op) => ON_TEXT[op.op](text, op), JSON.stringify(document)));
}
