/**
 * Whom a reader trusts: which logs, which witnesses, and how many of them must have cosigned.
 *
 * Source: C2SP tlog-policy. Lines `log vkey [url]`, `witness name vkey [url]`, `group name k|any|all member…`,
 * `quorum name|none`; a name is defined before it is used and is a member once at most.
 */
import { ProtocolError, must } from "./errors.js";
import { toHex } from "./hash.js";
import { KIND, parseKey } from "./keys.js";
import { MOST_NOTE_BYTES, bytesAsText, decoded, readDecimal, shown, textAsBytes } from "./spelling.js";

const NONE = "none";
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f]/;

/**
 * @typedef {import("./keys.js").Key} Key
 * @typedef {{name: string, key: Key}} Party
 * @typedef {{name: string, threshold: number, members: string[]}} Group
 * @typedef {{logs: Party[], witnesses: Party[], groups: Group[], quorum: string}} Policy
 */

/**
 * The policy that trusts one log and asks for no witness.
 * @param {string} text the log's verifier key
 * @returns {Policy}
 */
export function policyOfKey(text) {
  const key = parseKey(text, KIND.LOG);
  return { logs: [{ name: key.name, key }], witnesses: [], groups: [], quorum: NONE };
}

/**
 * Read a policy file; a fault is told with the number of its line.
 * @param {Uint8Array} raw
 * @returns {Policy}
 */
export function parsePolicy(raw) {
  must(raw.length <= MOST_NOTE_BYTES, `信任名单有 ${raw.length} 字节，最多 ${MOST_NOTE_BYTES} 字节`);
  const draft = { logs: [], witnesses: [], groups: [], quorums: [], free: new Set(), defined: new Set([NONE]) };
  // Comments may be in any encoding: the lines are parted as bytes, and only words are read as UTF-8.
  const lines = bytesAsText(raw).split("\n");
  lines.forEach((line, i) => {
    try {
      readLine(draft, line);
    } catch (error) {
      if (error instanceof ProtocolError) throw new ProtocolError(`信任名单第 ${i + 1} 行：${error.message}`);
      throw error;
    }
  });
  const { logs, witnesses, groups, quorums } = draft;
  must(quorums.length === 1, `信任名单应恰有一行 quorum，实有 ${quorums.length} 行`);
  refuseDoubles("日志", logs);
  refuseDoubles("见证人", witnesses);
  return { logs, witnesses, groups, quorum: quorums[0] };
}

function readLine(draft, line) {
  must(!CONTROL.test(line), "含有控制字符");
  const [first, ...rest] = line.split(/[ \t]+/).filter((word) => word !== "");
  if (first === undefined || first.startsWith("#")) return;
  const words = rest.map((word) => decoded(textAsBytes(word)));
  const read = READERS[first];
  must(read?.fits(words.length), `看不懂的一行，以 ${shown(first)} 开头`);
  read.take(draft, words);
}

/** Per first word: how many words may follow, and what they mean. */
const READERS = Object.assign(Object.create(null), {
  log: {
    fits: (count) => count === 1 || count === 2,
    take(draft, [vkey]) {
      const key = parseKey(vkey, KIND.LOG);
      draft.logs.push({ name: key.name, key });
    },
  },
  witness: {
    fits: (count) => count === 2 || count === 3,
    take(draft, [name, vkey]) {
      define(draft, name);
      draft.witnesses.push({ name, key: parseKey(vkey, KIND.COSIGNATURE) });
    },
  },
  group: {
    fits: (count) => count >= 3,
    take(draft, [name, threshold, ...members]) {
      for (const member of members) must(draft.free.delete(member), `成员 ${shown(member)} 尚未定义，或已是某组成员`);
      define(draft, name);
      draft.groups.push({ name, threshold: readThreshold(threshold, members.length), members });
    },
  },
  quorum: {
    fits: (count) => count === 1,
    take(draft, [name]) {
      must(draft.defined.has(name), `名称 ${shown(name)} 尚未定义`);
      draft.quorums.push(name);
    },
  },
});

function define(draft, name) {
  must(!draft.defined.has(name), `名称 ${shown(name)} 已经用过`);
  draft.defined.add(name);
  draft.free.add(name);
}

function readThreshold(word, count) {
  if (word === "any") return 1;
  if (word === "all") return count;
  const threshold = readDecimal(word);
  must(threshold >= 1 && threshold <= count, `${count} 个成员中不能要求 ${threshold} 个`);
  return threshold;
}

/** One key under two names would let one body count twice. */
function refuseDoubles(kind, parties) {
  const seen = new Map();
  for (const { name, key } of parties) {
    const written = toHex(key.publicKey);
    must(!seen.has(written), `${kind} ${shown(seen.get(written) ?? "")} 与 ${shown(name)} 是同一把公钥`);
    seen.set(written, name);
  }
}

/**
 * The keys of one log and of all witnesses; refused where the policy does not know the log or two could not be told apart.
 * @param {Policy} policy
 * @param {string} origin
 * @returns {Map<string, Party>} by name and id as a signature line writes them
 */
export function keysFor(policy, origin) {
  const own = policy.logs.filter(({ name }) => name === origin);
  must(own.length > 0, `信任名单里没有日志 ${shown(origin)}`);
  const keys = new Map();
  for (const party of [...own, ...policy.witnesses]) {
    const called = `${party.key.name} ${party.key.id}`;
    must(!keys.has(called), `公钥列表中 ${shown(party.key.name)} 编号 ${party.key.id} 出现两次`);
    keys.set(called, party);
  }
  return keys;
}

/**
 * Whether these witnesses are enough: a group has witnessed when its threshold of members, witnesses or groups, has.
 * @param {Policy} policy
 * @param {Iterable<string>} cosigners names of witnesses in the policy
 * @returns {boolean}
 */
export function isMet(policy, cosigners) {
  const witnessed = new Set([NONE, ...cosigners]);
  for (const { name, threshold, members } of policy.groups)
    if (members.filter((member) => witnessed.has(member)).length >= threshold) witnessed.add(name);
  return witnessed.has(policy.quorum);
}
