/**
 * Verify many documents in one process: a JSON list of {document, record, noLog, folder, log} on standard input (paths; record,
 * folder and log may be null), a JSON list of {exit, checks, reasons} on standard output. `log` is {folder, policy, vkey, checkpoints}
 * as on the command line; its `platform` stands for one that has no Ed25519 (absent) or holds every signature good (credulous).
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { openDrawLog } from "../../../shuangsuiji/web/static/verify/draw_log.js";
import { folderReader, keptCheckpoints, policyOf } from "../../../shuangsuiji/web/static/verify/folder.mjs";
import { verifyDocument } from "../../../shuangsuiji/web/static/verify/verify.js";

const PLATFORMS = { absent: null, credulous: { importKey: async () => ({}), verify: async () => true } };

async function opened(path, bytes, { folder, policy = null, vkey = null, checkpoints = null, platform = null }) {
  const kept = keptCheckpoints(checkpoints, folder, path);
  const subtle = platform === null ? globalThis.crypto?.subtle : PLATFORMS[platform];
  return openDrawLog(bytes, { read: folderReader(folder), policy: policyOf({ policy, vkey }), kept, subtle });
}

async function answer({ document, record, noLog, folder, log = null }) {
  const files = (name) => (folder !== null && existsSync(join(folder, name)) ? readFileSync(join(folder, name)) : null);
  const bytes = readFileSync(document);
  const { exit, results } = verifyDocument(bytes, {
    record: record === null ? null : readFileSync(record),
    noLog,
    drawLog: log === null ? null : await opened(document, bytes, log),
    files,
  });
  const reasons = Object.fromEntries(results.map(({ id, reason }) => [id, reason]));
  return { exit, checks: results.map(({ id, status }) => [id, status]), reasons };
}

const answers = [];
for (const request of JSON.parse(readFileSync(0, "utf8"))) answers.push(await answer(request));
process.stdout.write(JSON.stringify(answers));
