/**
 * V26: attempts 1 … n of the task are all in the log, each once, ended with a ground or standing alone.
 *
 * Source: SSJ-DRAW/1; 第十四条. Takes: a case with its log. Every entry of the log is read, and they must lead to its root.
 */
import { differs, withLog } from "./checks_ledger.js";
import { ordinalOf } from "./draw_events.js";
import { ProtocolError, Unavailable } from "./errors.js";
import { NO_ED25519 } from "./trust.js";

const GROUNDS = ["plan", "roster", "commits", "beacon", "technical", "other"];
const ONCE = ["draw.planned", "draw.frozen", "draw.seeded", "draw.result", "draw.aborted", "draw.voided"];

/** V26. */
export const attempts = withLog(attemptsFaults, "历次抽取均在日志中，各有公告和了结");

const name = (value) => (typeof value === "string" ? value : JSON.stringify(value ?? null));

function* attemptsFaults(draw) {
  const { data, plan, drawLog } = draw;
  if (drawLog.log === null) throw new Unavailable("日志的检查点不能用（见 V24）");
  const { found, refused } = counted(drawLog, data.task_id);
  if (refused !== "") {
    yield `日志不完整，无从清点历次抽取：${refused}`;
    return;
  }
  const own = ordinalOf(data.draw_id);
  yield* gaps(rising([own, ...found.keys()]), found);
  const all = rising(found.keys());
  for (const ordinal of all) yield* attemptFaults(ordinal, found.get(ordinal), ordinal === all[all.length - 1]);
  yield* standingFaults(all, found);
  if (found.has(own))
    yield* differs("抽取的状态（以日志为准，请取最新版本的记录）", data.state, stateOf(found.get(own)));
  yield* chainFaults(data, plan, found);
  if (drawLog.served.waiting === NO_ED25519) throw new Unavailable(`清点相符，但${NO_ED25519}`);
}

/** All attempts, or why the log does not let them be counted. */
function counted(drawLog, taskId) {
  try {
    return { found: drawLog.attempts(taskId), refused: "" };
  } catch (error) {
    if (error instanceof ProtocolError) return { found: null, refused: error.message };
    throw error;
  }
}

/** Distinct ordinals in order. */
function rising(ordinals) {
  return [...new Set(ordinals)].sort((a, b) => (a < b ? -1 : 1));
}

/** Attempts nobody announced; a hostile log may name an ordinal of a hundred digits, so gaps are not counted out. */
function* gaps(told, found) {
  for (const [i, ordinal] of told.entries()) {
    const next = (told[i - 1] ?? 0n) + 1n;
    const until = ordinal > next + 1n ? `（至第 ${ordinal - 1n} 次）` : "";
    if (ordinal > next) yield `日志中没有第 ${next} 次抽取的公告${until}`;
    if (!found.get(ordinal)?.has("draw.planned")) yield `日志中没有第 ${ordinal} 次抽取的公告`;
  }
}

function* attemptFaults(ordinal, attempt, isLast) {
  for (const event of ONCE) {
    const count = attempt.words(event).length;
    if (count > 1) yield `第 ${ordinal} 次抽取有 ${count} 条 ${event}，只能有一条`;
  }
  for (const event of ["draw.committed", "draw.revealed"]) yield* doubles(ordinal, event, attempt);
  for (const event of ["draw.aborted", "draw.voided"])
    for (const { code } of attempt.words(event))
      if (!GROUNDS.includes(code)) yield `第 ${ordinal} 次抽取的 ${event} 没有写明事由`;
  const [aborted, voided] = [attempt.has("draw.aborted"), attempt.has("draw.voided")];
  const [seeded, drawn] = [attempt.has("draw.seeded"), attempt.has("draw.result")];
  if (aborted && (seeded || drawn)) yield `第 ${ordinal} 次抽取已有公开随机数或结果，却记为中止`;
  if (voided && !seeded) yield `第 ${ordinal} 次抽取尚无公开随机数，却记为作废`;
  if (!isLast && !drawn && !attempt.isEnded) yield `第 ${ordinal} 次抽取没有结果，也没有中止或作废，却另作抽取`;
}

function* doubles(ordinal, event, attempt) {
  const counts = new Map();
  for (const { contributor } of attempt.words(event))
    counts.set(name(contributor), 1 + (counts.get(name(contributor)) ?? 0));
  for (const [one, count] of counts) if (count > 1) yield `第 ${ordinal} 次抽取中 ${one} 有两条 ${event}`;
}

/** Two standing results of one kind: somebody drew again because a list did not please. */
function* standingFaults(all, found) {
  const seen = new Map();
  for (const ordinal of all) {
    const attempt = found.get(ordinal);
    if (!attempt.has("draw.result") || attempt.isEnded) continue;
    const mode = name(attempt.words("draw.planned")[0]?.mode ?? "");
    if (seen.has(mode)) yield `第 ${seen.get(mode)} 次与第 ${ordinal} 次抽取的结果同时有效`;
    else seen.set(mode, ordinal);
  }
}

function stateOf(attempt) {
  if (attempt.has("draw.aborted")) return "ABORTED";
  return attempt.has("draw.voided") ? "VOID" : "DRAWN";
}

/** What a plan supersedes was aborted or voided; what supersedes this draw exists and is later. */
function* chainFaults({ task_id: taskId, draw_id: drawId, superseded_by: later = null }, plan, found) {
  const all = [...found.entries()];
  const announced = all.flatMap(([, attempt]) => attempt.words("draw.planned").map(({ supersedes }) => supersedes));
  const ended = all.filter(([, attempt]) => attempt.isEnded).map(([ordinal]) => `${taskId}/${ordinal}`);
  const former = [plan.supersedes?.draw_id, ...announced].filter((each) => each !== undefined && each !== null);
  for (const each of new Set(former))
    if (!ended.includes(each)) yield `方案所接替的 ${name(each)} 在日志中没有中止或作废`;
  const after = all.filter(([ordinal]) => ordinal > ordinalOf(drawId)).map(([ordinal]) => `${taskId}/${ordinal}`);
  if (later !== null && !after.includes(later)) yield `记录称已由 ${later} 接替，日志中没有`;
}
