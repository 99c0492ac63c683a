/**
 * Verify many documents in one process: a JSON list of {document, record, noLog, folder} on standard input (paths; record and
 * folder may be null), a JSON list of {exit, checks} on standard output.
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { verifyDocument } from "../../../shuangsuiji/web/static/verify/verify.js";

const requests = JSON.parse(readFileSync(0, "utf8"));
const answers = requests.map(({ document, record, noLog, folder }) => {
  const files = (name) => (folder !== null && existsSync(join(folder, name)) ? readFileSync(join(folder, name)) : null);
  const { exit, results } = verifyDocument(readFileSync(document), {
    record: record === null ? null : readFileSync(record),
    noLog,
    files,
  });
  return { exit, checks: results.map(({ id, status }) => [id, status]) };
});
process.stdout.write(JSON.stringify(answers));
