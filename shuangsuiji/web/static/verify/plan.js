/**
 * The rules a plan must keep, and what other modules need to read from it.
 *
 * Source: 第六条（三）（四）, 第十四条, 第十六条.
 */
import { strictlyRising } from "./canonical.js";
import { ProtocolError } from "./errors.js";
import { beaconProblems } from "./beacon.js";
import { PATTERN, parseTime } from "./identifiers.js";
import { parseRatio } from "./selection.js";

const RISK_CLASS = /^[A-D]$/;
const MODES = ["both", "subjects", "inspectors"];

/**
 * Mode of a plan.
 * @param {object} plan
 * @returns {string}
 */
export function modeOf(plan) {
  return plan.mode ?? "both";
}

/**
 * Libraries of a plan with their strata; the single library has the name null.
 * @param {object} plan
 * @returns {[string|null, object][]}
 */
export function librariesOf(plan) {
  if (plan.libraries === undefined) return [[null, plan.strata ?? Object.create(null)]];
  return Object.keys(plan.libraries).map((name) => [name, plan.libraries[name].strata]);
}

/**
 * Which roster kinds a plan seals.
 * @param {object} plan
 * @returns {string[]} of `subject`, `inspector`
 */
export function sealedKinds(plan) {
  const kinds = plan.handles.subject === "open" ? [] : ["subject"];
  return modeOf(plan) === "subjects" ? kinds : [...kinds, "inspector"];
}

/**
 * The key commitment of a roster kind, or undefined.
 * @param {object} plan
 * @param {string} kind
 * @returns {string|undefined}
 */
export function keyCommitOf(plan, kind) {
  const commit = plan.salt_key_commit;
  return sealedKinds(plan).length === 1 || typeof commit !== "object" ? commit : commit[kind];
}

/**
 * Whether the strata of a library are the credit-risk classes.
 * @param {object} strata
 * @returns {boolean}
 */
export function areRiskClasses(strata) {
  const names = Object.keys(strata);
  return names.length > 0 && names.every((name) => RISK_CLASS.test(name));
}

/**
 * The task whose id entered the subject handles and attrs: in mode `inspectors` the one that sealed the dispatched list.
 * @param {object} plan
 * @param {string} taskId
 * @returns {string}
 */
export function subjectTask(plan, taskId) {
  if (modeOf(plan) !== "inspectors" || !plan.dispatched?.draw_id) return taskId;
  return plan.dispatched.draw_id.replace(/\/[^/]*$/, "");
}

/**
 * Why a plan is not allowed.
 * @param {object} plan
 * @param {{floors: object, teamMinimum: number}} parameters numbers of the rules
 * @returns {string[]} reasons in Chinese, empty when the plan is good
 */
export function planProblems(plan, parameters) {
  return [
    ...headProblems(plan),
    ...peopleProblems(plan),
    ...timeProblems(plan),
    ...handleProblems(plan),
    ...(modeOf(plan) === "inspectors" ? dispatchedProblems(plan) : strataProblems(plan, parameters.floors)),
    ...(modeOf(plan) === "subjects" ? [] : teamProblems(plan, parameters.teamMinimum)),
  ];
}

/** Collects reasons: each line is a condition that must hold and what it means when it does not. */
function unless(...lines) {
  return lines.filter(([holds]) => !holds).map(([, reason]) => reason);
}

function isFilled(text) {
  return typeof text === "string" && text !== "";
}

