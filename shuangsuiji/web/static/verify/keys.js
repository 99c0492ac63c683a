/**
 * Public keys of logs and witnesses: their names and their short ids.
 *
 * Source: C2SP signed-note (key ids, verifier keys), tlog-cosignature.
 * Shape: `name+hex(key id)+base64(type ‖ public key)`; key id = first 4 bytes of SHA-256(name ‖ 0x0A ‖ type ‖ public key).
 */
import { must } from "./errors.js";
import { concat, sha256, toHex, utf8 } from "./hash.js";
import { isControlled, readBase64, shown } from "./spelling.js";

/** What a key signs: a note's text, or a time and a note's text. */
export const KIND = Object.freeze({ LOG: 1, COSIGNATURE: 4 });

/** Bytes of a key id. */
export const KEY_ID_SIZE = 4;

const PUBLIC_KEY_SIZE = 32;
const LONGEST_KEY = 200;
// White space as Unicode has it; JavaScript's own class counts U+FEFF and leaves U+0085 out.
const BLANK = /[^\S\uFEFF]|\u0085/;

/**
 * @typedef {{name: string, kind: number, id: string, publicKey: Uint8Array}} Key id: 8 hexadecimal characters
 */

/**
 * Whether a signature line could carry this name.
 * @param {string} name
 * @returns {boolean}
 */
export function isKeyName(name) {
  return name !== "" && !name.includes("+") && !isControlled(name) && !BLANK.test(name);
}

/**
 * Read a verifier key; its id must be that of its name and bytes.
 * @param {string} text
 * @param {number} kind the kind it must have
 * @returns {Key}
 */
export function parseKey(text, kind) {
  const [, name, id, encoded] = /^([^+]*)\+([^+]*)\+(.*)$/s.exec(text) ?? [];
  must(name !== undefined && encoded !== "" && encoded.length <= LONGEST_KEY, `${shown(text)} 不是验证公钥`);
  const typed = readBase64(encoded);
  must(isKeyName(name), `公钥名称 ${shown(name)} 不能为空，不能含空白、控制字符或加号`);
  must(Object.values(KIND).includes(typed[0]), `不支持的签名类型 ${typed[0]}`);
  must(typed.length === 1 + PUBLIC_KEY_SIZE, `Ed25519 公钥应为 32 字节，实为 ${typed.length - 1} 字节`);
  const computed = toHex(sha256(concat([utf8(`${name}\n`), typed])).slice(0, KEY_ID_SIZE));
  must(computed === id, `验证公钥 ${shown(name)} 的编号应为 ${computed}，写的是 ${shown(id)}`);
  must(typed[0] === kind, `公钥 ${shown(name)} 的签名类型是 ${typed[0]}，应为 ${kind}`);
  return { name, kind, id, publicKey: typed.slice(1) };
}
