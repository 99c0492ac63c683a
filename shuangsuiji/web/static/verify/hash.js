/**
 * SHA-256, SM3 and HMAC over byte arrays, and the two suites of SSJ-DRAW/1.
 *
 * Source: FIPS 180-4; GB/T 32905-2016; RFC 2104. Both hashes: 64-byte block, 32-byte output.
 */
import { ProtocolError } from "./errors.js";

const BLOCK = 64;
const WORDS = new Int32Array(68);
const TAIL = new Uint8Array(2 * BLOCK);
const STATE = new Int32Array(8);
const HEX = Array.from({ length: 256 }, (_, i) => (i + 256).toString(16).slice(1));
const ENCODER = new TextEncoder();

/** The integer parts of the fractional cube roots (64) and square roots (8) of the first primes. */
function rootsOfPrimes() {
  const primes = [];
  for (let n = 2; primes.length < 64; n++) if (primes.every((p) => n % p)) primes.push(n);
  // Integer roots of p·2^(32·degree), by bisection: no floating point, so every engine gets the same constants.
  const fraction = (p, degree) => {
    const target = BigInt(p) << BigInt(32 * degree);
    let low = 0n;
    let high = 1n << 40n;
    while (high - low > 1n) {
      const middle = (low + high) >> 1n;
      if (middle ** BigInt(degree) <= target) low = middle;
      else high = middle;
    }
    return Number(BigInt.asIntN(32, low));
  };
  return { k: Int32Array.from(primes, (p) => fraction(p, 3)), iv: primes.slice(0, 8).map((p) => fraction(p, 2)) };
}

const { k: SHA_K, iv: SHA_IV } = rootsOfPrimes();
const SM3_IV = [0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600, 0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e];
const SM3_T = Int32Array.from({ length: 64 }, (_, j) => rotate(j < 16 ? 0x79cc4519 : 0x7a879d8a, j % 32));

function rotate(x, n) {
  return (x << n) | (x >>> (32 - n));
}

