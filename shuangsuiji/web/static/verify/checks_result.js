/**
 * Checks of the result: V16 to V22.
 */
import { assign, canFill, eligibility } from "./assignment.js";
import { jcs, same, strictlyRising, tag } from "./canonical.js";
import { Unavailable, must } from "./errors.js";
import { none, pass, skip } from "./report.js";
import { placeLeaf } from "./sealing.js";
import {
  batchesOf,
  byStratum,
  rankStratum,
  sizesOf,
  slotsOf,
  teamIds,
  teamOrder,
  ticketKey,
  ticketOf,
} from "./selection.js";
import { rootOf } from "./tree.js";

const HASHES = ["selection_hash", "batches_root", "assignment_hash", "result_hash"];
const QUOTA = ["n_base", "n_elig", "k", "shortfall"];

/** V16: ticket key and listed tickets. */
export function tickets(draw) {
  const { data, suite } = draw;
  const key = ticketKey(suite, data.seed, "subject");
  must(key === data.ticket_key, `签号密钥应为 ${key}`);
  if (data.tickets === undefined) return pass("签号密钥相符；没有列出签号");
  const handles = data.tickets.map(([handle]) => handle);
  must(strictlyRising(handles), "签号表没有按标识的字节序严格递增");
  const wrong = data.tickets.find(([handle, ticket]) => ticketOf(suite, data.ticket_key, handle) !== ticket);
  must(wrong === undefined, `${wrong?.[0]} 的签号不符`);
  must(same(handles, draw.handles), "签号表的标识与名录不同");
  return pass(`${handles.length} 个签号相符`);
}

/** V17: quotas. */
export function quotas(draw) {
  return checkStrata(draw, "应抽数相符", (given, rows, rule, label) => {
    const expected = sizesOf(rows, rule);
    const wrong = QUOTA.find((field) => given[field] !== expected[field]);
    must(wrong === undefined, `${label} 的 ${wrong} 应为 ${expected[wrong]}`);
  });
}

/** V18: selection, thresholds, next ranks, with the numbers the record gives. */
export function selection(draw) {
  const { data, plan, suite } = draw;
  return checkStrata(draw, "抽中名单相符", (given, rows, rule, label) => {
    const expected = rankStratum(suite, data.ticket_key, rows, given.k, plan.alternates ?? 2);
    const wrong = Object.keys(expected).find((field) => !same(given[field], expected[field]));
    must(wrong === undefined, `${label} 的 ${wrong} 不符`);
    must(sameKeys(given, [...QUOTA, ...Object.keys(expected)]), `${label} 的抽中名单有多余的键`);
  });
}

function checkStrata(draw, good, check) {
  const { data } = draw;
  if (!draw.drawsSubjects) {
    must(Object.keys(data.selection).length === 0, "不抽对象而有抽中名单");
    return none("本次不抽对象");
  }
  must(
    !draw.several ||
      sameKeys(
        data.selection,
        draw.strata.map(([name]) => name),
      ),
    "抽中名单的库与方案不同",
  );
  for (const [library, strata] of draw.strata) {
    const given = library === null ? data.selection : data.selection[library];
    must(sameKeys(given, Object.keys(strata)), "抽中名单的分类与方案不同");
    for (const [name, rows] of byStratum(draw.subjects(library), strata)) {
      check(given[name], rows, strata[name], library === null ? name : `${library}/${name}`);
    }
  }
  return pass(good);
}

function sameKeys(object, names) {
  return Object.keys(object).sort().join() === [...names].sort().join();
}

/** V19: batches from the division codes. */
export function batches(draw) {
  const { data, plan, suite } = draw;
  if (!draw.drawsTeams) {
    must(Object.keys(data.batches ?? {}).length === 0, "不分组而有分组名单");
    return none("本次不分组");
  }
  if (!draw.isAuditor && !draw.isOpen) return skip("公开的封存记录不含分组名单");
  if (data.batches === undefined) throw new Unavailable("没有分组名单");
  const towns = draw.opened(({ row }) => row.town);
  const expected = batchesOf(suite, ticketKey(suite, data.seed, "subject"), draw.visited, towns, teamIds(plan));
  must(same(data.batches, Object.fromEntries(expected)), "分组名单与规则不符");
  if (data.batches_root === undefined) return pass("分组名单相符");
  const root = batchesRoot(draw, expected);
  must(data.batches_root === root, `分组名单的根应为 ${root}`);
  return pass("分组名单及其根相符");
}

