/**
 * Tickets, quotas, the selection of subjects, and their batches.
 */
import { byteOrder, tag } from "./canonical.js";
import { ProtocolError, must } from "./errors.js";
import { toHex, utf8 } from "./hash.js";

/**
 * The public key of one kind of ticket.
 * @param {import("./hash.js").Suite} suite
 * @param {string} seed
 * @param {string} scope `subject`, `team` or `inspector/<load>`
 * @returns {string} 32 characters
 */
export function ticketKey(suite, seed, scope) {
  return tag(suite, "ticket-key", seed, scope).slice(0, 32);
}

/**
 * The ticket of one handle.
 * @param {import("./hash.js").Suite} suite
 * @param {string} key
 * @param {string} handle
 * @returns {string} 64 characters
 */
export function ticketOf(suite, key, handle) {
  return toHex(suite.hash(utf8(key + handle)));
}

/**
 * A ratio text as an exact fraction.
 * @param {unknown} text for example `3.5%`
 * @returns {{num: bigint, den: bigint}}
 */
export function parseRatio(text) {
  const parts = typeof text === "string" ? /^(0|[1-9][0-9]{0,2})(?:\.([0-9]{1,6}))?%$/.exec(text) : null;
  must(parts, `比例 ${JSON.stringify(text)} 不合格式`);
  const fraction = parts[2] ?? "";
  return { num: BigInt(parts[1] + fraction), den: 100n * 10n ** BigInt(fraction.length) };
}

/**
 * The quota of one stratum, exact for any size.
 * @param {bigint} base all rows, excluded ones too
 * @param {bigint} eligible rows with `E`
 * @param {string} ratio
 * @param {bigint} minimum
 * @returns {{k: bigint, shortfall: bigint}}
 */
export function quota(base, eligible, ratio, minimum) {
  const { num, den } = parseRatio(ratio);
  const exact = (base * num + den - 1n) / den;
  const want = exact > minimum ? exact : minimum;
  const k = want < eligible ? want : eligible;
  return { k, shortfall: want - k };
}

/**
 * Sizes of one stratum.
 * @param {object[]} rows rows of this stratum
 * @param {{ratio: string, min?: number}} rule
 * @returns {{n_base: number, n_elig: number, k: number, shortfall: number}}
 */
export function sizesOf(rows, rule) {
  const eligible = rows.filter((row) => row.elig === "E").length;
  const { k, shortfall } = quota(BigInt(rows.length), BigInt(eligible), rule.ratio, BigInt(rule.min ?? 0));
  return { n_base: rows.length, n_elig: eligible, k: Number(k), shortfall: Number(shortfall) };
}

/**
 * The drawn and the next rows of one stratum.
 * @param {import("./hash.js").Suite} suite
 * @param {string} key ticket key of scope `subject`
 * @param {object[]} rows rows of this stratum
 * @param {number} k how many are drawn
 * @param {number} alternates how many next ranks to show
 * @returns {{threshold: string, selected: object[], next: object[]}}
 */
export function rankStratum(suite, key, rows, k, alternates) {
  const ranked = rows
    .filter((row) => row.elig === "E")
    .map(({ handle }) => ({ handle, ticket: ticketOf(suite, key, handle) }))
    .sort(byTicket)
    .map(({ handle, ticket }, i) => ({ rank: i + 1, ticket, handle }));
  must(k >= 0 && k <= ranked.length, `应抽 ${k} 户，可抽 ${ranked.length} 户`);
  return {
    threshold: k === 0 ? "" : ranked[k - 1].ticket,
    selected: ranked.slice(0, k),
    next: ranked.slice(k, k + Math.max(alternates, 0)),
  };
}

function byTicket(a, b) {
  return byteOrder(a.ticket, b.ticket) || byteOrder(a.handle, b.handle);
}

/**
 * Rows of a library by stratum, every stratum of the plan, also empty ones.
 * @param {object[]} rows
 * @param {object} strata stratum → rule
 * @returns {Map<string, object[]>}
 */
export function byStratum(rows, strata) {
  const groups = new Map(Object.keys(strata).map((name) => [name, []]));
  for (const row of rows) groups.get(row.stratum)?.push(row);
  return groups;
}

/**
 * The ids of the teams of a plan.
 * @param {object} plan
 * @returns {string[]} `t1` …
 */
export function teamIds(plan) {
  const count = plan.teams?.count ?? 0;
  if (count < 0 || count > 100000) throw new ProtocolError("检查组数目不合理");
  return Array.from({ length: count }, (_, i) => `t${i + 1}`);
}

/**
 * Batches of the drawn subjects: by division code, then ticket, spread evenly over the teams in order.
 * @param {import("./hash.js").Suite} suite
 * @param {string} key ticket key of scope `subject`
 * @param {string[]} handles distinct handles
 * @param {Map<string, string>} towns handle → division code
 * @param {string[]} teams
 * @returns {Map<string, string[]>} team → handles
 */
export function batchesOf(suite, key, handles, towns, teams) {
  const places = handles.map((handle) => {
    must(typeof towns.get(handle) === "string", `${handle} 没有所在区划代码`);
    return { handle, town: towns.get(handle), ticket: ticketOf(suite, key, handle) };
  });
  must(teams.length > 0 || places.length === 0, "方案没有检查组");
  places.sort((a, b) => byteOrder(a.town, b.town) || byTicket(a, b));
  const batches = new Map(teams.map((team) => [team, []]));
  places.forEach(({ handle }, r) => {
    batches.get(teams[Math.floor((r * teams.length) / places.length)]).push(handle);
  });
  return batches;
}

/**
 * The order in which teams take their people.
 * @param {import("./hash.js").Suite} suite
 * @param {string} seed
 * @param {string[]} teams
 * @returns {string[]}
 */
export function teamOrder(suite, seed, teams) {
  const key = ticketKey(suite, seed, "team");
  const drawn = teams.map((handle) => ({ handle, ticket: ticketOf(suite, key, handle) }));
  return drawn.sort(byTicket).map(({ handle }) => handle);
}

/**
 * The slots to fill, leaders of all teams first.
 * @param {string[]} order team order
 * @param {[string, string, string[]][]} slots of the plan
 * @returns {[string, string, string, string[]][]} team, role, department, qualifications
 */
export function slotsOf(order, slots) {
  const of = (wanted) => order.flatMap((team) => slots.filter(([role]) => wanted(role)).map((slot) => [team, ...slot]));
  return [...of((role) => role === "leader"), ...of((role) => role !== "leader")];
}
