/**
 * Verification of SSJ-DRAW/1: the checks V01 to V28 over a record, a vector element or a firm bundle.
 *
 * Takes: the bytes of a document, and a log already opened (`draw_log.js`). Gives: a report. Never: the network, the clock, any server.
 */
import { parseJson } from "./canonical.js";
import { Case } from "./case.js";
import * as bundles from "./bundle.js";
import { attempts } from "./checks_attempts.js";
import * as ceremony from "./checks_ceremony.js";
import * as disclosure from "./checks_disclosure.js";
import * as ledger from "./checks_ledger.js";
import * as result from "./checks_result.js";
import * as roster from "./checks_roster.js";
import { ProtocolError, Unavailable } from "./errors.js";
import { PARAMETERS } from "./parameters.js";
import { fail, pass, reportOf, skip } from "./report.js";
import { STAGE, examineRecord } from "./structure.js";

/** V02 to V28: the stage a record must have reached, and the check. */
const CHECKS = [
  ["V02", STAGE.PLANNED, ceremony.planHash],
  ["V03", STAGE.PLANNED, ceremony.planRules],
  ["V04", STAGE.FROZEN, roster.rosterRules],
  ["V05", STAGE.FROZEN, roster.subjectCommit],
  ["V06", STAGE.FROZEN, roster.inspectorCommit],
  ["V07", STAGE.FROZEN, roster.subjectOpenings],
  ["V08", STAGE.FROZEN, roster.inspectorOpenings],
  ["V09", STAGE.FROZEN, roster.keyCommits],
  ["V10", STAGE.FROZEN, ceremony.context],
  ["V11", STAGE.COMMITTED, ceremony.reveals],
  ["V12", STAGE.SEEDED, ceremony.beaconValue],
  ["V13", STAGE.SEEDED, ceremony.beaconSignature],
  ["V14", STAGE.PLANNED, ledger.order],
  ["V15", STAGE.SEEDED, ceremony.seed],
  ["V16", STAGE.DRAWN, result.tickets],
  ["V17", STAGE.DRAWN, result.quotas],
  ["V18", STAGE.DRAWN, result.selection],
  ["V19", STAGE.DRAWN, result.batches],
  ["V20", STAGE.DRAWN, result.slots],
  ["V21", STAGE.DRAWN, result.assignment],
  ["V22", STAGE.DRAWN, result.resultHashes],
  ["V23", STAGE.PLANNED, disclosure.replacements],
  ["V24", STAGE.PLANNED, ledger.inclusion],
  ["V25", STAGE.PLANNED, disclosure.leaks],
  ["V26", STAGE.PLANNED, attempts],
  ["V27", STAGE.PLANNED, roster.files],
  ["V28", STAGE.PLANNED, disclosure.openness],
];
const NOT_FOR_VECTORS = new Set(["V03", "V14", "V24", "V26", "V28"]);
const BUNDLE_CHECKS = [
  ["V01", bundles.belongs],
  ["V05", bundles.included],
  ["V07", bundles.opens],
  ["V08", bundles.team],
  ["V18", bundles.drawn],
  ["V19", bundles.placed],
];

/**
 * Verify a document of any kind, told by its `format`.
 * @param {Uint8Array} bytes the document
 * @param {object} [options]
 * @param {Uint8Array|null} [options.record] the public record of a firm bundle
 * @param {boolean} [options.noLog] V14 V24 V26 are not asked for
 * @param {import("./draw_log.js").DrawLog|null} [options.drawLog] the log that V14 V24 V26 are held against
 * @param {((name: string) => Uint8Array|null)|null} [options.files] gives a roster file by its name, null when it is not there
 * @param {object} [options.parameters] numbers of the rules
 * @param {(id: string) => void} [options.progress] called before each check
 * @param {(result: import("./report.js").CheckResult) => void} [options.told] called with each answer as it is there
 * @returns {import("./report.js").Report}
 */
export function verifyDocument(
  bytes,
  { record = null, noLog = false, drawLog = null, files = null, parameters = PARAMETERS, progress = () => {}, told = () => {} } = {},
) {
  let document;
  try {
    document = parseJson(bytes);
  } catch (error) {
    return unreadable(
      reasonOf(error),
      CHECKS.map(([id]) => id),
    );
  }
  const options = { files, parameters, noLog, drawLog, told };
  if (document?.format === "ssj-opening/1") return verifyBundle(document, record, options, progress);
  return verifyRecord(document, options, progress);
}

function reasonOf(error) {
  if (error instanceof ProtocolError) return error.message;
  throw error;
}

function unreadable(reason, others) {
  return reportOf([["V01", fail(reason)], ...others.map((id) => [id, skip("V01 未通过", { excused: false })])], []);
}

function attempt(check, argument) {
  try {
    return check(argument);
  } catch (error) {
    if (error instanceof Unavailable) return skip(error.message, { excused: false });
    return fail(reasonOf(error));
  }
}

function verifyRecord(document, options, progress) {
  const examined = examineRecord(document);
  if (examined.broken !== null)
    return unreadable(
      examined.broken,
      CHECKS.map(([id]) => id),
    );
  const draw = new Case(examined, options);
  const answer = (id, { status, reason, excused }) => {
    options.told({ id, status, reason });
    return [id, { status, reason, excused }];
  };
  const first = answer("V01", structureAnswer(draw));
  const answers = CHECKS.map(([id, stage, check]) => {
    progress(id);
    if (draw.isVector && NOT_FOR_VECTORS.has(id)) return answer(id, skip("不适用于向量元素"));
    return answer(id, draw.stage < stage ? skip("没有到这一步") : attempt(check, draw));
  });
  const notes = examined.unknown.length === 0 ? [] : [`未知字段：${examined.unknown.join("、")}`];
  return reportOf([first, ...answers], notes);
}

function structureAnswer({ problems, isVector }) {
  if (isVector) return skip("不适用于向量元素；类型已核对");
  return problems.length === 0 ? pass("结构与可见范围合规") : fail(problems.join("；"));
}

function verifyBundle(bundle, recordBytes, options, progress) {
  const others = BUNDLE_CHECKS.slice(1).map(([id]) => id);
  const misfit = bundles.bundleMisfit(bundle);
  if (misfit !== null) return unreadable(`${misfit} 缺失或类型不对`, others);
  if (recordBytes === null)
    return reportOf(
      BUNDLE_CHECKS.map(([id]) => [id, skip("没有给出公开记录", { excused: false })]),
      [],
    );
  let examined;
  try {
    examined = examineRecord(parseJson(recordBytes));
  } catch (error) {
    return unreadable(`公开记录：${reasonOf(error)}`, others);
  }
  if (examined.broken !== null || examined.isVector || examined.stage < STAGE.DRAWN) {
    return unreadable(`公开记录：${examined.broken ?? "不是抽取完成的记录"}`, others);
  }
  const pair = { bundle, draw: new Case(examined, options) };
  const answers = BUNDLE_CHECKS.map(([id, check]) => {
    progress(id);
    return [id, attempt(check, pair)];
  });
  return reportOf(answers, []);
}
