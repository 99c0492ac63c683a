/**
 * Checks of the rosters and their openings: V04 to V09, V27.
 */
import { strictlyRising } from "./canonical.js";
import { Unavailable, must } from "./errors.js";
import { sha256, toHex } from "./hash.js";
import { PATTERN, isHandle, isSubjectId, sharedOrganisationCode } from "./identifiers.js";
import { keyCommitOf, sealedKinds } from "./plan.js";
import { fail, none, pass, skip } from "./report.js";
import {
  checkDispatched,
  checkInspectorRoster,
  checkSubjectRoster,
  combinedCommit,
  rosterCommit,
  rosterRoot,
} from "./roster.js";
import { attrsOf, keyCommit, recusalCommit, rowSalt, sealedHandle } from "./sealing.js";

/** V04: rosters that freeze accepts. */
export function rosterRules(draw) {
  const { data, plan, isOpen } = draw;
  for (const [name, strata] of draw.strata) checkSubjectRoster(draw.subjects(name), plan, !isOpen, strata);
  must(!draw.several || Object.keys(data.subject_rosters).every((name) => name in plan.libraries), "有方案之外的库");
  if (!draw.drawsSubjects) {
    must(Array.isArray(data.subject_roster) && data.subject_roster.length === 0, "不抽对象而有对象名录");
    if (plan.dispatched !== undefined) checkDispatched(plan.dispatched, !isOpen);
  }
  checkInspectorRoster(draw.inspectors, plan);
  must(draw.drawsTeams || draw.inspectors.length === 0, "不抽检查人员而有人员名录");
  return pass("标识、次序、分类、资格代码合规");
}

/** V05: subject roots and commits. */
export function subjectCommit(draw) {
  const { data } = draw;
  if (!draw.drawsSubjects) {
    must(data.subject_root === "" && data.subject_commit === "", "不抽对象，根与承诺应为空");
    return none("本次不抽对象");
  }
  if (!draw.several) {
    const commit = checkRoot(draw, "subject", draw.subjects(null), data.subject_root);
    must(commit === data.subject_commit, `对象名录承诺应为 ${commit}`);
    return pass(`对象名录 ${draw.subjects(null).length} 行相符`);
  }
  const names = draw.strata.map(([name]) => name).sort();
  for (const part of [data.subject_rosters, data.subject_roots, data.subject_commits]) {
    must(Object.keys(part).sort().join() === names.join(), "各库的名录、根、承诺与方案的库不一致");
  }
  for (const name of names) {
    const commit = checkRoot(draw, `subject/${name}`, draw.subjects(name), data.subject_roots[name]);
    must(commit === data.subject_commits[name], `${name} 的名录承诺应为 ${commit}`);
  }
  const combined = combinedCommit(draw.suite, new Map(names.map((name) => [name, data.subject_commits[name]])));
  must(combined === data.subject_commit, `各库合并承诺应为 ${combined}`);
  return pass(`${names.length} 个库的名录相符`);
}

/** V06: inspector root and commit. */
export function inspectorCommit(draw) {
  const { data } = draw;
  if (!draw.drawsTeams) {
    must(data.inspector_root === "" && data.inspector_commit === "", "不抽检查人员，根与承诺应为空");
    return none("本次不抽检查人员");
  }
  const commit = checkRoot(draw, "inspector", draw.inspectors, data.inspector_root);
  must(commit === data.inspector_commit, `人员名录承诺应为 ${commit}`);
  return pass(`人员名录 ${draw.inspectors.length} 行相符`);
}

function checkRoot({ suite, data }, kind, rows, given) {
  const root = rosterRoot(suite, kind === "inspector" ? kind : "subject", rows);
  must(root === given, `${kind} 名录的根应为 ${root}`);
  return rosterCommit(suite, data.task_id, kind, rows.length, given);
}

/** V07: every subject row opened. */
export function subjectOpenings(draw) {
  if (draw.openings === null) {
    if (draw.isAuditor || draw.isOpen) throw new Unavailable("没有名录行");
    return skip("公开的封存记录不含名录行");
  }
  const towns = new Map();
  for (const [name, rows] of draw.openings) {
    const expected = expectedRows(draw, name);
    must(rows.length === expected.length, `名录 ${expected.length} 行，打开 ${rows.length} 行`);
    rows.forEach((row, i) => checkOpening(draw, row, expected[i], i));
    must(new Set(rows.map(({ id }) => id)).size === rows.length, "同一标识出现两次");
    const shared = sharedOrganisationCode(rows.map(({ id }) => id));
    must(shared === null, `组织机构代码 ${shared} 出现在两个统一社会信用代码下`);
    rows.forEach(({ handle, row }) => checkTown(towns, handle, row.town));
  }
  must(draw.openings.length === (draw.strata.length || 1), "打开的库与方案不一致");
  if (draw.drawsTeams) checkTowns([...towns.values()]);
  return pass(`打开 ${towns.size} 个对象，全部相符`);
}

