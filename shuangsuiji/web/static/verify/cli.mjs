#!/usr/bin/env node
/**
 * Verify a document from the command line: node cli.mjs RECORD [--no-log | --log DIR] [--record FILE] [--json]
 */
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseJson } from "./canonical.js";
import { openDrawLog } from "./draw_log.js";
import { ProtocolError } from "./errors.js";
import { folderReader, keptCheckpoints, policyOf } from "./folder.mjs";
import { EXIT, linesOf } from "./report.js";
import { verifyDocument } from "./verify.js";

const USAGE = `用法：node cli.mjs 记录文件 [--no-log | --log 日志文件夹] [--policy 信任名单 | --vkey 公钥] [--checkpoints 检查点]
      [--record 公开记录] [--json]
  --no-log       不核对日志（V14 V24 V26）
  --log          抽取所入的日志，拷贝在一个文件夹里；本程序不联网
  --policy       信任名单：日志与见证人的公钥、需要几个见证
  --vkey         只给日志的公钥（名称+编号+公钥），不要求见证
  --checkpoints  以前保存的检查点：一个文件，或一个文件夹；记录旁边的 .tlog-proof 总会用上
  --record       开启包所属的公开记录；不给则在开启包旁边找同一次抽取的 draw-*.json
  --json         输出 JSON
退出码：0 全部通过；1 有不通过；2 用法错误；3 有应做的核验未做`;
const FLAGS = { "--no-log": "noLog", "--json": "json" };
const VALUES = {
  "--record": "record",
  "--public": "record",
  "--log": "log",
  "--policy": "policy",
  "--vkey": "vkey",
  "--checkpoints": "checkpoints",
};

function usage(problem) {
  process.stderr.write(`${problem}\n${USAGE}\n`);
  process.exit(EXIT.USAGE);
}

function readArguments(words) {
  const options = { path: null, record: null, noLog: false, json: false };
  Object.assign(options, { log: null, policy: null, vkey: null, checkpoints: null });
  for (let i = 0; i < words.length; i++) {
    if (Object.hasOwn(FLAGS, words[i])) options[FLAGS[words[i]]] = true;
    else if (Object.hasOwn(VALUES, words[i])) options[VALUES[words[i]]] = words[++i] ?? usage(`${words[i - 1]} 缺内容`);
    else if (words[i].startsWith("-")) usage(`不认识 ${words[i]}`);
    else if (options.path === null) options.path = words[i];
    else usage("只能给一个文件");
  }
  return options.path === null ? usage("没有给出文件") : allowed(options);
}

function allowed(options) {
  if (options.noLog && options.log !== null) usage("--no-log 与 --log 只能用一个");
  if (options.policy !== null && options.vkey !== null) usage("--policy 与 --vkey 只能用一个");
  if (/^[A-Za-z][A-Za-z0-9+.-]*:\/\//.test(options.log ?? ""))
    usage("--log 只能是文件夹：请先拷贝日志，或改用 Python 的核验程序");
  return options;
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

/** The log that the options name, or null. */
async function logOf(options, bytes) {
  if (options.log === null) return null;
  try {
    const kept = keptCheckpoints(options.checkpoints, options.log, options.path);
    return await openDrawLog(bytes, { read: folderReader(options.log), policy: policyOf(options), kept });
  } catch (error) {
    if (error instanceof ProtocolError) return usage(`不能使用：${error.message}`);
    if (error.code !== undefined) return usage(`读不到 ${error.path}`);
    throw error;
  }
}

async function main() {
  const options = readArguments(process.argv.slice(2));
  const bytes = read(options.path);
  const folder = dirname(options.path);
  const document = tryParse(bytes);
  const isBundle = document?.format === "ssj-opening/1";
  let record = null;
  if (isBundle) record = options.record === null ? findRecord(folder, document) : read(options.record);
  const files = (name) => (existsSync(join(folder, name)) ? readFileSync(join(folder, name)) : null);
  const drawLog = await logOf(options, bytes);
  const report = verifyDocument(bytes, { record, noLog: options.noLog, drawLog, files });
  const json = { exit: report.exit, checks: report.results, notes: report.notes };
  process.stdout.write(options.json ? `${JSON.stringify(json)}\n` : `${linesOf(report).join("\n")}\n`);
  process.exitCode = report.exit;
}

await main();
