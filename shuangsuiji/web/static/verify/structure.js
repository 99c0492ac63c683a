/**
 * V01: the types of a draw record, its states, and what each audience may see.
 */
import { PATTERN } from "./identifiers.js";
import { modeOf } from "./plan.js";
import {
  anything,
  bool,
  count,
  either,
  int,
  list,
  map,
  nothing,
  object,
  oneOf,
  positive,
  text,
  tuple,
} from "./shape.js";

const strata = map(
  object({
    "ratio?": text,
    "min?": int,
    "below?": object({ "reason?": text, "approved_by?": text, "document?": text }),
  }),
);

const PLAN = object({
  "v?": text,
  "suite?": text,
  "task_id?": text,
  "draw_id?": text,
  "title?": text,
  "mode?": text,
  "lead?": text,
  "members?": list(text),
  "strata?": strata,
  "libraries?": map(object({ strata })),
  "alternates?": int,
  "contributors?": list(text),
  "commit_by?": text,
  "reveal_by?": text,
  "beacon?": object({ "source?": text, "round?": text, "not_before?": text, "digits?": int }),
  handles: object({ subject: text, inspector: text }),
  "salt_key_commit?": either(text, map(text)),
  "risk_classes?": bool,
  "announce?": text,
  "openings_from?": text,
  "result_link?": text,
  "exclusions?": map(text),
  "teams?": object({ "count?": int, "slots?": list(tuple(text, text, list(text))) }),
  "cap_ladder?": list(int),
  "dispatched?": object({
    draw_id: text,
    result_hash: text,
    handles: list(text),
    attrs: list(text),
    "source?": anything,
  }),
  "supersedes?": object({ "draw_id?": text, "reason?": text }),
});
const FILE = object({ file: text, format: oneOf("csv", "jsonl"), rows: count, bytes: count, sha256: text });
const SUBJECTS = either(list(object({ handle: text, stratum: text, elig: text, attrs: text })), FILE);
const INSPECTORS = either(
  list(object({ handle: text, dept: text, quals: list(text), elig: text, cap: int, recusal: text })),
  FILE,
);
const RANKS = list(object({ rank: int, ticket: text, handle: text }));
const STRATA = map(
  object({ n_base: int, n_elig: int, k: int, shortfall: int, threshold: text, selected: RANKS, next: RANKS }),
);
const ENTRY = object({
  team: text,
  role: text,
  dept: text,
  handle: text,
  generation: int,
  ticket: text,
  skipped: list(text),
  alternates: list(text),
});
const OPENING = object({ pid: text, salt: text, dept: text, quals: list(text), recusal: list(text) });
const REPLACEMENT = object({
  at: text,
  slot: int,
  team: text,
  role: text,
  dept: text,
  from: text,
  to: text,
  reason: text,
  "text?": text,
  by_rank: bool,
  requested_by: text,
  approved_by: text,
  "log?": either(nothing, tuple(count, text)),
  "opening?": OPENING,
});
const LOG = either(nothing, object({ origin: text, entries: map(list(tuple(count, text))), checkpoint: text }));
const SUBJECT_OPENINGS = list(object({ handle: text, id: text, salt: text, row: map(anything) }));
const SUBJECT_ROWS = list(object({ handle: text, row: map(anything) }));

