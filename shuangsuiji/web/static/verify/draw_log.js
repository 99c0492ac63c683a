/**
 * A draw's steps as the log holds them, and every attempt of its task.
 *
 * Source: SSJ-DRAW/1 (V14, V24, V26). Takes: the files of a log, signed checkpoints from beside the record. Signatures are checked
 * once, when the log is opened, because the platform answers later; everything after that is computed from bytes at hand.
 */
import { parseJson } from "./canonical.js";
import { ed25519Of } from "./ed25519.js";
import { ProtocolError, Unavailable, must } from "./errors.js";
import { utf8 } from "./hash.js";
import { parseTime } from "./identifiers.js";
import { readLeaf } from "./leaf.js";
import { Log, entryHash } from "./log.js";
import { MOST_NOTE_BYTES } from "./spelling.js";
import { judgeCheckpoint, worthless } from "./trust.js";

const DRAW_MARK = '"type":"draw.'; // as canonical JSON writes it; a text that quotes it has a backslash in between
const ORDINAL = /^(.*)\/([1-9][0-9]{0,99})$/s;

/**
 * @typedef {{number: number, at: number, pub: object}} Step an entry proven to be in the log; at: seconds since 1970
 */

/** Everything the log says about one draw_id: event to the public words of its entries, in the log's order. */
export class Attempt {
  events = new Map();

  /** Public words of the entries of one type. */
  words(event) {
    return this.events.get(event) ?? [];
  }

  /** Whether there is an entry of this type. */
  has(event) {
    return this.events.has(event);
  }

  /** Aborted or voided. */
  get isEnded() {
    return this.has("draw.aborted") || this.has("draw.voided");
  }

  add({ type, pub }) {
    if (!this.has(type)) this.events.set(type, []);
    this.words(type).push(pub);
  }
}

/**
 * The log a record is held against.
 * @typedef {import("./trust.js").Judged} Judged
 */
export class DrawLog {
  /**
   * @param {object} parts
   * @param {(path: string, most: number) => Uint8Array|null} parts.read gives a file
   * @param {Judged} parts.served its checkpoint
   * @param {Map<string, Judged>} parts.given the record's own checkpoint, by its text
   * @param {Judged[]} parts.kept checkpoints that others hold
   * @param {string} parts.unreachable why the log could not be asked, empty where it could
   */
  constructor({ read, served, given, kept, unreachable }) {
    this.served = served;
    this.given = given;
    this.kept = kept;
    this.unreachable = unreachable;
    this.log = served.checkpoint === null ? null : new Log(read, served.checkpoint);
  }

  /** The record's own checkpoint; refused where the log was opened for another record. */
  judgedOf(text) {
    must(this.given.has(text), "日志不是为这份记录打开的");
    return this.given.get(text);
  }

  /**
   * The entry at `index`, proven, of the type and hash told; refused where it is another.
   * @returns {Step}
   */
  step(event, index, expectedHash) {
    const body = this.log.provenEntry(index);
    must(entryHash(body) === expectedHash, "日志中这一条不是记录所写的那一条（哈希不同）");
    const { type, at, pub } = readLeaf(body);
    must(type === event, `日志中这一条是 ${type}`);
    return { number: index, at: parseTime(at), pub };
  }

  /** Sizes of the kept checkpoints that this log signed and still continues. */
  get sealedSizes() {
    const sealed = this.kept.filter(({ isSigned, checkpoint }) => isSigned && this.continues(checkpoint));
    return sealed.map(({ checkpoint }) => checkpoint.size);
  }

  continues(earlier) {
    if (earlier.origin !== this.log.checkpoint.origin) return false;
    try {
      return this.log.contradiction(earlier) === "";
    } catch (error) {
      if (error instanceof ProtocolError || error instanceof Unavailable) return false;
      throw error;
    }
  }

  /**
   * Every attempt of a task, from every entry of the log, which must lead to the signed root.
   * @param {string} taskId
   * @returns {Map<bigint, Attempt>} by ordinal
   */
  attempts(taskId) {
    const found = new Map();
    for (const body of this.log.entries()) {
      if (!new TextDecoder().decode(body).includes(DRAW_MARK)) continue;
      const leaf = readLeaf(body);
      const { draw_id: drawId } = leaf.pub;
      const [, task, ordinal] = (typeof drawId === "string" && ORDINAL.exec(drawId)) || [];
      if (task !== taskId) continue;
      if (!found.has(BigInt(ordinal))) found.set(BigInt(ordinal), new Attempt());
      found.get(BigInt(ordinal)).add(leaf);
    }
    return found;
  }
}

/**
 * Open a log for one record.
 * @param {Uint8Array} document the record
 * @param {object} options
 * @param {(path: string, most: number) => Uint8Array|null} options.read gives a file of the log, null when there is none
 * @param {import("./policy.js").Policy|null} [options.policy] whom the reader trusts
 * @param {Uint8Array[]} [options.kept] signed checkpoints that others hold, such as those inside receipts
 * @param {SubtleCrypto|undefined} [options.subtle]
 * @returns {Promise<DrawLog>}
 */
export async function openDrawLog(document, { read, policy = null, kept = [], subtle = globalThis.crypto?.subtle }) {
  const verify = await ed25519Of(subtle);
  const judge = (raw) => judgeCheckpoint(raw, policy, verify);
  const { raw, unreachable } = ask(read);
  const served = raw === null ? worthless("缺少文件 checkpoint") : await judge(raw);
  const given = new Map();
  for (const text of checkpointsOf(document)) given.set(text, await judge(utf8(text)));
  return new DrawLog({ read, served, given, kept: await Promise.all(kept.map(judge)), unreachable });
}

/** The served checkpoint, null where there is none, and why it could not be asked for. */
function ask(read) {
  try {
    return { raw: read("checkpoint", MOST_NOTE_BYTES), unreachable: "" };
  } catch (error) {
    if (error instanceof Unavailable) return { raw: null, unreachable: error.message };
    throw error;
  }
}

/** The checkpoint that a record brings along, if it does. */
function checkpointsOf(document) {
  try {
    const given = parseJson(document)?.log?.checkpoint;
    return typeof given === "string" ? [given] : [];
  } catch (error) {
    if (error instanceof ProtocolError) return [];
    throw error;
  }
}
