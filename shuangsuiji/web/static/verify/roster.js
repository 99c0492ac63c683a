/**
 * Frozen rosters: leaves, roots, commits, the rules of freeze, and the transport files.
 */
import { jcs, ns, parseJson, strictlyRising, tag } from "./canonical.js";
import { ProtocolError, must } from "./errors.js";
import { utf8 } from "./hash.js";
import { PATTERN, isSubjectId, sharedOrganisationCode } from "./identifiers.js";
import { rootOf } from "./tree.js";

const CSV_HEAD = "handle,stratum,elig,attrs";
const KEYS = {
  subject: ["attrs", "elig", "handle", "stratum"],
  inspector: ["cap", "dept", "elig", "handle", "quals", "recusal"],
};
/** Elig codes that need no rule of their own in the plan. */
const KNOWN_ELIG = { subject: ["E", "X1", "X2"], inspector: ["E", "X2", "X3", "X4"] };

/**
 * Leaf of a subject row.
 * @param {object} row
 * @returns {Uint8Array}
 */
export function subjectLeaf(row) {
  return ns("ssj.subject/1", row.handle, row.stratum, row.elig, row.attrs);
}

function inspectorLeaf(row) {
  return ns("ssj.inspector/1", row.handle, row.dept, row.quals.join(","), row.elig, row.cap, row.recusal);
}

/**
 * Root of a roster.
 * @param {import("./hash.js").Suite} suite
 * @param {"subject"|"inspector"} kind
 * @param {object[]} rows
 * @returns {string} 64 characters
 */
export function rosterRoot(suite, kind, rows) {
  return rootOf(suite, rows.map(kind === "subject" ? subjectLeaf : inspectorLeaf));
}

/**
 * Commitment to one roster.
 * @param {import("./hash.js").Suite} suite
 * @param {string} taskId
 * @param {string} kind `subject`, `subject/<library>` or `inspector`
 * @param {number} rows number of rows
 * @param {string} root
 * @returns {string} 64 characters
 */
export function rosterCommit(suite, taskId, kind, rows, root) {
  return tag(suite, "roster", taskId, kind, rows, root);
}

/**
 * Commitment to several libraries together.
 * @param {import("./hash.js").Suite} suite
 * @param {Map<string, string>} commits library → its commit
 * @returns {string} 64 characters
 */
export function combinedCommit(suite, commits) {
  const names = [...commits.keys()].sort();
  return tag(suite, "rosters", names.length, ...names.flatMap((name) => [name, commits.get(name)]));
}

function eligIsKnown(kind, elig, plan) {
  if (KNOWN_ELIG[kind].includes(elig)) return true;
  return PATTERN.elig.test(elig) && typeof plan.exclusions?.[elig] === "string";
}

function checkHandles(handles, isGood) {
  handles.forEach((handle, i) => must(isGood(handle), `第 ${i + 1} 行的标识不合格式：${JSON.stringify(handle)}`));
  must(strictlyRising(handles), "行没有按标识的字节序严格递增（次序不对或重复）");
  const shared = sharedOrganisationCode(handles);
  must(shared === null, `组织机构代码 ${shared} 出现在两个统一社会信用代码下`);
}

/**
 * The grammar of subject handles in a draw.
 * @param {boolean} sealed
 * @returns {(handle: string) => boolean}
 */
export function subjectGrammar(sealed) {
  return sealed ? (handle) => PATTERN.sealed.test(handle) : isSubjectId;
}

/**
 * Refuse a subject roster that freeze would refuse.
 * @param {object[]} rows
 * @param {object} plan
 * @param {boolean} sealed
 * @param {object} strata strata of the library in the plan
 */
export function checkSubjectRoster(rows, plan, sealed, strata) {
  checkHandles(
    rows.map((row) => row.handle),
    subjectGrammar(sealed),
  );
  rows.forEach((row, i) => {
    must(row.stratum in strata, `第 ${i + 1} 行的分类 ${JSON.stringify(row.stratum)} 不在方案中`);
    must(eligIsKnown("subject", row.elig, plan), `第 ${i + 1} 行的资格代码 ${JSON.stringify(row.elig)} 未定义`);
    must(PATTERN.hash.test(row.attrs), `第 ${i + 1} 行的 attrs 不合格式`);
  });
}

/**
 * Refuse a list of dispatched subjects that freeze would refuse.
 * @param {object} dispatched
 * @param {boolean} sealed
 */
export function checkDispatched(dispatched, sealed) {
  checkHandles(dispatched.handles, subjectGrammar(sealed));
  must(dispatched.attrs.length === dispatched.handles.length, "接收名单的 attrs 与标识数目不同");
  must(
    dispatched.attrs.every((attrs) => PATTERN.hash.test(attrs)),
    "接收名单的 attrs 不合格式",
  );
}

/**
 * Refuse an inspector roster that freeze would refuse.
 * @param {object[]} rows
 * @param {object} plan
 */
export function checkInspectorRoster(rows, plan) {
  checkHandles(
    rows.map((row) => row.handle),
    (handle) => PATTERN.sealed.test(handle),
  );
  rows.forEach((row, i) => {
    must(PATTERN.code.test(row.dept), `第 ${i + 1} 行的部门代码不合格式`);
    must(
      row.quals.every((qual) => PATTERN.code.test(qual)),
      `第 ${i + 1} 行的资质代码不合格式`,
    );
    must(new Set(row.quals).size === row.quals.length, `第 ${i + 1} 行的资质代码重复`);
    must(eligIsKnown("inspector", row.elig, plan), `第 ${i + 1} 行的资格代码 ${JSON.stringify(row.elig)} 未定义`);
    must(row.cap >= 1, `第 ${i + 1} 行的上限小于 1`);
    must(PATTERN.hash.test(row.recusal), `第 ${i + 1} 行的回避承诺不合格式`);
  });
}

/**
 * Rows of a transport file, strictly in the form of the protocol; refuses anything else.
 * @param {Uint8Array} bytes
 * @param {"csv"|"jsonl"} format
 * @param {"subject"|"inspector"} kind
 * @returns {object[]}
 */
export function readRosterFile(bytes, format, kind) {
  let text;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new ProtocolError("名录文件不是 UTF-8");
  }
  must(!text.includes("\r"), "名录文件的换行不是 LF");
  must(text === "" || text.endsWith("\n"), "名录文件末行缺换行");
  const lines = text.split("\n").slice(0, -1);
  if (format === "jsonl") return lines.map((line, i) => jsonRow(line, i, kind));
  must(format === "csv" && kind === "subject", `名录文件的格式 ${format} 不可用`);
  must(lines[0] === CSV_HEAD, "CSV 首行不是规定的列名");
  return lines.slice(1).map(csvRow);
}

function csvRow(line, i) {
  const cells = line.split(",");
  must(cells.length === 4 && !line.includes('"'), `CSV 第 ${i + 2} 行不是四列`);
  const [handle, stratum, elig, attrs] = cells;
  return { handle, stratum, elig, attrs };
}

function jsonRow(line, i, kind) {
  const row = parseJson(utf8(line));
  const keys = row !== null && typeof row === "object" && !Array.isArray(row) ? Object.keys(row).sort() : [];
  must(keys.join() === KEYS[kind].join(), `第 ${i + 1} 行的键不是规定的键`);
  must(jcs(row) === line, `第 ${i + 1} 行不是规范 JSON`);
  return row;
}