/** Fields of each stage of the ceremony, in order; the values are their shapes. */
const STAGES = [
  { suite: oneOf("SHA256", "SM3"), task_id: text, draw_id: text, plan: PLAN, plan_hash: text, "plan_jcs_hex?": text },
  {
    subject_commit: text,
    inspector_roster: INSPECTORS,
    inspector_root: text,
    inspector_commit: text,
    context: text,
    "subject_roster?": SUBJECTS,
    "subject_root?": text,
    "subject_rosters?": map(SUBJECTS),
    "subject_roots?": map(text),
    "subject_commits?": map(text),
    "subject_rows?": either(SUBJECT_ROWS, map(SUBJECT_ROWS)),
    "subject_private?": object({ salt_key_hex: text, rows: either(SUBJECT_OPENINGS, map(SUBJECT_OPENINGS)) }),
    "inspector_private?": object({
      salt_key_hex: text,
      rows: list(object({ handle: text, pid: text, salt: text, recusal: list(text) })),
    }),
  },
  { commits: map(text) },
  { reveals: list(tuple(text, text)), committed_values: map(text) },
  { beacon: tuple(text, text, text), "beacon_signature?": text, "beacon_evidence?": map(anything), seed: text },
  {
    ticket_key: text,
    "tickets?": list(tuple(text, text)),
    selection: either(STRATA, map(STRATA)),
    team_order: list(text),
    slots: list(tuple(text, text, text, list(text))),
    "batches?": map(list(text)),
    assignment: either(nothing, list(ENTRY)),
    "cap_step?": int,
    "blocking?": list(count),
    "batches_root?": text,
    "selection_hash?": text,
    "assignment_hash?": text,
    "result_hash?": text,
  },
];
const HEAD = {
  version: positive,
  audience: oneOf("public", "auditor"),
  state: oneOf("DRAWN", "VOID", "ABORTED"),
  "log?": LOG,
  "replacements?": either(list(REPLACEMENT), object({ count })),
  "reason?": object({ code: text, text }),
  "superseded_by?": text,
  "shadow?": map(anything),
};
const VECTOR_ONLY = ["primitives", "inclusion_example", "ticket_preimage_example"];

/** The stages a record can reach. */
export const STAGE = Object.freeze({ PLANNED: 0, FROZEN: 1, COMMITTED: 2, REVEALED: 3, SEEDED: 4, DRAWN: 5 });

const bare = (fields) => Object.keys(fields).map((key) => key.replace(/\?$/, ""));
const FIELDS = STAGES.map(bare);
const KNOWN = new Set(["format", ...bare(HEAD), ...FIELDS.flat(), ...VECTOR_ONLY]);

/**
 * Look at the structure of a record or vector element.
 * @param {unknown} record a parsed JSON value
 * @returns {{broken: string|null, problems: string[], unknown: string[], stage: number, data: object, isVector: boolean}}
 *   broken: the structure itself, nothing else can be checked; problems: presence and audience rules
 */
export function examineRecord(record) {
  const broken = (reason) => ({ broken: reason, problems: [], unknown: [], stage: 0, data: record, isVector: false });
  if (map(anything)(record, "") !== null) return broken("不是 JSON 对象");
  const isVector = !["format", "version", "audience", "state"].some((key) => key in record);
  if (!isVector && record.format !== "ssj-draw-record/1")
    return broken(`format 不是 ssj-draw-record/1：${JSON.stringify(record.format)}`);
  const misfit = isVector ? null : object(HEAD)(record, "记录");
  if (misfit !== null) return broken(`${misfit} 缺失或类型不对`);
  const data = Object.assign(Object.create(null), record.shadow ?? {}, record);
  const stage = isVector || record.state !== "ABORTED" ? STAGE.DRAWN : reached(data);
  const wrong = object(Object.assign({}, ...STAGES.slice(0, stage + 1)))(data, "记录") ?? selectionMisfit(data, stage);
  if (wrong !== null) return broken(`${wrong} 缺失或类型不对`);
  const problems = isVector ? [] : recordProblems(record, data, stage);
  return { broken: null, problems, unknown: Object.keys(data).filter((key) => !KNOWN.has(key)), stage, data, isVector };
}

/** Strata under libraries only where the plan has libraries; the same for rosters and opened rows. */
function selectionMisfit(data, stage) {
  const several = data.plan.libraries !== undefined;
  const rows = { false: list(anything), true: map(list(anything)) }[several];
  const checks = [
    stage >= STAGE.FROZEN &&
      (several
        ? object({ subject_rosters: map(SUBJECTS), subject_roots: map(text), subject_commits: map(text) })
        : object({ subject_roster: SUBJECTS, subject_root: text })),
    stage >= STAGE.FROZEN && object({ "subject_rows?": rows, "subject_private?": object({ rows }) }),
    stage >= STAGE.DRAWN && object({ selection: several ? map(STRATA) : STRATA }),
  ];
  return (
    checks
      .filter(Boolean)
      .map((shape) => shape(data, "记录"))
      .find((misfit) => misfit !== null) ?? null
  );
}

