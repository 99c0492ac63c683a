/**
 * Signed notes, the checkpoint that stands in one, and the receipt that carries a checkpoint.
 *
 * Source: C2SP signed-note, tlog-checkpoint, tlog-proof. Text and signatures are parted by the last empty line.
 * Shape of a signature line: `— name base64(key id ‖ payload)`. Nothing read here is to be believed before its signatures are.
 */
import { must } from "./errors.js";
import { sha256, toHex, utf8 } from "./hash.js";
import { KEY_ID_SIZE, isKeyName } from "./keys.js";
import {
  MOST_NOTE_BYTES,
  isControlled,
  readBase64,
  readDecimal,
  readHash,
  readLooseBase64,
  readText,
  shown,
} from "./spelling.js";

const DASH = "— ";
const MOST_SIGNATURES = 100;
const MOST_PATH = 63;
const RECEIPT = "c2sp.org/tlog-proof@v1";
const EMPTY_ROOT = toHex(sha256(new Uint8Array(0)));

/**
 * @typedef {{name: string, id: string, payload: Uint8Array}} SignatureLine
 * @typedef {{text: string, lines: SignatureLine[]}} Note
 * @typedef {{origin: string, size: number, root: string}} Checkpoint root: 64 hexadecimal characters
 */

/**
 * Read a note.
 * @param {Uint8Array} raw
 * @returns {Note}
 */
export function parseNote(raw) {
  const whole = readText(raw, MOST_NOTE_BYTES);
  const gap = whole.lastIndexOf("\n\n");
  must(gap >= 0, "不是签名文书：应为正文、空行、签名行");
  const lines = whole.slice(gap + 2).split("\n");
  must(lines.pop() === "", "签名行应以换行结尾");
  must(
    lines.length >= 1 && lines.length <= MOST_SIGNATURES,
    `签名文书有 ${lines.length} 个签名，应为 1 至 ${MOST_SIGNATURES} 个`,
  );
  return { text: whole.slice(0, gap + 1), lines: lines.map(parseLine) };
}

function parseLine(line) {
  must(line.startsWith(DASH), `${shown(line)} 不是签名行`);
  const [name, ...rest] = line.slice(DASH.length).split(" ");
  const raw = readLooseBase64(rest.join(" "));
  must(isKeyName(name) && raw.length > KEY_ID_SIZE, `签名行不合规则（名称 ${shown(name)}）`);
  return { name, id: toHex(raw.slice(0, KEY_ID_SIZE)), payload: raw.slice(KEY_ID_SIZE) };
}

/**
 * Read the text of a note as a checkpoint: exactly three lines.
 * @param {string} text
 * @returns {Checkpoint}
 */
export function parseCheckpoint(text) {
  const lines = text.split("\n");
  must(lines.length === 4 && lines[3] === "", "检查点应恰为三行：日志名称、大小、树根");
  const [origin, size, root] = [lines[0], readDecimal(lines[1]), readHash(lines[2])];
  must(origin !== "" && !isControlled(origin), `检查点的日志名称 ${shown(origin)} 不合规则`);
  must(size > 0 || root === EMPTY_ROOT, "空日志的树根只能是空串的哈希");
  return { origin, size, root };
}

/**
 * The checkpoint inside a receipt (`.tlog-proof`).
 * @param {Uint8Array} raw
 * @returns {Uint8Array}
 */
export function checkpointInReceipt(raw) {
  const whole = readText(raw, MOST_NOTE_BYTES);
  const gap = whole.indexOf("\n\n");
  const [header, ...lines] = whole.slice(0, Math.max(gap, 0)).split("\n");
  must(header === RECEIPT, `不是存证凭证：第一行应为 ${RECEIPT}，证明之后应有空行和检查点`);
  if (lines[0]?.startsWith("extra ")) readBase64(lines.shift().slice("extra ".length));
  must(lines[0]?.startsWith("index "), "存证凭证缺少 index 一行");
  readDecimal(lines.shift().slice("index ".length));
  must(lines.length <= MOST_PATH, `证明有 ${lines.length} 行，最多 ${MOST_PATH} 行`);
  lines.forEach(readHash);
  return utf8(whole.slice(gap + 2));
}
