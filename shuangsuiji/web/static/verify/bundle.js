/**
 * Verification of a firm bundle against its public record: V01 V05 V07 V08 V18 V19.
 */
import { same } from "./canonical.js";
import { must } from "./errors.js";
import { PATTERN, isSubjectId } from "./identifiers.js";
import { none, pass } from "./report.js";
import { rosterCommit, subjectLeaf } from "./roster.js";
import { attrsOf, placeLeaf, sealedHandle } from "./sealing.js";
import { ticketOf } from "./selection.js";
import { anything, count, either, list, map, matching, nothing, object, oneOf, positive, text } from "./shape.js";
import { rootFromPath } from "./tree.js";

const BRANCH = { index: count, size: positive, path: list(matching(PATTERN.hash)) };
const BUNDLE = object({
  format: oneOf("ssj-opening/1"),
  draw_id: text,
  handle: text,
  id: text,
  salt: text,
  row: map(anything),
  stratum: either(nothing, text),
  elig: either(nothing, text),
  leaf: either(nothing, object(BRANCH)),
  place: either(nothing, object({ ...BRANCH, team: text })),
  team: list(object({ handle: text, pid: text, salt: text })),
  "library?": text,
});

/**
 * The first misfit of a firm bundle, or null.
 * @param {unknown} bundle
 * @returns {string|null}
 */
export function bundleMisfit(bundle) {
  return BUNDLE(bundle, "开启包");
}

/** V01: bundle and record belong together, and the parts of the bundle that its mode has. */
export function belongs({ bundle, draw }) {
  const { data } = draw;
  const { library } = bundle;
  must(bundle.draw_id === data.draw_id, "开启包与公开记录不是同一次抽取");
  must(data.audience === "public", "所给记录不是公开记录");
  const named = "library" in bundle;
  must(draw.several === named, "library 与方案不符");
  must(!draw.several || library in data.plan.libraries, "library 不在方案中");
  const rostered = [bundle.stratum, bundle.elig, bundle.leaf].every((part) => (part !== null) === draw.drawsSubjects);
  must(rostered, "stratum、elig、leaf 与抽取方式不符");
  return pass("开启包的结构合规");
}

function attrs({ bundle, draw }) {
  return attrsOf(draw.suite, bundle.salt, bundle.row);
}

/** V05: the row is in the frozen roster. */
export function included({ bundle, draw }) {
  const { data, suite } = draw;
  const { library } = bundle;
  if (!draw.drawsSubjects) return none("本次不抽对象，没有名录路径");
  const { index, size, path } = bundle.leaf;
  const row = { handle: bundle.handle, stratum: bundle.stratum, elig: bundle.elig, attrs: attrs({ bundle, draw }) };
  const root = rootFromPath(suite, subjectLeaf(row), index, size, path);
  must(root === (draw.several ? data.subject_roots[library] : data.subject_root), "路径到不了公布的名录根");
  const kind = draw.several ? `subject/${library}` : "subject";
  const commit = rosterCommit(suite, data.task_id, kind, size, root);
  must(
    commit === (draw.several ? data.subject_commits?.[library] : data.subject_commit),
    "名录行数与公布的承诺不符",
  );
  return pass(`在冻结名录中，第 ${index + 1} 行，共 ${size} 行，分类 ${bundle.stratum}，资格 ${bundle.elig}`);
}

/** V07: handle and attrs open to the firm. */
export function opens({ bundle, draw }) {
  const { handle, id, salt } = bundle;
  must(isSubjectId(id), "原始标识不合格式");
  must(draw.isOpen || PATTERN.hash.test(salt), "盐不合格式");
  const expected = draw.isOpen ? id : sealedHandle(draw.suite, draw.subjectTask, salt, id);
  must(handle === expected, "标识打不开");
  must(attrs({ bundle, draw }) === recordedAttrs({ bundle, draw }), "行内容与名录的 attrs 不符");
  return pass("标识与行内容属于本企业");
}

/** The attrs that the record has for this handle. */
function recordedAttrs({ bundle, draw }) {
  const { library } = bundle;
  if (!draw.drawsSubjects) {
    const { handles, attrs: list } = draw.plan.dispatched ?? { handles: [], attrs: [] };
    return list[handles.indexOf(bundle.handle)];
  }
  const row = draw.subjects(draw.several ? library : null).find(({ handle }) => handle === bundle.handle);
  must(row !== undefined, "名录中没有这个标识");
  return row.attrs;
}

/** V08: the team is the drawn one, and its members open. */
export function team({ bundle, draw }) {
  const { data, suite } = draw;
  const entries = bundle.place === null || data.assignment === null ? [] : data.assignment;
  const drawn = entries.filter((entry) => entry.team === bundle.place.team).map(({ handle }) => handle);
  must(
    same(
      bundle.team.map(({ handle }) => handle),
      drawn,
    ),
    "检查组成员与抽取结果不同",
  );
  for (const { handle, pid, salt } of bundle.team) {
    must(PATTERN.cert.test(pid) && PATTERN.hash.test(salt), "执法证号或盐不合格式");
    must(handle === sealedHandle(suite, data.task_id, salt, pid), `${pid} 的标识打不开`);
  }
  return drawn.length === 0 ? none("没有检查组") : pass(`检查组 ${drawn.length} 人，全部打开`);
}

/** V18: selected exactly when the ticket is within the threshold. */
export function drawn({ bundle, draw }) {
  const { data, suite } = draw;
  const { library } = bundle;
  if (!draw.drawsSubjects) {
    must(draw.handles.includes(bundle.handle), "接收名单中没有这个标识");
    must(bundle.place !== null, "在接收名单中而没有分组位置");
    return none("本次不抽对象，标识在接收名单中");
  }
  const strata = draw.several ? data.selection[library] : data.selection;
  const result = strata?.[bundle.stratum];
  must(result !== undefined, "记录中没有这个分类");
  const ticket = ticketOf(suite, data.ticket_key, bundle.handle);
  const within = bundle.elig === "E" && result.threshold !== "" && ticket <= result.threshold;
  const listed = result.selected.some(({ handle }) => handle === bundle.handle);
  must(within === listed, "签号与抽中名单矛盾");
  const placed = draw.drawsTeams && draw.visited.includes(bundle.handle);
  must((bundle.place !== null) === placed, placed ? "已抽中而没有分组位置" : "没有抽中而有分组位置");
  return pass(`签号 ${ticket}，${listed ? "抽中" : "未抽中"}`);
}

/** V19: the place in the batches. */
export function placed({ bundle, draw }) {
  if (bundle.place === null) return none("没有分组位置");
  const { index, size, path, team: name } = bundle.place;
  must(size === draw.visited.length, "位置数与抽中数不同");
  must(name === `t${Math.floor((index * (draw.plan.teams?.count ?? 0)) / size) + 1}`, "位置与检查组不符");
  const leaf = placeLeaf(draw.suite, bundle.handle, name, bundle.salt);
  must(rootFromPath(draw.suite, leaf, index, size, path) === draw.data.batches_root, "路径到不了公布的分组根");
  return pass(`第 ${index + 1} 位，检查组 ${name}`);
}