/** Root over the places in order; teams take consecutive positions, so team by team is the order of places. */
function batchesRoot(draw, byTeam) {
  const salts = draw.opened(({ salt }) => salt);
  const leaves = [...byTeam].flatMap(([team, handles]) =>
    handles.map((handle) => placeLeaf(draw.suite, handle, team, salts.get(handle) ?? "")),
  );
  return rootOf(draw.suite, leaves);
}

/** V20: order of teams and slots. */
export function slots({ data, plan, suite, drawsTeams }) {
  const teams = drawsTeams ? teamIds(plan) : [];
  must(same(data.team_order, teamOrder(suite, data.seed, teams)), "各组的次序不符");
  must(same(data.slots, slotsOf(data.team_order, plan.teams?.slots ?? [])), "岗位的次序不符");
  return drawsTeams ? pass(`${teams.length} 组 ${data.slots.length} 个岗位相符`) : none("本次不抽检查人员");
}

/** V21: assignment of inspectors. */
export function assignment(draw) {
  const { data, plan } = draw;
  if (!draw.drawsTeams) {
    must(Array.isArray(data.assignment) && data.assignment.length === 0, "不抽检查人员而有分派");
    return none("本次不抽检查人员");
  }
  if (!draw.isAuditor) return skip("须有名录密钥");
  if (data.inspector_private === undefined || data.batches === undefined)
    throw new Unavailable("没有人员名录的打开信息或分组名单");
  must(
    data.slots.every(([team]) => team in data.batches),
    "有的组没有分组名单",
  );
  const persons = draw.inspectors;
  const recusals = new Map(data.inspector_private.rows.map(({ handle, recusal }) => [handle, recusal]));
  const eligible = eligibility(data.slots, persons, recusals, data.batches);
  const ladder = plan.cap_ladder ?? [0];
  for (const step of ladder) {
    const expected = assign(draw.suite, data.seed, data.slots, persons, eligible, step);
    if (expected === null) continue;
    must((data.cap_step ?? 0) === step, `上限放宽应为 ${step}`);
    must(data.blocking === undefined, "可以分派而写有 blocking");
    must(same(data.assignment, expected), "分派与规则不符");
    return pass(`${expected.length} 个岗位的分派相符`);
  }
  return checkBlocked(data, persons, eligible, ladder[ladder.length - 1] ?? 0);
}

function checkBlocked(data, persons, eligible, step) {
  const { blocking } = data;
  must(data.assignment === null, "无法分派而写有分派");
  must((data.cap_step ?? 0) === step, `上限放宽应为 ${step}`);
  const inside = blocking?.every((slot, i) => slot < data.slots.length && (i === 0 || slot > blocking[i - 1]));
  must(inside && blocking.length > 0, "blocking 缺失或不合格式");
  const limits = persons.map(({ cap }) => cap + step);
  const filled = canFill(
    blocking.map((slot) => data.slots[slot][0]),
    blocking.map((slot) => eligible[slot]),
    limits,
  );
  must(!filled, "blocking 中的岗位其实可以同时补满");
  return pass("确实无法分派，对象名单有效，人员另行抽取");
}

/** V22: result hashes. */
export function resultHashes(draw) {
  const { data, suite } = draw;
  if (draw.isVector && data.result_hash === undefined) return skip("向量元素没有结果散列");
  if (HASHES.some((field) => data[field] === undefined)) throw new Unavailable("缺结果散列");
  const { draw_id: drawId, seed } = data;
  const expected = {
    selection_hash: draw.drawsSubjects ? tag(suite, "selection", drawId, seed, jcs(data.selection)) : "",
    batches_root: expectedBatchesRoot(draw),
    assignment_hash: draw.drawsTeams
      ? tag(suite, "assignment", drawId, seed, data.batches_root, assignmentText(data))
      : "",
    result_hash: tag(suite, "result", drawId, seed, data.selection_hash, data.assignment_hash),
  };
  const wrong = Object.keys(expected).filter((field) => data[field] !== expected[field]);
  must(wrong.length === 0, wrong.map((field) => `${field} 应为 ${expected[field]}`).join("；"));
  return pass("结果散列相符");
}

function assignmentText({ assignment: entries, slots: places, team_order: order }) {
  return jcs({ assignment: entries, slots: places, team_order: order });
}

function expectedBatchesRoot(draw) {
  const { data, plan } = draw;
  if (!draw.drawsTeams) return "";
  if (data.batches === undefined || draw.openings === null) return data.batches_root;
  return batchesRoot(draw, new Map(teamIds(plan).map((team) => [team, data.batches[team] ?? []])));
}
