/**
 * Checks against the log: V24 every step is there under a signed checkpoint, V14 in order and in time.
 *
 * Source: SSJ-DRAW/1; 第十四条. Never: a step on the record's word alone; each entry is proven under the checkpoint.
 */
import { knownFrom } from "./beacon.js";
import { same } from "./canonical.js";
import { MISSING, REQUIRED, STEPS, apartBy, expectedEvents } from "./draw_events.js";
import { ProtocolError, Unavailable, must } from "./errors.js";
import { parseTime } from "./identifiers.js";
import { answerOf, skip } from "./report.js";

const LONGEST = 72;

/** Runs a check where there is a log to hold the record against. */
export function withLog(faults, reason) {
  return (draw) => {
    if (draw.drawLog !== null) return answerOf(faults(draw), reason);
    if (draw.noLog) return skip("未入日志");
    return skip(draw.data.log === null ? "未入日志" : "没有给出日志", { excused: false });
  };
}

/** V24. */
export const inclusion = withLog(inclusionFaults, "每一步都在已签检查点之下，与记录一字不差");

/** V14. */
export const order = withLog(orderFaults, "先后与时间相符，承诺先入检查点");

/** Where the record says it stands in the log. */
function placesOf({ data }) {
  must(data.log !== undefined, "记录缺 log");
  if (data.log === null) throw new Unavailable("记录没有写明入日志的位置（在文件夹上完成的抽取没有日志）");
  return data.log;
}