function expectedRows(draw, name) {
  if (draw.drawsSubjects) return draw.subjects(name);
  const { handles, attrs } = draw.plan.dispatched ?? { handles: [], attrs: [] };
  return handles.map((handle, i) => ({ handle, attrs: attrs[i] }));
}

function checkOpening(draw, { handle, id, salt, row }, expected, i) {
  const { suite, data } = draw;
  const at = `第 ${i + 1} 行`;
  must(handle === expected.handle, `${at}与名录的标识不同`);
  must(isSubjectId(id), `${at}的原始标识不合格式`);
  if (!draw.isOpen) {
    must(salt === rowSalt(suite, checkedKey(data.subject_private), draw.subjectTask, id), `${at}的盐不是由密钥算出`);
    must(handle === sealedHandle(suite, draw.subjectTask, salt, id), `${at}的标识打不开`);
  }
  must(attrsOf(suite, salt, row) === expected.attrs, `${at}的 attrs 与行内容不符`);
  must(typeof row.name === "string" && row.name !== "", `${at}没有名称`);
}

function checkTown(towns, handle, town) {
  must(!towns.has(handle) || towns.get(handle) === town, "同一对象在各库的所在区划不同");
  towns.set(handle, town);
}

function checkTowns(towns) {
  must(
    towns.every((town) => typeof town === "string" && PATTERN.division.test(town)),
    "有对象缺区划代码或不合格式",
  );
  must(new Set(towns.map((town) => town.length)).size <= 1, "区划代码长度不一");
}

function checkedKey({ salt_key_hex: key }) {
  must(PATTERN.hash.test(key), "密钥不是 64 个十六进制字符");
  return key;
}

/** V08: inspector salts, handles, recusal lists. */
export function inspectorOpenings(draw) {
  const { data, suite } = draw;
  if (!draw.drawsTeams) return none("本次不抽检查人员");
  if (!draw.isAuditor) return skip("须有名录密钥");
  if (data.inspector_private === undefined) throw new Unavailable("没有人员名录的打开信息");
  const { rows } = data.inspector_private;
  const key = checkedKey(data.inspector_private);
  const roster = draw.inspectors;
  must(rows.length === roster.length, `名录 ${roster.length} 行，打开 ${rows.length} 行`);
  must(new Set(rows.map(({ pid }) => pid)).size === rows.length, "同一执法证出现两次");
  rows.forEach(({ handle, pid, salt, recusal }, i) => {
    const at = `第 ${i + 1} 行`;
    must(handle === roster[i].handle, `${at}与名录的标识不同`);
    must(PATTERN.cert.test(pid), `${at}的执法证号不合格式`);
    must(salt === rowSalt(suite, key, data.task_id, pid), `${at}的盐不是由密钥算出`);
    must(handle === sealedHandle(suite, data.task_id, salt, pid), `${at}的标识打不开`);
    must(recusal.every(isHandle) && strictlyRising(recusal), `${at}的回避名单不合格式`);
    must(recusalCommit(suite, key, data.task_id, pid, recusal) === roster[i].recusal, `${at}的回避名单与承诺不符`);
  });
  return pass(`打开 ${rows.length} 名检查人员，全部相符`);
}

/** V09: the keys are the committed ones. */
export function keyCommits(draw) {
  const { data, plan, suite } = draw;
  if (!draw.isAuditor) return skip("须有名录密钥");
  const kinds = sealedKinds(plan);
  for (const kind of kinds) {
    const opened = data[`${kind}_private`];
    if (opened === undefined) throw new Unavailable(`没有 ${kind}_private`);
    must(keyCommit(suite, checkedKey(opened)) === keyCommitOf(plan, kind), `${kind} 名录的密钥与方案中的承诺不符`);
  }
  return kinds.length === 0 ? none("没有封存的名录") : pass("密钥与方案中的承诺相符");
}

/** V27: referenced files. */
export function files({ references }) {
  if (references.size === 0) return none("没有引用文件");
  const problems = [...references].map(([reference, loaded]) => fileProblem(reference, loaded)).filter(Boolean);
  if (problems.length > 0) return fail(problems.join("；"));
  const absent = [...references].filter(([, { bytes }]) => bytes === null).map(([{ file }]) => file);
  if (absent.length > 0) throw new Unavailable(`没有文件 ${absent.join("、")}`);
  return pass(`${references.size} 个文件相符`);
}

function fileProblem(reference, { bytes, rows, problem }) {
  if (problem !== null) return `${reference.file}：${problem}`;
  if (bytes === null) return null;
  if (bytes.length !== reference.bytes) return `${reference.file}：应为 ${reference.bytes} 字节，实为 ${bytes.length}`;
  if (toHex(sha256(bytes)) !== reference.sha256) return `${reference.file}：摘要不符`;
  if (rows.length !== reference.rows) return `${reference.file}：应为 ${reference.rows} 行，实为 ${rows.length}`;
  return strictlyRising(rows.map(({ handle }) => handle)) ? null : `${reference.file}：行不按标识排序`;
}
