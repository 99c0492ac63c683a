/**
 * A log under its checkpoint: entries with their proofs, all entries up to the root, and what contradicts it.
 *
 * Source: RFC 6962 §2.1; C2SP tlog-tiles (a partial tile may go once the full one exists).
 * Takes: the checkpoint, and a function that gives the bytes of a file. Never: believe a byte that does not lead to the root.
 */
import { must } from "./errors.js";
import { suiteNamed, toHex } from "./hash.js";
import { BUNDLE, TILE, WIDTH, piecePath } from "./tiles.js";
import { join, leafHash, split, subtree } from "./tree.js";

const SHA256 = suiteNamed("SHA256");

/**
 * Hash of one entry.
 * @param {Uint8Array} body
 * @returns {string} 64 characters
 */
export function entryHash(body) {
  return toHex(leafHash(SHA256, body));
}

const isPowerOfTwo = (width) => width === 1 || 2 * split(width) === width;

/**
 * A log.
 * @param {(path: string, most: number) => Uint8Array|null} read gives a file, null when there is none; throws Unavailable where
 *   it cannot be asked
 * @param {import("./note.js").Checkpoint} checkpoint
 */
export class Log {
  constructor(read, checkpoint) {
    this.read = read;
    this.checkpoint = checkpoint;
    this.size = checkpoint.size;
    this.tiles = new Map();
  }

  /** One entry as served, counted from 0. */
  entry(index) {
    must(index >= 0 && index < this.size, `日志有 ${this.size} 条，没有第 ${index} 条（从 0 起）`);
    const number = Math.floor(index / WIDTH);
    return this.piece("entries", number, this.size, BUNDLE)[index % WIDTH];
  }

  /** One entry, its inclusion under the checkpoint proven. */
  provenEntry(index) {
    const body = this.entry(index);
    const leaf = leafHash(SHA256, body);
    const root = this.hashOf(0, this.size, (start, end) => {
      if (index < start || index >= end) return this.rangeHash(start, end);
      return end - start === 1 ? leaf : null;
    });
    must(
      toHex(root) === this.checkpoint.root,
      `包含证明不成立：它不能从第 ${index} 条推出大小为 ${this.size} 的树根`,
    );
    return body;
  }

  /** All entries in order; refused at the end unless they lead to the signed root. */
  *entries() {
    // One hash per set bit of the size so far, the largest subtree first.
    const edge = [];
    for (let size = 0; size < this.size; ) {
      for (const body of this.piece("entries", size / WIDTH, this.size, BUNDLE)) {
        let node = leafHash(SHA256, body);
        for (let rest = size; rest % 2 === 1; rest = (rest - 1) / 2) node = join(SHA256, edge.pop(), node);
        edge.push(node);
        size += 1;
        yield body;
      }
    }
    const empty = SHA256.hash(new Uint8Array(0));
    const root = edge.length === 0 ? empty : edge.reduceRight((rest, node) => join(SHA256, node, rest));
    must(toHex(root) === this.checkpoint.root, "条目推不出检查点的树根");
  }

  /**
   * How an earlier, signed checkpoint of this log contradicts it, empty where the log continues it. Refused where the tiles do not
   * let it be judged: only where they lead to the signed root and the earlier root is another one was history rewritten.
   */
  contradiction(earlier) {
    if (earlier.size > this.size) return `日志从 ${earlier.size} 条回退到 ${this.size} 条`;
    if (earlier.size === this.size) {
      const told = `同为 ${this.size} 条，树根却不同（${earlier.root} 与 ${this.checkpoint.root}）：日志有两个版本`;
      return earlier.root === this.checkpoint.root ? "" : told;
    }
    if (earlier.size === 0) return "";
    const root = toHex(this.rangeHash(0, earlier.size));
    const whole = this.hashOf(0, this.size, (start, end) =>
      start < earlier.size && earlier.size < end ? null : this.rangeHash(start, end),
    );
    must(
      toHex(whole) === this.checkpoint.root,
      `一致性证明不成立：大小为 ${this.size} 的树不是由大小为 ${earlier.size} 的树追加而成`,
    );
    return root === earlier.root ? "" : `前 ${earlier.size} 条已被改写：当时树根为 ${earlier.root}，现为 ${root}`;
  }

  /** Hash of a range, from the hashes that `known` has of its parts; null asks for the parts of a part. */
  hashOf(start, end, known) {
    const hash = known(start, end);
    if (hash !== null) return hash;
    const middle = start + split(end - start);
    return join(SHA256, this.hashOf(start, middle, known), this.hashOf(middle, end, known));
  }

  /** Hash of a range whose start is a multiple of its largest subtree, from the tiles: one finished subtree per set bit. */
  rangeHash(start, end) {
    return this.hashOf(start, end, (from, to) => (isPowerOfTwo(to - from) ? this.finished(from, to - from) : null));
  }

  /** Hash of a finished subtree: so many leaves, a power of two, from a multiple of it on. */
  finished(start, leaves) {
    let [row, width, unit] = [0, leaves, 1];
    for (; width >= WIDTH; width /= WIDTH, unit *= WIDTH) row += 1;
    const first = start / unit;
    const hashes = this.tile(row, Math.floor(first / WIDTH), Math.floor(this.size / unit));
    return subtree(SHA256, hashes, first % WIDTH, (first % WIDTH) + width);
  }

  tile(row, index, count) {
    const path = piecePath(row, index, WIDTH);
    if (!this.tiles.has(path)) this.tiles.set(path, this.piece(row, index, count, TILE));
    return this.tiles.get(path);
  }

  /** The parts of a piece as wide as a row of `count` has it; cut from the full one where the partial one is gone. */
  piece(row, index, count, kind) {
    const width = Math.min(WIDTH, count - index * WIDTH);
    const path = piecePath(row, index, width);
    const raw = this.file(path, kind.most(width));
    if (raw !== null) return kind.read(raw, path, width);
    const full = piecePath(row, index, WIDTH);
    const whole = full === path ? null : this.file(full, kind.most(WIDTH));
    must(whole !== null, `缺少文件 ${full}`);
    return kind.read(whole, full, WIDTH).slice(0, width);
  }

  file(path, most) {
    const raw = this.read(path, most);
    must(raw === null || raw.length <= most, `${path} 多于 ${most} 字节，不是日志文件`);
    return raw;
  }
}
