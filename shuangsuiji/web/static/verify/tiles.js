/**
 * The files of a log: tiles of 256 hashes and bundles of 256 entries, where each is served, and how it is read.
 *
 * Source: C2SP tlog-tiles. Paths: `tile/<L>/<N>[.p/<W>]`, `tile/entries/<N>[.p/<W>]`; 1234067 is written `x001/x234/067`.
 * Sizes reach 2^53, where bit operations do not: whole numbers are divided.
 */
import { must } from "./errors.js";

/** Hashes of a full tile, entries of a full bundle. */
export const WIDTH = 256;

const HASH_SIZE = 32;
const LENGTH_BYTES = 2;
const MOST_ENTRY_BYTES = 65_535;
const GROUP = 1000;

const digits = (number) => String(number % GROUP).padStart(3, "0");

/**
 * Where a tile or bundle is served.
 * @param {number|string} row level of a tile, or `entries`
 * @param {number} index
 * @param {number} width 1 to 256
 * @returns {string}
 */
export function piecePath(row, index, width) {
  let path = digits(index);
  for (let rest = Math.floor(index / GROUP); rest > 0; rest = Math.floor(rest / GROUP))
    path = `x${digits(rest)}/${path}`;
  return `tile/${row}/${path}${width === WIDTH ? "" : `.p/${width}`}`;
}

/** Tiles: their longest file, and how one is read. */
export const TILE = Object.freeze({
  most: (width) => width * HASH_SIZE,
  /** @returns {Uint8Array[]} hashes */
  read(raw, path, width) {
    const expected = width * HASH_SIZE;
    must(raw.length === expected, `${path} 应有 ${expected} 字节，实有 ${raw.length} 字节`);
    return Array.from({ length: width }, (_, i) => raw.subarray(i * HASH_SIZE, (i + 1) * HASH_SIZE));
  },
});

/** Bundles: big-endian uint16 length, then the entry, again and again; nothing after the last. */
export const BUNDLE = Object.freeze({
  most: (width) => width * (LENGTH_BYTES + MOST_ENTRY_BYTES),
  /** @returns {Uint8Array[]} entries */
  read(raw, path, width) {
    const entries = [];
    for (let at = 0; at < raw.length; ) {
      const start = at + LENGTH_BYTES;
      at = start + raw[at] * 256 + (raw[at + 1] ?? 0);
      must(start <= raw.length && at <= raw.length, `${path} 在第 ${entries.length} 条处截断`);
      entries.push(raw.subarray(start, at));
    }
    must(entries.length === width, `${path} 应有 ${width} 条，实有 ${entries.length} 条`);
    return entries;
  },
});