function short(value) {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 3)}…`;
}

/** One fault when two values are not equal; what is absent equals null. */
export function differs(what, given = null, computed = null) {
  return same(given, computed) ? [] : [`${what}不符：记录为 ${short(given)}，日志为 ${short(computed)}`];
}

function* inclusionFaults(draw) {
  const { origin, entries, checkpoint } = placesOf(draw);
  const { drawLog } = draw;
  if (drawLog.unreachable !== "") throw new Unavailable(drawLog.unreachable);
  if (drawLog.log === null) {
    yield `日志的检查点不能用：${drawLog.served.problem}`;
    return;
  }
  yield* differs("日志名称", origin, drawLog.log.checkpoint.origin);
  yield* checkpointFaults(drawLog.log, drawLog.judgedOf(checkpoint));
  yield* stepFaults(draw, entries);
  if (drawLog.served.waiting !== "") throw new Unavailable(`各条均在日志中，但${drawLog.served.waiting}`);
}

/** The record's own checkpoint is one of this log's, and the log is still its continuation. */
function* checkpointFaults(log, given) {
  if (given.checkpoint === null) {
    yield `记录所附的检查点不能用：${given.problem}`;
    return;
  }
  yield* differs("记录所附检查点的日志名称", given.checkpoint.origin, log.checkpoint.origin);
  const told = refusalOf(() => log.contradiction(given.checkpoint));
  if (told !== "") yield `记录所附的检查点与日志不合：${told}`;
}

/** What a step tells, or why it was refused. */
function refusalOf(step) {
  try {
    return step();
  } catch (error) {
    if (error instanceof ProtocolError) return error.message;
    throw error;
  }
}

function* stepFaults(draw, entries) {
  const expected = expectedEvents(draw);
  for (const event of new Set([...expected.keys(), ...Object.keys(entries)])) {
    const given = [];
    const takes = ([index, hash]) => {
      const why = refusalOf(() => given.push(draw.drawLog.step(event, index, hash)) && "");
      return why === "" ? "" : `${event} 第 ${index} 条：${why}`;
    };
    const refused = firstFilled(entries[event] ?? [], takes);
    if (refused !== "") yield refused;
    else yield* wordFaults(event, given, expected.get(event) ?? []);
  }
}

/** What the first item tells that tells anything; those after it are not asked. */
function firstFilled(items, tell) {
  for (const item of items) {
    const told = tell(item);
    if (told !== "") return told;
  }
  return "";
}

/** The entries are exactly those expected, and say what the record says. */
function* wordFaults(event, given, expected) {
  const apart = apartBy(event);
  const logged = new Map(given.map((step) => [step.pub[apart], step]));
  if (given.length !== expected.length)
    yield `${event} 应有 ${expected.length} 条，记录列出 ${given.length} 条`;
  for (const words of expected) {
    const step = logged.get(words[apart]);
    if (step === undefined) yield `没有 ${apart} 为 ${words[apart]} 的 ${event}`;
    else
      for (const [name, value] of Object.entries(words))
        if (name in step.pub || REQUIRED[event].includes(name))
          yield* differs(`${event} 的 ${name}（第 ${step.number} 条）`, value, step.pub[name]);
  }
}

function* orderFaults(draw) {
  const { plan, drawLog } = draw;
  const steps = stepsOf(draw);
  const present = STEPS.filter((event) => steps.get(event)?.length > 0);
  for (const [i, later] of present.slice(1).entries())
    if (lastOf(steps, present[i]) >= firstOf(steps, later)) yield `${later} 排在 ${present[i]} 之前`;
  yield* late(steps.get("draw.committed"), plan.commit_by, "承诺");
  yield* revealFaults(plan, steps);
  if (steps.has("draw.seeded")) yield* numberFaults(plan, steps.get("draw.seeded"));
  if (present.includes("draw.committed") && present.includes("draw.revealed")) needCheckpointBetween(drawLog, steps);
}

const lastOf = (steps, event) => steps.get(event).reduce((last, { number }) => Math.max(last, number), -Infinity);
const firstOf = (steps, event) => steps.get(event).reduce((first, { number }) => Math.min(first, number), Infinity);

/** Event to its entries as the log holds them; V14 has nothing to say where V24 could not prove them. */
function stepsOf(draw) {
  const { entries } = placesOf(draw);
  const { drawLog } = draw;
  if (drawLog.log === null) throw new Unavailable("日志的检查点不能用（见 V24）");
  try {
    const proven = (event) => entries[event].map(([index, hash]) => drawLog.step(event, index, hash));
    return new Map(Object.keys(entries).map((event) => [event, proven(event)]));
  } catch (error) {
    if (error instanceof ProtocolError || error instanceof Unavailable)
      throw new Unavailable("入日志的条目未能逐条核实（见 V24）");
    throw error;
  }
}

/** A time of the plan in seconds. */
function secondsOf(text) {
  const seconds = parseTime(text);
  must(seconds !== null, `方案中的 ${short(text ?? null)} 不是时间`);
  return seconds;
}

const written = (seconds) => `${new Date(1000 * seconds).toISOString().slice(0, 19)}Z`;

function* late(steps = [], limit, what) {
  for (const { number, at } of steps)
    if (at > secondsOf(limit)) yield `第 ${number} 条${what}记于 ${written(at)}，晚于截止时间 ${limit}`;
}

function* revealFaults(plan, steps) {
  const revealed = (steps.get("draw.revealed") ?? []).filter(({ pub }) => pub.r !== MISSING);
  yield* late(revealed, plan.reveal_by, "揭示");
  must(plan.contributors !== undefined, "方案缺 contributors");
  if ((steps.get("draw.committed") ?? []).length >= plan.contributors.length) return;
  for (const { number, at } of revealed)
    if (at <= secondsOf(plan.commit_by)) yield `第 ${number} 条揭示记于 ${written(at)}，当时承诺既未收齐也未截止`;
}

function* numberFaults(plan, seeded) {
  const known = plan.beacon === undefined ? null : knownFrom(plan.beacon);
  must(Number.isSafeInteger(known) && known < 1e11, "方案的公开随机数没有可用的最早产生时间");
  if (known <= secondsOf(plan.reveal_by))
    yield `公开随机数在 ${written(known)} 即可能为人所知，不晚于揭示截止 ${plan.reveal_by}`;
  for (const { at } of seeded)
    if (at < known) yield `公开随机数录入于 ${written(at)}，早于其最早产生时间 ${written(known)}`;
}

/** Somebody outside held a signed checkpoint with all commitments before the first reveal; without it nobody can tell. */
function needCheckpointBetween({ served, sealedSizes }, steps) {
  if (!served.isSigned) throw new Unavailable(`先后与时间均相符，但${served.waiting}`);
  const last = lastOf(steps, "draw.committed");
  const first = firstOf(steps, "draw.revealed");
  if (sealedSizes.some((size) => last < size && size <= first)) return;
  const size = first === last + 1 ? `为 ${first}` : `在 ${last + 1} 至 ${first}`;
  throw new Unavailable(
    `先后与时间均相符，但没有证据表明承诺先入检查点：需要一份大小${size} 的已签检查点，` +
      "请把随记录公布的 .tlog-proof 放在记录旁边，或用 --checkpoints 指定",
  );
}
