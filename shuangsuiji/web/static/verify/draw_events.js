/**
 * What the log must say about a draw: for every step a record tells of, the entry's type and its public words.
 *
 * Source: SSJ-DRAW/1 (what is published at each step); 第十四条. One `draw.revealed` stands for every contributor of the plan once
 * the reveals are closed, `r` = MISSING for each empty one. Fields of a shadow are no steps: they were never taken.
 */
import { jcs } from "./canonical.js";
import { must } from "./errors.js";
import { sha256, toHex, utf8 } from "./hash.js";

/** Types of entries in the order in which they must stand in the log. */
export const STEPS = [
  "draw.planned",
  "roster.frozen",
  "draw.frozen",
  "draw.committed",
  "draw.revealed",
  "draw.seeded",
  "draw.result",
];

/** What a reveal says that never came. */
export const MISSING = "MISSING";

const HASHES = ["selection_hash", "batches_root", "assignment_hash", "result_hash"];

/** Words that every entry of a type has; other words are compared where they are said. */
export const REQUIRED = Object.freeze({
  "draw.planned": ["draw_id", "plan_hash"],
  "roster.frozen": ["draw_id", "kind", "n", "root", "roster_commit"],
  "draw.frozen": ["draw_id", "context"],
  "draw.committed": ["draw_id", "contributor", "commit"],
  "draw.revealed": ["draw_id", "contributor", "r"],
  "draw.seeded": ["draw_id", "source", "round", "value", "seed", "evidence"],
  "draw.result": ["draw_id", "selection_hash", "batches_root", "assignment_hash", "result_hash"],
  "draw.aborted": ["draw_id", "code", "office", "ordinal"],
  "draw.voided": ["draw_id", "code", "office", "ordinal"],
  "draw.shadow": ["draw_id", "result_hash"],
});

const APART = new Map([
  ["roster.frozen", "kind"],
  ["draw.committed", "contributor"],
  ["draw.revealed", "contributor"],
]);

/**
 * What tells several entries of a type apart; the entry of any other type stands alone.
 * @param {string} event
 * @returns {string} a public word
 */
export function apartBy(event) {
  return APART.get(event) ?? "draw_id";
}

/**
 * The ordinal at the end of a draw_id.
 * @param {string} drawId
 * @returns {bigint}
 */
export function ordinalOf(drawId) {
  const [, ordinal] = /\/([1-9][0-9]{0,99})$/.exec(drawId) ?? [];
  must(ordinal !== undefined, "draw_id 的序号不合格式");
  return BigInt(ordinal);
}

/**
 * The entries a record asks for.
 * @param {import("./case.js").Case} draw
 * @returns {Map<string, object[]>} event to the words of each of its entries
 */
export function expectedEvents(draw) {
  const { data } = draw;
  const shadowed = new Set(Object.keys(data.shadow ?? {}));
  const own = Object.fromEntries(Object.entries(data).filter(([name]) => !shadowed.has(name)));
  const found = new Map();
  for (const [event, words] of [...steps(draw, own), ...ends(own, data.draw_id)]) {
    if (!found.has(event)) found.set(event, []);
    found.get(event).push({ draw_id: data.draw_id, ...words });
  }
  return found;
}

function* steps(draw, own) {
  yield ["draw.planned", announced(draw)];
  if ("context" in own) {
    for (const words of rosters(draw)) yield ["roster.frozen", words];
    yield ["draw.frozen", taken(own, ["context", "plan_hash", "subject_commit", "inspector_commit"])];
  }
  for (const [contributor, commit] of Object.entries(own.commits ?? {}))
    yield ["draw.committed", { contributor, commit }];
  for (const [contributor, secret] of own.reveals ?? [])
    yield ["draw.revealed", { contributor, r: secret === "" ? MISSING : secret }];
  if ("seed" in own) yield ["draw.seeded", publicNumber(own)];
  if ("result_hash" in own) yield ["draw.result", taken(own, HASHES)];
}

function* ends(own, drawId) {
  const ground = { code: own.reason?.code, ordinal: Number(ordinalOf(drawId)) };
  if (own.state === "ABORTED") yield ["draw.aborted", ground];
  if (own.state === "VOID") yield ["draw.voided", ground];
  if (own.shadow !== undefined) yield ["draw.shadow", { ...publicNumber(own.shadow), ...taken(own.shadow, HASHES) }];
}

/** Some fields, all of which must be there. */
function taken(source, names) {
  for (const name of names) must(name in source, `记录缺 ${name}`);
  return Object.fromEntries(names.map((name) => [name, source[name]]));
}

/** Those of some fields that are there. */
function present(source, names) {
  return Object.fromEntries(names.filter((name) => name in source).map((name) => [name, source[name]]));
}

function announced({ data, plan }) {
  const told = {
    plan_hash: data.plan_hash,
    ordinal: Number(ordinalOf(data.draw_id)),
    ...present(plan, ["suite", "mode", "contributors", "commit_by", "reveal_by"]),
    ...present(plan.beacon ?? {}, ["source", "round", "not_before"]),
  };
  return plan.supersedes === undefined ? told : { ...told, supersedes: plan.supersedes.draw_id };
}

function publicNumber(record) {
  must(Array.isArray(record.beacon), "记录缺 beacon");
  const [source, round, value] = record.beacon;
  return { source, round, value, ...taken(record, ["seed"]), evidence: evidenceDigest(record) };
}

function rosters({ data, drawsSubjects, drawsTeams, several }) {
  const one = (kind, rows, root, commit) => {
    must(rows !== undefined, `记录没有 ${kind} 的名录`);
    return { kind, n: Array.isArray(rows) ? rows.length : rows.rows, root, roster_commit: commit };
  };
  const libraries = several ? Object.keys(data.subject_rosters) : [];
  const found = libraries.map((name) =>
    one(`subject/${name}`, data.subject_rosters[name], data.subject_roots[name], data.subject_commits[name]),
  );
  if (drawsSubjects && !several)
    found.push(one("subject", data.subject_roster, data.subject_root, data.subject_commit));
  if (drawsTeams) found.push(one("inspector", data.inspector_roster, data.inspector_root, data.inspector_commit));
  return found;
}

/**
 * Digest of what stands behind the public number: SHA-256 of jcs of `beacon_signature` and `beacon_evidence`, those that are there;
 * `bls` is left out, because a later check of the same signature changes it.
 * @param {object} record
 * @returns {string} 64 characters
 */
export function evidenceDigest(record) {
  const fields = present(record, ["beacon_signature", "beacon_evidence"]);
  if ("beacon_evidence" in fields) {
    must(fields.beacon_evidence !== null && typeof fields.beacon_evidence === "object", "beacon_evidence 不是对象");
    const kept = Object.entries(fields.beacon_evidence).filter(([name]) => name !== "bls");
    fields.beacon_evidence = Object.fromEntries(kept);
  }
  return toHex(sha256(utf8(jcs(fields))));
}