/** The last stage of which an aborted record shows anything. */
function reached(data) {
  const stages = FIELDS.map((fields, stage) => (fields.some((field) => field in data) ? stage : 0));
  return Math.max(...stages);
}

function recordProblems(record, data, stage) {
  const problems = [...audienceProblems(data, stage), ...stateProblems(record, stage)];
  if (!("log" in record)) problems.push("缺 log（没有台账时写 null）");
  return problems;
}

function stateProblems(record, stage) {
  const ended = record.state !== "DRAWN";
  const problems = [];
  if (ended && !(record.reason?.code && record.reason?.text)) problems.push("作废或中止的记录缺 reason");
  if (record.superseded_by !== undefined && !PATTERN.draw.test(record.superseded_by))
    problems.push("superseded_by 不是抽取编号");
  if (record.state !== "ABORTED") return "shadow" in record ? [...problems, "只有中止的记录可有 shadow"] : problems;
  const late = [...FIELDS[STAGE.SEEDED], ...FIELDS[STAGE.DRAWN], "replacements"].filter((field) => field in record);
  if (late.length > 0) problems.push(`中止的记录在 shadow 之外有 ${late.join("、")}`);
  return "shadow" in record ? [...problems, ...shadowProblems(record, stage)] : problems;
}

function shadowProblems(record, stage) {
  const problems = [];
  const early = [...FIELDS[STAGE.PLANNED], ...FIELDS[STAGE.FROZEN], ...bare(HEAD), "format"];
  const misplaced = Object.keys(record.shadow).filter((field) => early.includes(field) || field in record);
  if (misplaced.length > 0) problems.push(`shadow 中不应有 ${misplaced.join("、")}`);
  if (stage < STAGE.DRAWN) problems.push("shadow 不完整");
  return problems;
}

/** What must and must not be there for public sealed, public open and auditor. */
function audienceProblems(data, stage) {
  const mode = modeOf(data.plan);
  const open = data.plan.handles.subject === "open";
  const auditor = data.audience === "auditor";
  const several = data.plan.libraries !== undefined;
  const drawn = stage === STAGE.DRAWN;
  const counted = !Array.isArray(data.replacements);
  const frozen = stage >= STAGE.FROZEN;
  const rules = [
    ["subject_rows", frozen && open, !open],
    ["subject_private", frozen && auditor && !open, !auditor || open],
    ["inspector_private", frozen && auditor && mode !== "subjects", !auditor || mode === "subjects"],
    ["batches", drawn && (auditor || open), !auditor && !open],
    ["batches_root", drawn, false],
    ["selection_hash", drawn, false],
    ["assignment_hash", drawn, false],
    ["result_hash", drawn, false],
    ["replacements", data.state !== "ABORTED", false],
    ["subject_roster", false, several],
    ["subject_root", false, several],
    ["subject_rosters", false, !several],
    ["subject_roots", false, !several],
    ["subject_commits", false, !several],
  ];
  const problems = rules.flatMap(([field, required, forbidden]) => {
    if (forbidden && field in data) return [`不应有 ${field}`];
    return required && !(field in data) ? [`缺 ${field}`] : [];
  });
  if (!auditor && !open && "replacements" in data && !(counted && Object.keys(data.replacements).length === 1))
    problems.push("公开的封存记录只写更换次数");
  if ((auditor || open) && "replacements" in data && counted) problems.push("replacements 须逐条列出");
  if (!auditor && !counted && data.replacements.some((item) => "opening" in item))
    problems.push("公开记录不应有 opening");
  return problems;
}
