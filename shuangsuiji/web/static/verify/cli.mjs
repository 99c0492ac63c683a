#!/usr/bin/env node
/**
 * Verify a document from the command line: node cli.mjs RECORD [--no-log] [--record FILE] [--json]
 */
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseJson } from "./canonical.js";
import { EXIT, linesOf } from "./report.js";
import { verifyDocument } from "./verify.js";

const USAGE = `用法：node cli.mjs 记录文件 [--no-log] [--record 公开记录] [--json]
  --no-log   不核对台账（V14 V24 V26）
  --record   开启包所属的公开记录；不给则在开启包旁边找同一次抽取的 draw-*.json
  --json     输出 JSON
退出码：0 全部通过；1 有不通过；2 用法错误；3 有应做的核验未做`;

function usage(problem) {
  process.stderr.write(`${problem}\n${USAGE}\n`);
  process.exit(EXIT.USAGE);
}

function readArguments(words) {
  const options = { path: null, record: null, noLog: false, json: false };
  for (let i = 0; i < words.length; i++) {
    if (words[i] === "--no-log") options.noLog = true;
    else if (words[i] === "--json") options.json = true;
    else if (words[i] === "--record" || words[i] === "--public")
      options.record = words[++i] ?? usage("--record 缺文件名");
    else if (words[i].startsWith("-")) usage(`不认识 ${words[i]}`);
    else if (options.path === null) options.path = words[i];
    else usage("只能给一个文件");
  }
  return options.path === null ? usage("没有给出文件") : options;
}

function read(path) {
  try {
    return readFileSync(path);
  } catch {
    return usage(`读不到 ${path}`);
  }
}

function tryParse(bytes) {
  try {
    return parseJson(bytes);
  } catch {
    return null;
  }
}

/** The newest public record of the same draw beside a bundle, or null. */
function findRecord(folder, bundle) {
  const candidates = readdirSync(folder)
    .filter((name) => /^draw-.*\.json$/.test(name))
    .map((name) => readFileSync(join(folder, name)))
    .map((bytes) => ({ bytes, record: tryParse(bytes) }))
    .filter(({ record }) => record?.draw_id === bundle.draw_id && record.audience === "public")
    .sort((a, b) => b.record.version - a.record.version);
  return candidates.length > 0 ? candidates[0].bytes : null;
}

function main() {
  const options = readArguments(process.argv.slice(2));
  const bytes = read(options.path);
  const folder = dirname(options.path);
  const document = tryParse(bytes);
  const isBundle = document?.format === "ssj-opening/1";
  let record = null;
  if (isBundle) record = options.record === null ? findRecord(folder, document) : read(options.record);
  const files = (name) => (existsSync(join(folder, name)) ? readFileSync(join(folder, name)) : null);
  const report = verifyDocument(bytes, { record, noLog: options.noLog, files });
  const json = { exit: report.exit, checks: report.results, notes: report.notes };
  process.stdout.write(options.json ? `${JSON.stringify(json)}\n` : `${linesOf(report).join("\n")}\n`);
  process.exitCode = report.exit;
}

main();