function headProblems(plan) {
  const title = plan.title ?? "";
  const ladder = plan.cap_ladder ?? [0];
  return [
    ...unless(
      [plan.v === "ssj-draw/1", "v 不是 ssj-draw/1"],
      [["SHA256", "SM3"].includes(plan.suite), "suite 不是 SHA256 或 SM3"],
      [PATTERN.task.test(plan.task_id ?? ""), "task_id 不合格式"],
      [!/^rehearsal\//.test(plan.task_id ?? ""), "这是演练，不能作为正式抽取"],
      [
        PATTERN.draw.test(plan.draw_id ?? "") && plan.draw_id.startsWith(`${plan.task_id}/`),
        "draw_id 不是 task_id 加序号",
      ],
      [drawOrdinal(plan.draw_id, plan.task_id) !== null, "draw_id 的序号不合格式"],
      [isFilled(title) && !/[A-D][类级]/.test(title), "title 为空或写出了信用风险类别"],
      [MODES.includes(modeOf(plan)), "mode 不可用"],
      [(plan.alternates ?? 0) >= 0, "alternates 为负"],
      [ladder[0] === 0 && ladder.every((step, i) => i === 0 || step > ladder[i - 1]), "cap_ladder 须从 0 起严格递增"],
    ),
    ...supersedesProblems(plan),
    ...exclusionProblems(plan.exclusions ?? {}),
  ];
}

/** The ordinal of a draw of this task, or null. */
function drawOrdinal(drawId, taskId) {
  const prefix = `${taskId}/`;
  if (typeof drawId !== "string" || !drawId.startsWith(prefix)) return null;
  const ordinal = drawId.slice(prefix.length);
  return /^[1-9][0-9]*$/.test(ordinal) ? BigInt(ordinal) : null;
}

function supersedesProblems(plan) {
  if (plan.supersedes === undefined) return [];
  const earlier = drawOrdinal(plan.supersedes.draw_id, plan.task_id);
  const own = drawOrdinal(plan.draw_id, plan.task_id);
  return unless(
    [earlier !== null && own !== null && earlier < own, "supersedes 不是本任务较早的一次抽取"],
    [isFilled(plan.supersedes.reason), "supersedes 缺原因"],
  );
}

function exclusionProblems(exclusions) {
  return unless([
    Object.keys(exclusions).every((code) => PATTERN.elig.test(code) && code !== "E" && isFilled(exclusions[code])),
    "exclusions 的代码或规则文本不合格式",
  ]);
}

function peopleProblems(plan) {
  const contributors = plan.contributors ?? [];
  const members = plan.members ?? [];
  return unless(
    [PATTERN.code.test(plan.lead ?? ""), "lead 不合格式"],
    [plan.members !== undefined && members.every((code) => PATTERN.code.test(code)), "members 缺失或不合格式"],
    [new Set(members).size === members.length, "members 有重复"],
    [contributors.every((code) => PATTERN.code.test(code)), "contributors 有不合格式的代码"],
    [
      contributors.length >= 2 && new Set(contributors).size === contributors.length,
      "随机数提供方须至少两个且互不相同",
    ],
  );
}

function timeProblems(plan) {
  const commitBy = parseTime(plan.commit_by);
  const revealBy = parseTime(plan.reveal_by);
  return [
    ...unless(
      [commitBy !== null && revealBy !== null, "commit_by 或 reveal_by 缺失或不是时间"],
      [commitBy === null || revealBy === null || commitBy < revealBy, "commit_by 不早于 reveal_by"],
    ),
    ...(plan.beacon === undefined ? ["缺 beacon"] : beaconProblems(plan.beacon, plan.reveal_by)),
  ];
}

function handleProblems(plan) {
  const kinds = sealedKinds(plan);
  const commit = plan.salt_key_commit;
  const needsDate = plan.handles.subject === "sealed" && modeOf(plan) !== "inspectors";
  const shaped = kinds.length === 2 ? typeof commit === "object" : kinds.length === 0 || typeof commit === "string";
  return unless(
    [["open", "sealed"].includes(plan.handles.subject), "handles.subject 不是 open 或 sealed"],
    [plan.handles.inspector === "sealed", "handles.inspector 不是 sealed"],
    [
      shaped && kinds.every((kind) => PATTERN.hash.test(keyCommitOf(plan, kind) ?? "")),
      "salt_key_commit 缺失或不合格式",
    ],
    [!needsDate || parseTime(plan.openings_from) !== null, "封存名录须写明 openings_from"],
  );
}

function strataProblems(plan, floors) {
  if (plan.libraries !== undefined && plan.strata !== undefined) return ["strata 与 libraries 只能有其一"];
  const libraries = librariesOf(plan);
  return [
    ...unless(
      [plan.libraries === undefined || libraries.length >= 2, "libraries 须至少两个"],
      [libraries.every(([name]) => name === null || PATTERN.code.test(name)), "库代码不合格式"],
      [
        libraries.every(([, strata]) => !areRiskClasses(strata) || plan.risk_classes === true),
        "分类为 A–D 而没有写明 risk_classes",
      ],
    ),
    ...libraries.flatMap(([, strata]) => libraryProblems(strata, floors)),
  ];
}

function libraryProblems(strata, floors) {
  const names = Object.keys(strata);
  if (names.length === 0) return ["没有抽取分类"];
  const graded = areRiskClasses(strata);
  return names.flatMap((name) => [
    ...unless(
      [PATTERN.stratum.test(name), `分类名 ${JSON.stringify(name)} 不合格式`],
      [(strata[name].min ?? 0) >= 0, `${name} 的 min 为负`],
    ),
    ...ratioProblems(name, strata[name], graded ? floors[name] : undefined),
  ]);
}

function ratioProblems(name, rule, floor) {
  let ratio;
  try {
    ratio = parseRatio(rule.ratio);
  } catch (error) {
    if (error instanceof ProtocolError) return [error.message];
    throw error;
  }
  const { num, den } = ratio;
  const problems = unless([num > 0n && num <= den, `${name} 的比例须大于 0 且不超过 100%`]);
  if (floor === undefined) return problems;
  const least = parseRatio(floor);
  const excused = isFilled(rule.below?.reason) && isFilled(rule.below?.approved_by);
  const low = num * least.den < least.num * den;
  return low && !excused ? [...problems, `${name} 的比例低于第六条（三）的 ${floor} 而没有理由和批准`] : problems;
}

function dispatchedProblems(plan) {
  const list = plan.dispatched;
  if (list === undefined) return ["缺 dispatched"];
  const local = PATTERN.draw.test(list.draw_id) && PATTERN.hash.test(list.result_hash);
  return unless(
    [local || (list.draw_id === "" && list.result_hash === ""), "dispatched 的 draw_id 与 result_hash 不合格式"],
    [
      list.handles.length === list.attrs.length && strictlyRising(list.handles),
      "dispatched 的标识次序不对或与 attrs 数目不同",
    ],
    [local || Boolean(list.source), "接收上级的名单须写明来源"],
  );
}

function teamProblems(plan, minimum) {
  const slots = plan.teams?.slots ?? [];
  const departments = [plan.lead, ...(plan.members ?? [])];
  const leaders = slots.filter(([role]) => role === "leader");
  const alone = isDepartmentDraw(plan, slots);
  return unless(
    [(plan.teams?.count ?? 0) >= 1, "teams 缺失或检查组数目小于 1"],
    [leaders.length === 1 || (alone && leaders.length === 0), "每组须有且只有一个组长"],
    [leaders.every(([, dept]) => dept === plan.lead), "组长不是发起部门的（第十六条）"],
    [slots.length >= (alone ? 1 : minimum), `每组不足 ${minimum} 人`],
    [slots.every(([, dept]) => departments.includes(dept)), "有岗位属于未参与的部门"],
    [
      slots.every(([role, dept, quals]) => [role, dept, ...quals].every((code) => PATTERN.code.test(code))),
      "岗位的代码不合格式",
    ],
  );
}

/** Departments that draw their own people (第十四条): the rules on teams hold over the union of their draws. */
function isDepartmentDraw(plan, slots) {
  if (modeOf(plan) !== "inspectors" || slots.length === 0) return false;
  const department = slots[0][1];
  return slots.every(([, dept]) => dept === department) && (plan.task_id ?? "").endsWith(`/${department}`);
}
