/**
 * Checks of replacements and of what may be public: V23 V25 V28.
 */
import { Unavailable, must } from "./errors.js";
import { isUscc, parseTime } from "./identifiers.js";
import { areRiskClasses } from "./plan.js";
import { fail, none, pass, skip } from "./report.js";
import { rowSalt, sealedHandle } from "./sealing.js";

const GROUNDS = ["post", "clash", "health", "recusal", "other"];
const APPROVER = "分管负责人";
const HIDDEN_KEYS = new Set([
  "salt",
  "rsalt",
  "salt_key_hex",
  "id",
  "pid",
  "row",
  "opening",
  "batches",
  "subject_rows",
  "subject_private",
  "inspector_private",
]);
const SUBJECT_ID = /(?:uscc:[0-9A-Z]{18}|reg:[0-9]{15}|obj:[a-z0-9])/;
const PERSON_ID = /cert:[A-Za-z0-9]/;
const BARE_CODE = /(?<![0-9A-Za-z])[0-9A-Z]{18}(?![0-9A-Za-z])/g;

/** V23: replacements. */
export function replacements(draw) {
  const { data } = draw;
  const given = data.assignment === undefined ? [] : (data.replacements ?? []);
  if (!Array.isArray(given)) return skip(`公开的封存记录只写更换次数（${given.count}）`);
  if (given.length === 0) return none("没有更换");
  must(data.assignment !== null, "没有分派而有更换");
  const serving = data.assignment.map(({ handle }) => handle);
  given.forEach((item, i) => {
    const problem = replacementProblem(draw, item, serving);
    must(problem === null, `第 ${i + 1} 次更换：${problem}`);
    serving[item.slot] = item.to;
  });
  return pass(`${given.length} 次更换合规，抽取名单未改`);
}

function replacementProblem(draw, item, serving) {
  const { data } = draw;
  const slot = data.slots[item.slot];
  const entry = data.assignment[item.slot];
  if (slot === undefined || entry === undefined) return "岗位不存在";
  const team = serving.filter((_, i) => data.assignment[i].team === item.team);
  const person = substitute(draw, item);
  const next = entry.alternates.find((handle) => !team.includes(handle));
  const rules = [
    [item.team === slot[0] && item.role === slot[1] && item.dept === slot[2], "组、角色或部门与岗位不符"],
    [item.from === serving[item.slot], "被更换的人不在岗"],
    [!team.includes(item.to), "接替的人已在该组"],
    [parseTime(item.at) !== null, "时间不合格式"],
    [GROUNDS.includes(item.reason), "原因不在第十五条之列"],
    [item.reason !== "other" || Boolean(item.text), "其他特殊情况须写明"],
    [
      item.approved_by === APPROVER && item.requested_by !== "" && item.requested_by !== item.approved_by,
      "申请与批准的职务不合规",
    ],
    [item.by_rank === (next === item.to), "by_rank 不符"],
    [person !== undefined, "接替的人的打开信息不符"],
  ];
  const broken = rules.find(([holds]) => !holds);
  return broken === undefined ? personProblem(draw, person, item, slot) : broken[1];
}

function personProblem({ data }, person, item, [team, , dept, quals]) {
  if (person === null) return null;
  if (person.dept !== dept) return "接替的人不是该部门的";
  if (!["E", "X3"].includes(person.elig)) return "接替的人没有资格";
  if (!quals.every((qual) => person.quals.includes(qual))) return "接替的人缺资质";
  return (data.batches?.[team] ?? []).some((handle) => person.recusal.includes(handle))
    ? "接替的人须回避该组的对象"
    : null;
}

/** What is known of the substitute: a person of the roster, of the opening, null when hidden, undefined when it does not open. */
function substitute(draw, { to, opening }) {
  const row = draw.inspectors.find(({ handle }) => handle === to);
  const rows = draw.data.inspector_private?.rows ?? [];
  if (row !== undefined) return { ...row, recusal: rows.find(({ handle }) => handle === to)?.recusal ?? [] };
  if (!draw.isAuditor) return null;
  return opensTo(draw, to, opening) ? { ...opening, elig: "E" } : undefined;
}

function opensTo({ data, suite }, to, opening) {
  if (data.inspector_private === undefined) throw new Unavailable("没有人员名录的打开信息");
  const key = data.inspector_private.salt_key_hex;
  if (opening === undefined || !/^[0-9a-f]{64}$/.test(key)) return false;
  const salt = rowSalt(suite, key, data.task_id, opening.pid);
  return opening.salt === salt && sealedHandle(suite, data.task_id, salt, opening.pid) === to;
}

/** V25: a public record gives no identity away. */
export function leaks(draw) {
  if (draw.isAuditor) return none("不是公开记录");
  const found = draw.isOpen
    ? scan(draw.data, new Set(["salt", "rsalt", "salt_key_hex", "pid", "opening", "inspector_private"]), [PERSON_ID])
    : scan(draw.data, HIDDEN_KEYS, [SUBJECT_ID, PERSON_ID, { test: holdsCreditCode }]);
  if (found !== null) return fail(`公开记录泄露 ${found}`);
  return pass(draw.isOpen ? "公开记录不含检查人员的身份" : "公开记录不含标识、盐、行、分组");
}

/** Whether a text holds a credit code without its prefix: 18 characters that pass the check of GB 32100. */
function holdsCreditCode(text) {
  return (text.match(BARE_CODE) ?? []).some(isUscc);
}

/** Place of the first hidden key or identity, or null. */
function scan(value, keys, patterns, at = "记录") {
  if (typeof value === "string") return patterns.some((pattern) => pattern.test(value)) ? at : null;
  if (value === null || typeof value !== "object") return null;
  for (const key of Object.keys(value)) {
    if (!Array.isArray(value) && keys.has(key)) return `${at}.${key}`;
    const found = patterns.some((pattern) => pattern.test(key))
      ? `${at}.${key}`
      : scan(value[key], keys, patterns, `${at}.${key}`);
    if (found !== null) return found;
  }
  return null;
}

/** V28: open only where permitted; the one-class rule. */
export function openness(draw) {
  const { plan, strata } = draw;
  const graded = plan.risk_classes === true || strata.some(([, rules]) => areRiskClasses(rules));
  must(plan.handles.inspector === "sealed", "检查人员须封存");
  if (draw.isOpen) {
    must(!graded, "分类是信用风险类别，须封存");
    must(plan.announce === "at-draw", "公开名录须以公布抽取为告知（announce = at-draw）");
    return pass("可以公开");
  }
  if (!graded || draw.data.context === undefined) return pass("封存");
  const telling = strata.some(([name]) => tellsClass(draw.subjects(name)));
  must(!telling || plan.result_link === "none", "只有一个分类或只有 C、D 有可抽对象，result_link 须为 none");
  return pass(telling ? "结果不与抽取相连" : "封存，分类不致泄露");
}

function tellsClass(rows) {
  const present = new Set(rows.filter(({ elig }) => elig === "E").map(({ stratum }) => stratum));
  return present.size === 1 || (present.size > 0 && [...present].every((name) => name === "C" || name === "D"));
}
