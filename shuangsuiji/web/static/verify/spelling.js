/**
 * How numbers, hashes and texts are written in the files of the log: one spelling each, anything else is refused.
 *
 * Source: RFC 4648 §4 (base64 with padding; unused bits zero, except in signature lines); C2SP tlog-checkpoint.
 */
import { must } from "./errors.js";
import { toHex } from "./hash.js";

/** Longest signed note or policy, in bytes. */
export const MOST_NOTE_BYTES = 1_000_000;

const SHOWN = 60;
const HASH_SIZE = 32;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/**
 * A piece of hostile text as it may stand in a message: short, escaped, on one line.
 * @param {string} text
 * @returns {string}
 */
export function shown(text) {
  return JSON.stringify(text.length <= SHOWN ? text : `${text.slice(0, SHOWN)}…`);
}

/**
 * Whether a control character below U+0020 occurs, the line feed among them.
 * @param {string} text
 * @returns {boolean}
 */
export function isControlled(text) {
  return /[\u0000-\u001f]/.test(text);
}

/**
 * UTF-8 as text; a BOM stays a character.
 * @param {Uint8Array} raw
 * @returns {string}
 */
export function decoded(raw) {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(raw);
  } catch {
    must(false, "不是 UTF-8 文本");
  }
}

/**
 * Bytes as text of as many characters, each below U+0100.
 * @param {Uint8Array} raw
 * @returns {string}
 */
export function bytesAsText(raw) {
  return Array.from(raw, (byte) => String.fromCharCode(byte)).join("");
}

/**
 * The bytes of a text whose characters are all below U+0100.
 * @param {string} text
 * @returns {Uint8Array}
 */
export function textAsBytes(text) {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

/**
 * UTF-8 text of at most so many bytes without control characters other than the line feed.
 * @param {Uint8Array} raw
 * @param {number} most
 * @returns {string}
 */
export function readText(raw, most) {
  must(raw.length <= most, `内容有 ${raw.length} 字节，最多 ${most} 字节`);
  const text = decoded(raw);
  must(!isControlled(text.replace(/\n/g, "")), "含有控制字符");
  return text;
}

/**
 * A number in ASCII digits without sign or leading zero. The log's own limit is 2^63; beyond 2^53 nothing is judged here.
 * @param {string} text
 * @returns {number}
 */
export function readDecimal(text) {
  const number = /^(?:0|[1-9][0-9]{0,18})$/.test(text) ? Number(text) : NaN;
  must(Number.isSafeInteger(number), `数字 ${shown(text)} 不合规则：应为不带前导零的十进制整数，小于 2^53`);
  return number;
}

/**
 * Standard base64 with padding whose unused last bits may be anything: signature lines are asked no more.
 * @param {string} text
 * @returns {Uint8Array}
 */
export function readLooseBase64(text) {
  must(BASE64.test(text), `${shown(text)} 不是 base64`);
  return textAsBytes(atob(text));
}

/**
 * Standard base64; a second spelling of the same bytes is refused.
 * @param {string} text
 * @returns {Uint8Array}
 */
export function readBase64(text) {
  const raw = readLooseBase64(text);
  must(btoa(bytesAsText(raw)) === text, `${shown(text)} 不是规范的 base64`);
  return raw;
}

/**
 * One hash of 32 bytes in base64.
 * @param {string} text
 * @returns {string} 64 hexadecimal characters
 */
export function readHash(text) {
  must(text.length <= 2 * HASH_SIZE && readBase64(text).length === HASH_SIZE, `${shown(text)} 不是 32 字节的哈希`);
  return toHex(readBase64(text));
}
