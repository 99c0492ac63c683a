/**
 * Bytes of SSJ-DRAW/1: strict JSON in, canonical JSON out, netstring lists, tags and byte order.
 *
 * Source: RFC 8259, RFC 8785 (restricted domain of the protocol). Objects are read without prototype (`__proto__` is a legal key).
 */
import { ProtocolError, must } from "./errors.js";
import { concat, toHex, utf8 } from "./hash.js";

const DEPTH = 100;
const KEY = /^[A-Za-z0-9_.-]{1,64}$/;
const LONE_SURROGATE = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;
const BLANK = /[ \t\n\r]*/y;
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const hasOwn = Object.prototype.hasOwnProperty;
const LITERALS = [
  ["true", true],
  ["false", false],
  ["null", null],
];

class Reader {
  constructor(text, big) {
    this.text = text;
    this.big = big;
    this.at = 0;
  }

  match(pattern) {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (found === null) return null;
    this.at = pattern.lastIndex;
    return found[0];
  }

  blank() {
    this.match(BLANK);
  }

  fail(what) {
    throw new ProtocolError(`JSON 第 ${this.at + 1} 个字符处：${what}`);
  }

  take(character) {
    if (this.text[this.at] !== character) return false;
    this.at += 1;
    return true;
  }

  value(depth) {
    if (depth > DEPTH) this.fail("嵌套过深");
    this.blank();
    let value;
    const head = this.text[this.at];
    if (head === "{") value = this.object(depth);
    else if (head === "[") value = this.list(depth);
    else if (head === '"') value = this.string();
    else value = this.scalar();
    this.blank();
    return value;
  }

  object(depth) {
    const out = Object.create(null);
    this.at += 1;
    this.blank();
    if (this.take("}")) return out;
    do {
      this.blank();
      const key = this.string();
      if (key in out) this.fail(`键 ${JSON.stringify(key)} 重复`);
      this.blank();
      if (!this.take(":")) this.fail("缺冒号");
      out[key] = this.value(depth + 1);
    } while (this.take(","));
    if (!this.take("}")) this.fail("对象没有结束");
    return out;
  }

  list(depth) {
    const out = [];
    this.at += 1;
    this.blank();
    if (this.take("]")) return out;
    do out.push(this.value(depth + 1));
    while (this.take(","));
    if (!this.take("]")) this.fail("列表没有结束");
    return out;
  }

  string() {
    const raw = this.match(STRING);
    if (raw === null) this.fail("字符串不合格式");
    if (!raw.includes("\\")) return raw.slice(1, -1);
    const text = JSON.parse(raw);
    if (LONE_SURROGATE.test(text)) this.fail("孤立的代理码元");
    return text;
  }

  scalar() {
    for (const [word, value] of LITERALS) {
      if (this.text.startsWith(word, this.at)) {
        this.at += word.length;
        return value;
      }
    }
    const raw = this.match(NUMBER);
    if (raw === null) this.fail("不是 JSON 值");
    if (/[.eE]/.test(raw)) this.fail("不允许小数或指数");
    // `+ 0` turns the legal text -0 into plain zero.
    if (Number.isSafeInteger(Number(raw))) return Number(raw) + 0;
    if (!this.big) this.fail("整数超出 2^53");
    return BigInt(raw);
  }
}

/**
 * Read JSON strictly: UTF-8 without BOM, no floats, no duplicate keys, no lone surrogates, integers below 2^53.
 * @param {Uint8Array} bytes
 * @param {{big?: boolean}} [options] big: larger integers become BigInt instead of being refused (test vectors only)
 * @returns {unknown} objects have no prototype
 */
export function parseJson(bytes, { big = false } = {}) {
  let text;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new ProtocolError("不是 UTF-8 文本");
  }
  must(!text.startsWith("\uFEFF"), "文件带 BOM");
  const reader = new Reader(text, big);
  const value = reader.value(0);
  if (reader.at !== text.length) reader.fail("值之后还有内容");
  return value;
}

function writeString(text) {
  must(!LONE_SURROGATE.test(text), "孤立的代理码元");
  must(text.normalize("NFC") === text, `文本不是 NFC 形式：${JSON.stringify(text)}`);
  return JSON.stringify(text);
}

function write(value, depth) {
  must(depth <= DEPTH, "嵌套过深");
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "string") return writeString(value);
  if (typeof value === "number") {
    must(Number.isSafeInteger(value), "不允许小数或超出 2^53 的整数");
    return String(value);
  }
  if (Array.isArray(value)) return `[${value.map((item) => write(item, depth + 1)).join(",")}]`;
  must(typeof value === "object", "不是可规范化的值");
  const keys = Object.keys(value).sort();
  const pairs = keys.map((key) => {
    must(KEY.test(key), `键不合格式：${JSON.stringify(key)}`);
    return `"${key}":${write(value[key], depth + 1)}`;
  });
  return `{${pairs.join(",")}}`;
}

/**
 * Canonical JSON text of a value; refuses what the protocol does not hash (floats, other keys, text not in NFC).
 * @param {unknown} value
 * @returns {string}
 */
export function jcs(value) {
  return write(value, 0);
}

/**
 * The netstring list of some parts: decimal byte length, `:`, bytes, `,`.
 * @param {...(string|number|Uint8Array)} parts integers as decimal text
 * @returns {Uint8Array}
 */
export function ns(...parts) {
  const pieces = [];
  for (const part of parts) {
    const bytes = part instanceof Uint8Array ? part : utf8(String(part));
    pieces.push(utf8(`${bytes.length}:`), bytes, utf8(","));
  }
  return concat(pieces);
}

/**
 * A labelled hash as hexadecimal text.
 * @param {import("./hash.js").Suite} suite
 * @param {string} label for example `context`
 * @param {...(string|number)} parts
 * @returns {string} 64 characters
 */
export function tag(suite, label, ...parts) {
  return toHex(suite.hash(ns(`ssj.${label}/1`, ...parts)));
}

/**
 * Compare two texts by their UTF-8 bytes.
 * @param {string} a
 * @param {string} b
 * @returns {number} negative, zero or positive
 */
export function byteOrder(a, b) {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return codePointRank(x) - codePointRank(y);
  }
  return a.length - b.length;
}

/** UTF-16 units above the surrogates sort below them in UTF-8. */
function codePointRank(unit) {
  if (unit < 0xd800) return unit;
  return unit >= 0xe000 ? unit - 0x800 : unit + 0x2000;
}

/**
 * Whether texts rise strictly in byte order, so that none occurs twice.
 * @param {string[]} texts
 * @returns {boolean}
 */
export function strictlyRising(texts) {
  return texts.every((text, i) => i === 0 || byteOrder(texts[i - 1], text) < 0);
}

/**
 * Whether two JSON values are equal, keys in any order.
 * @param {unknown} a
 * @param {unknown} b
 * @returns {boolean}
 */
export function same(a, b) {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => hasOwn.call(b, key) && same(a[key], b[key]));
}
