/**
 * Entries of the log: what is said openly, and salted digests for what is not.
 *
 * Source: 第五条, 第二十一条 as the log keeps them; RFC 8785 in the restricted domain of `canonical.js`.
 * Shape: one JSON object with exactly the keys of MEMBERS.
 */
import { jcs, parseJson } from "./canonical.js";
import { must } from "./errors.js";
import { PATTERN, parseTime } from "./identifiers.js";
import { decoded, isControlled, shown } from "./spelling.js";

const MOST_LEAF_BYTES = 16_384;
const LONGEST_TEXT = 128;
const RELATIONS = ["follows", "approves", "corrects", "supersedes", "answers"];
const TYPE = /^[a-z][a-z0-9]{0,31}\.[a-z][a-z0-9_]{0,63}$/;
const UUID7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
const matches = (pattern) => (value) => typeof value === "string" && pattern.test(value);
const isDigest = matches(PATTERN.hash);
const isText = (value) => typeof value === "string" && [...value].length <= LONGEST_TEXT && !isControlled(value);
const isName = (value) => isText(value) && value !== "";
const isListOf = (fits) => (value) => Array.isArray(value) && value.every(fits);
const isReference = (value) =>
  Array.isArray(value) && value.length === 2 && RELATIONS.includes(value[0]) && isDigest(value[1]);

function isFile(value) {
  if (!isObject(value) || Object.keys(value).sort().join() !== "kind,sha256,size") return false;
  return isDigest(value.sha256) && Number.isSafeInteger(value.size) && value.size >= 0 && isText(value.kind);
}

const MEMBERS = {
  v: (value) => value === 1,
  type: matches(TYPE),
  id: matches(UUID7),
  at: (value) => parseTime(value) !== null && !value.startsWith("0000"),
  org: isName,
  actor: isName,
  rule: isText,
  refs: isListOf(isReference),
  pub: isObject,
  sd: (value) => isObject(value) && Object.values(value).every(isDigest),
  files: isListOf(isFile),
};

/**
 * Read an entry; bytes that are not its one canonical form are refused.
 * @param {Uint8Array} body
 * @returns {{type: string, at: string, pub: object}} with all other members
 */
export function readLeaf(body) {
  must(body.length <= MOST_LEAF_BYTES, `条目有 ${body.length} 字节，最多 ${MOST_LEAF_BYTES} 字节`);
  const leaf = parseJson(body);
  must(isObject(leaf) && jcs(leaf) === decoded(body), "条目不是规范 JSON 对象");
  const names = Object.keys(MEMBERS);
  must(names.length === Object.keys(leaf).length && names.every((name) => name in leaf), "条目的键不合规则");
  for (const name of names) must(MEMBERS[name](leaf[name]), `条目的 ${name} 不合规则：${shown(jcs(leaf[name]))}`);
  return leaf;
}
