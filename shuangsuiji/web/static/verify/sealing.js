/**
 * Salts, sealed handles, commitments and the ceremony's hashes.
 */
import { jcs, ns, tag } from "./canonical.js";
import { fromHex, toHex } from "./hash.js";

function salted(suite, label, key, taskId, id) {
  return toHex(suite.hmac(fromHex(key), ns(`ssj.${label}/1`, taskId, id)));
}

/**
 * Salt of one row.
 * @param {import("./hash.js").Suite} suite
 * @param {string} key K as hexadecimal text
 * @param {string} taskId
 * @param {string} id canonical id
 * @returns {string} 64 characters
 */
export function rowSalt(suite, key, taskId, id) {
  return salted(suite, "salt", key, taskId, id);
}

/**
 * Commitment to an inspector's recusal list, under its own salt.
 * @param {import("./hash.js").Suite} suite
 * @param {string} key K of the inspectors as hexadecimal text
 * @param {string} taskId
 * @param {string} id certificate id
 * @param {string[]} list subject handles in byte order
 * @returns {string} 64 characters
 */
export function recusalCommit(suite, key, taskId, id, list) {
  return tag(suite, "recusal", salted(suite, "recusal-salt", key, taskId, id), jcs(list));
}

/**
 * Sealed handle of an id.
 * @param {import("./hash.js").Suite} suite
 * @param {string} taskId
 * @param {string} salt
 * @param {string} id
 * @returns {string} `h:` and 64 characters
 */
export function sealedHandle(suite, taskId, salt, id) {
  return `h:${tag(suite, "handle", taskId, salt, id)}`;
}

/**
 * Hash of a subject's row, salted when sealed.
 * @param {import("./hash.js").Suite} suite
 * @param {string} salt empty when open
 * @param {object} row
 * @returns {string} 64 characters
 */
export function attrsOf(suite, salt, row) {
  return salt === "" ? tag(suite, "attrs", jcs(row)) : tag(suite, "attrs", salt, jcs(row));
}

/**
 * Commitment to a roster key.
 * @param {import("./hash.js").Suite} suite
 * @param {string} key K as hexadecimal text
 * @returns {string} 64 characters
 */
export function keyCommit(suite, key) {
  return tag(suite, "saltkey", key);
}

/**
 * Leaf of a place in the batches tree.
 * @param {import("./hash.js").Suite} suite
 * @param {string} handle
 * @param {string} team
 * @param {string} salt the firm's own; empty when open
 * @returns {Uint8Array}
 */
export function placeLeaf(suite, handle, team, salt) {
  if (salt === "") return ns("ssj.place/1", handle, team);
  return ns("ssj.place/1", handle, team, tag(suite, "place", salt));
}

/**
 * What every commit binds itself to.
 * @param {import("./hash.js").Suite} suite
 * @param {{draw_id: string, plan_hash: string, subject_commit: string, inspector_commit: string}} values
 * @returns {string} 64 characters
 */
export function contextOf(suite, values) {
  return tag(suite, "context", values.draw_id, values.plan_hash, values.subject_commit, values.inspector_commit);
}

/**
 * Commitment of one contributor.
 * @param {import("./hash.js").Suite} suite
 * @param {string} drawId
 * @param {string} context
 * @param {string} contributor
 * @param {string} r 64 hexadecimal characters
 * @returns {string} 64 characters
 */
export function commitOf(suite, drawId, context, contributor, r) {
  return tag(suite, "commit", drawId, context, contributor, r);
}

/**
 * The seed of a draw.
 * @param {import("./hash.js").Suite} suite
 * @param {string} drawId
 * @param {string} context
 * @param {[string, string][]} reveals contributor and r in plan order, r empty when missing
 * @param {[string, string, string]} beacon source, round, value
 * @returns {string} 64 characters
 */
export function seedOf(suite, drawId, context, reveals, beacon) {
  const [source, round, value] = beacon;
  const pairs = reveals.reduce((flat, [who, r]) => flat.concat(who, r), []);
  return tag(suite, "seed", drawId, context, reveals.length, ...pairs, source, round, value);
}
