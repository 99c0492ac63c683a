/**
 * Checks of the plan and the ceremony: V02 V03 V10 V11 V12 V13 V15.
 */
import { checkValue, drandValue, isDrand } from "./beacon.js";
import { jcs, same, tag } from "./canonical.js";
import { must } from "./errors.js";
import { toHex, utf8 } from "./hash.js";
import { PATTERN } from "./identifiers.js";
import { planProblems } from "./plan.js";
import { fail, pass } from "./report.js";
import { commitOf, contextOf, seedOf } from "./sealing.js";

/** V02: the plan is the hashed one. */
export function planHash({ data, plan, suite }) {
  const canonical = jcs(plan);
  must(data.suite === plan.suite, "记录与方案的算法套件不同");
  must(data.plan_jcs_hex === undefined || data.plan_jcs_hex === toHex(utf8(canonical)), "plan_jcs_hex 与方案不符");
  const hash = tag(suite, "plan", canonical);
  must(hash === data.plan_hash, `方案散列应为 ${hash}`);
  return pass("方案散列相符");
}

/** V03: the plan was allowed. */
export function planRules({ data, plan, parameters }) {
  const problems = planProblems(plan, parameters);
  if (data.task_id !== plan.task_id || data.draw_id !== plan.draw_id) problems.push("记录与方案的编号不同");
  return problems.length === 0 ? pass("方案合规") : fail(problems.join("；"));
}

/** V10: the context binds plan and rosters. */
export function context({ data, suite }) {
  const expected = contextOf(suite, data);
  must(expected === data.context, `context 应为 ${expected}`);
  return pass("方案与名录已绑定");
}

/** V11: reveals in plan order, each opening its own commit, the others empty. */
export function reveals(draw) {
  const { data, plan } = draw;
  const contributors = plan.contributors ?? [];
  must(
    Object.keys(data.commits).every((who) => contributors.includes(who)),
    "有方案之外的承诺",
  );
  must(
    Object.values(data.commits).every((commit) => PATTERN.hash.test(commit)),
    "承诺不合格式",
  );
  const enough = data.state === "ABORTED" || Object.keys(data.commits).length >= 2;
  must(enough, "不足两个承诺，应当中止");
  if (data.reveals === undefined) return pass("尚未揭示，承诺齐全");
  must(
    same(
      data.reveals.map(([who]) => who),
      contributors,
    ),
    "揭示的次序与方案不同",
  );
  for (const [who, r] of data.reveals) checkReveal(draw, who, r);
  checkCommittedValues(draw);
  const missing = data.reveals.filter(([, r]) => r === "").map(([who]) => who);
  return pass(missing.length === 0 ? "全部揭示且打开承诺" : `未揭示：${missing.join("、")}`);
}

function checkReveal({ data, suite }, who, r) {
  if (r === "") return;
  must(PATTERN.hash.test(r), `${who} 的随机数不合格式`);
  must(who in data.commits, `${who} 没有承诺，其随机数应记为空`);
  must(commitOf(suite, data.draw_id, data.context, who, r) === data.commits[who], `${who} 的随机数打不开承诺`);
}

/** A record lists exactly the revealed values; a vector element may list unrevealed ones, which must open too. */
function checkCommittedValues(draw) {
  const { committed_values: values, reveals: pairs } = draw.data;
  if (draw.isVector) {
    for (const who of Object.keys(values)) checkReveal(draw, who, values[who]);
    return;
  }
  const revealed = pairs.filter(([, r]) => r !== "");
  const listed = revealed.length === Object.keys(values).length && revealed.every(([who, r]) => values[who] === r);
  must(listed, "committed_values 与揭示的随机数不同");
}

/** V12: the public number is of the planned source and round. */
export function beaconValue({ data, plan }) {
  const [source, round, value] = data.beacon;
  must(source === plan.beacon?.source && round === plan.beacon?.round, "公共随机数的来源或期次与方案不同");
  checkValue(source, value, plan.beacon.digits);
  return pass(`${source} 第 ${round} 期`);
}

/** V13: a drand value comes from its signature. */
export function beaconSignature({ data }) {
  const [source, , value] = data.beacon;
  if (!isDrand(source)) return pass("不是 drand，无须核对签名");
  must(data.beacon_signature !== undefined, "缺 beacon_signature");
  must(drandValue(data.beacon_signature) === value, "公共随机数不是该签名的 SHA-256");
  return pass("公共随机数是签名的 SHA-256；BLS 签名：SKIP，未核对");
}

/** V15: the seed. */
export function seed({ data, suite }) {
  const expected = seedOf(suite, data.draw_id, data.context, data.reveals, data.beacon);
  must(expected === data.seed, `种子应为 ${expected}`);
  return pass("种子相符");
}
