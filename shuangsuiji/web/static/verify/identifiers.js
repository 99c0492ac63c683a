/**
 * Names and identifiers: grammars, the check character of the 统一社会信用代码, and repair at ingest.
 *
 * Source: GB 32100 (check character). Nothing is repaired at freeze or inside a hash.
 */

const ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
const USCC = /^[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}$/;
const CODE = "[a-z0-9][a-z0-9._-]{0,63}";

/** Full-match patterns of the protocol's names. */
export const PATTERN = Object.freeze({
  code: new RegExp(`^${CODE}$`),
  stratum: /^[A-Za-z0-9_.-]{1,64}$/,
  task: new RegExp(`^(?:rehearsal/)?[0-9]{6}(?:/${CODE}){1,5}$`),
  draw: new RegExp(`^(?:rehearsal/)?[0-9]{6}(?:/${CODE}){1,5}/[1-9][0-9]*$`),
  elig: /^(?:E|X[1-9][0-9]?)$/,
  division: /^(?:[0-9]{6}|[0-9]{9}|[0-9]{12})$/,
  hash: /^[0-9a-f]{64}$/,
  sealed: /^h:[0-9a-f]{64}$/,
  reg: /^reg:[0-9]{15}$/,
  obj: /^obj:[a-z0-9][a-z0-9._/-]{0,63}$/,
  cert: /^cert:[A-Za-z0-9._-]{1,64}$/,
});

/**
 * The check character of a 统一社会信用代码.
 * @param {string} first17 its first 17 characters
 * @returns {string} one character
 */
export function usccCheckCharacter(first17) {
  const sum = WEIGHTS.reduce((total, weight, i) => total + weight * ALPHABET.indexOf(first17[i]), 0);
  return ALPHABET[(31 - (sum % 31)) % 31];
}

/** Whether 18 characters are a credit code whose check character is right. */
export function isUscc(text) {
  return USCC.test(text) && usccCheckCharacter(text.slice(0, 17)) === text[17];
}

/**
 * The canonical id of a 统一社会信用代码 as typed, or null when it is refused.
 * @param {unknown} raw
 * @returns {string|null} `uscc:` and 18 characters
 */
export function ingestUscc(raw) {
  if (typeof raw !== "string") return null;
  const code = raw
    .normalize("NFKC")
    .replace(/[\u200B\u200C\u200D\u2060\uFEFF\u00AD]/g, "")
    .replace(/\s/g, "")
    .toUpperCase()
    .replace(/[\u002D\u2010\u2011\u2013\u2014]/g, "");
  return isUscc(code) ? `uscc:${code}` : null;
}

/**
 * Whether a text is the canonical id of a subject (firm, old registration, object).
 * @param {string} id
 * @returns {boolean}
 */
export function isSubjectId(id) {
  if (id.startsWith("uscc:")) return isUscc(id.slice(5));
  return PATTERN.reg.test(id) || PATTERN.obj.test(id);
}

/**
 * Whether freeze accepts a subject handle, open or sealed.
 * @param {string} handle
 * @returns {boolean}
 */
export function isHandle(handle) {
  return isSubjectId(handle) || PATTERN.sealed.test(handle);
}

/**
 * The organisation code inside a USCC id (characters 9 to 17), or null for other ids.
 * @param {string} id
 * @returns {string|null}
 */
export function organisationCode(id) {
  return id.startsWith("uscc:") ? id.slice(13, 22) : null;
}

/**
 * The first organisation code that two different ids share, or null.
 * @param {string[]} ids
 * @returns {string|null}
 */
export function sharedOrganisationCode(ids) {
  const seen = new Map();
  for (const id of ids) {
    const code = organisationCode(id);
    if (code === null) continue;
    if (seen.has(code) && seen.get(code) !== id) return code;
    seen.set(code, id);
  }
  return null;
}

/**
 * Seconds since 1970 of `YYYY-MM-DDTHH:MM:SSZ`, or null when the text is not such a time.
 * @param {unknown} text
 * @returns {number|null}
 */
export function parseTime(text) {
  if (typeof text !== "string" || !/^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$/.test(text)) return null;
  const milliseconds = Date.parse(text);
  if (Number.isNaN(milliseconds)) return null;
  return new Date(milliseconds).toISOString() === text.replace("Z", ".000Z") ? milliseconds / 1000 : null;
}