function loadBlock(bytes, at) {
  for (let i = 0; i < 16; i++, at += 4) {
    WORDS[i] = (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
  }
}

function sha256Block(state, bytes, at) {
  loadBlock(bytes, at);
  const w = WORDS;
  for (let i = 16; i < 64; i++) {
    const x = w[i - 15];
    const y = w[i - 2];
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    w[i] = (w[i - 16] + s0 + w[i - 7] + s1) | 0;
  }
  let a = state[0];
  let b = state[1];
  let c = state[2];
  let d = state[3];
  let e = state[4];
  let f = state[5];
  let g = state[6];
  let h = state[7];
  for (let i = 0; i < 64; i++) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const t1 = (h + s1 + (g ^ (e & (f ^ g))) + SHA_K[i] + w[i]) | 0;
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const t2 = (s0 + ((a & b) | (c & (a | b)))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  state[0] += a;
  state[1] += b;
  state[2] += c;
  state[3] += d;
  state[4] += e;
  state[5] += f;
  state[6] += g;
  state[7] += h;
}

function sm3Block(state, bytes, at) {
  loadBlock(bytes, at);
  const w = WORDS;
  for (let j = 16; j < 68; j++) {
    const x = w[j - 16] ^ w[j - 9] ^ rotate(w[j - 3], 15);
    w[j] = x ^ rotate(x, 15) ^ rotate(x, 23) ^ rotate(w[j - 13], 7) ^ w[j - 6];
  }
  let a = state[0];
  let b = state[1];
  let c = state[2];
  let d = state[3];
  let e = state[4];
  let f = state[5];
  let g = state[6];
  let h = state[7];
  for (let j = 0; j < 64; j++) {
    const a12 = rotate(a, 12);
    const ss1 = rotate((a12 + e + SM3_T[j]) | 0, 7);
    const ff = j < 16 ? a ^ b ^ c : (a & b) | (a & c) | (b & c);
    const gg = j < 16 ? e ^ f ^ g : (e & f) | (~e & g);
    const tt1 = (ff + d + (ss1 ^ a12) + (w[j] ^ w[j + 4])) | 0;
    const tt2 = (gg + h + ss1 + w[j]) | 0;
    d = c;
    c = rotate(b, 9);
    b = a;
    a = tt1;
    h = g;
    g = rotate(f, 19);
    f = e;
    e = tt2 ^ rotate(tt2, 9) ^ rotate(tt2, 17);
  }
  state[0] ^= a;
  state[1] ^= b;
  state[2] ^= c;
  state[3] ^= d;
  state[4] ^= e;
  state[5] ^= f;
  state[6] ^= g;
  state[7] ^= h;
}

/** Run one compression function over a padded message (Merkle–Damgård, 64-bit big-endian bit length). */
function digest(iv, compress, bytes) {
  const state = STATE;
  state.set(iv);
  const whole = bytes.length - (bytes.length % BLOCK);
  for (let at = 0; at < whole; at += BLOCK) compress(state, bytes, at);
  const rest = bytes.length - whole;
  const size = rest < BLOCK - 8 ? BLOCK : 2 * BLOCK;
  TAIL.fill(0);
  for (let i = 0; i < rest; i++) TAIL[i] = bytes[whole + i];
  TAIL[rest] = 0x80;
  storeWord(TAIL, size - 8, Math.floor(bytes.length / 0x20000000));
  storeWord(TAIL, size - 4, bytes.length << 3);
  for (let at = 0; at < size; at += BLOCK) compress(state, TAIL, at);
  const out = new Uint8Array(32);
  for (let i = 0; i < 8; i++) storeWord(out, 4 * i, state[i]);
  return out;
}

function storeWord(bytes, at, word) {
  bytes[at] = word >>> 24;
  bytes[at + 1] = word >>> 16;
  bytes[at + 2] = word >>> 8;
  bytes[at + 3] = word;
}

/**
 * SHA-256 of a byte array.
 * @param {Uint8Array} bytes
 * @returns {Uint8Array} 32 bytes
 */
export function sha256(bytes) {
  return digest(SHA_IV, sha256Block, bytes);
}

/**
 * SM3 of a byte array.
 * @param {Uint8Array} bytes
 * @returns {Uint8Array} 32 bytes
 */
export function sm3(bytes) {
  return digest(SM3_IV, sm3Block, bytes);
}

/**
 * HMAC with one of the two hashes.
 * @param {(bytes: Uint8Array) => Uint8Array} hash
 * @param {Uint8Array} key
 * @param {Uint8Array} message
 * @returns {Uint8Array} 32 bytes
 */
export function hmac(hash, key, message) {
  const block = new Uint8Array(BLOCK);
  block.set(key.length > BLOCK ? hash(key) : key);
  const inner = hash(concat([block.map((x) => x ^ 0x36), message]));
  return hash(concat([block.map((x) => x ^ 0x5c), inner]));
}

/**
 * A hash suite of the protocol.
 * @typedef {{name: string, hash: (bytes: Uint8Array) => Uint8Array, hmac: (key: Uint8Array, message: Uint8Array) => Uint8Array}} Suite
 */

const SUITES = new Map(
  Object.entries({ SHA256: sha256, SM3: sm3 }).map(([name, hash]) => [
    name,
    Object.freeze({ name, hash, hmac: (key, message) => hmac(hash, key, message) }),
  ]),
);

/**
 * The suite of this name.
 * @param {string} name `SHA256` or `SM3`
 * @returns {Suite}
 */
export function suiteNamed(name) {
  const suite = SUITES.get(name);
  if (!suite) throw new ProtocolError(`未知的算法套件 ${JSON.stringify(name)}`);
  return suite;
}

/**
 * One array from several.
 * @param {Uint8Array[]} parts
 * @returns {Uint8Array}
 */
export function concat(parts) {
  const out = new Uint8Array(parts.reduce((total, part) => total + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/**
 * UTF-8 of a text.
 * @param {string} text
 * @returns {Uint8Array}
 */
export function utf8(text) {
  const out = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    // Nearly all hashed text is short ASCII: this loop is several times faster than the encoder there.
    if (unit > 127) return ENCODER.encode(text);
    out[i] = unit;
  }
  return out;
}

/**
 * Lower-case hexadecimal.
 * @param {Uint8Array} bytes
 * @returns {string}
 */
export function toHex(bytes) {
  let text = "";
  for (const byte of bytes) text += HEX[byte];
  return text;
}

/**
 * The bytes of a lower-case hexadecimal text; anything else is refused.
 * @param {string} text
 * @returns {Uint8Array}
 */
export function fromHex(text) {
  if (!/^(?:[0-9a-f]{2})*$/.test(text)) throw new ProtocolError("不是小写十六进制文本");
  return Uint8Array.from({ length: text.length / 2 }, (_, i) => parseInt(text.slice(2 * i, 2 * i + 2), 16));
}
