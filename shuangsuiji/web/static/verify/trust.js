/**
 * A checkpoint judged by the reader's policy: who signed it, and whether enough witnesses did.
 *
 * Source: C2SP signed-note, tlog-cosignature, tlog-policy. Unknown keys are passed over; a known key whose signature fails
 * spoils the whole note, also where another of its lines verifies.
 */
import { ProtocolError, must } from "./errors.js";
import { utf8 } from "./hash.js";
import { KIND } from "./keys.js";
import { parseCheckpoint, parseNote } from "./note.js";
import { isMet, keysFor } from "./policy.js";
import { shown } from "./spelling.js";

const TIME_BYTES = 8;
const LATEST = 2n ** 63n - 1n;

/** Why a signature is not checked. */
export const NO_POLICY =
  "没有给出信任名单，不能核对签名：请从日志主办单位以外的渠道取得，用 --policy 或 --vkey 指定";
export const NO_ED25519 = "本机的浏览器或 Node 不能核验 Ed25519 签名：请换用较新的浏览器，或 Node 20 以上";

/**
 * @typedef {object} Judged
 * @property {import("./note.js").Checkpoint|null} checkpoint null where it is worth nothing
 * @property {string} problem why it is worth nothing, empty where it is not
 * @property {boolean} isSigned the log signed it, and every known signature holds
 * @property {string} waiting what is missing before it can be relied on, empty where nothing is
 */

/** A checkpoint that is worth nothing, and why. @param {string} problem @returns {Judged} */
export const worthless = (problem) => ({ checkpoint: null, problem, isSigned: false, waiting: "" });

/**
 * Judge a checkpoint as served. Without a policy, or where the platform has no Ed25519, the form alone is checked.
 * @param {Uint8Array} raw
 * @param {import("./policy.js").Policy|null} policy
 * @param {Function|null} verify answer of `ed25519Of`
 * @returns {Promise<Judged>}
 */
export async function judgeCheckpoint(raw, policy, verify) {
  try {
    const note = parseNote(raw);
    const checkpoint = parseCheckpoint(note.text);
    const unsigned = (waiting) => ({ checkpoint, problem: "", isSigned: false, waiting });
    if (policy === null) return unsigned(NO_POLICY);
    const known = knownLines(note, keysFor(policy, checkpoint.origin));
    if (verify === null) return unsigned(NO_ED25519);
    for (const { key, payload } of known) await mustHold(note.text, key, payload, verify);
    return { checkpoint, problem: "", isSigned: true, waiting: missing(policy, known) };
  } catch (error) {
    if (error instanceof ProtocolError) return worthless(error.message);
    throw error;
  }
}

/** The lines by known keys, a log's own among them. */
function knownLines({ lines }, keys) {
  const known = lines.flatMap(({ name, id, payload }) => {
    const party = keys.get(`${name} ${id}`);
    return party === undefined ? [] : [{ name: party.name, key: party.key, payload }];
  });
  must(known.length > 0, "没有一个已知公钥的签名");
  must(
    known.some(({ key }) => key.kind === KIND.LOG),
    "检查点没有日志自己的签名",
  );
  return known;
}

async function mustHold(text, key, payload, verify) {
  const isWitness = key.kind === KIND.COSIGNATURE;
  const signature = isWitness ? payload.slice(TIME_BYTES) : payload;
  const message = isWitness ? utf8(`cosignature/v1\ntime ${timeOf(key, payload)}\n${text}`) : utf8(text);
  const holds = await verify(key.publicKey, message, signature);
  must(holds, `${shown(key.name)} 的签名不成立：内容或签名被改动`);
}

/** The witness's time in unix seconds, as its signature says it. */
function timeOf({ name }, payload) {
  must(payload.length >= TIME_BYTES, `${shown(name)} 的签名不成立：见证签名只有 ${payload.length} 字节`);
  const at = new DataView(payload.buffer, payload.byteOffset).getBigUint64(0);
  must(at <= LATEST, `${shown(name)} 的签名不成立：见证时间 ${at} 超出范围`);
  return at;
}

/** How many witnesses are wanting, in words; empty where they are enough. */
function missing(policy, known) {
  const seen = new Set(known.filter(({ key }) => key.kind === KIND.COSIGNATURE).map(({ name }) => name));
  if (isMet(policy, seen)) return "";
  return `${policy.witnesses.length} 个见证人中有 ${seen.size} 个签名，未达到信任名单要求的 ${policy.quorum}`;
}
