/**
 * The Merkle tree of RFC 6962: root, inclusion path and root from a path. Nodes are raw bytes, results are hexadecimal text.
 */
import { must } from "./errors.js";
import { concat, fromHex, toHex } from "./hash.js";

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

/**
 * Hash of one leaf.
 * @param {import("./hash.js").Suite} suite
 * @param {Uint8Array} leaf
 * @returns {Uint8Array} 32 bytes
 */
export function leafHash(suite, leaf) {
  return suite.hash(concat([LEAF, leaf]));
}

/**
 * Hash of an inner node.
 * @param {import("./hash.js").Suite} suite
 * @param {Uint8Array} left
 * @param {Uint8Array} right
 * @returns {Uint8Array} 32 bytes
 */
export function join(suite, left, right) {
  return suite.hash(concat([NODE, left, right]));
}

/**
 * The largest power of two below a size of at least 2: how many leaves the left subtree has.
 * @param {number} size
 * @returns {number}
 */
export function split(size) {
  let k = 1;
  while (2 * k < size) k *= 2;
  return k;
}

/**
 * Tree hash over some of a row of hashes, none of them hashed again.
 * @param {import("./hash.js").Suite} suite
 * @param {Uint8Array[]} hashes
 * @param {number} from
 * @param {number} to above `from`
 * @returns {Uint8Array} 32 bytes
 */
export function subtree(suite, hashes, from, to) {
  if (to - from === 1) return hashes[from];
  const middle = from + split(to - from);
  return join(suite, subtree(suite, hashes, from, middle), subtree(suite, hashes, middle, to));
}

function leafHashes(suite, leaves) {
  return leaves.map((leaf) => leafHash(suite, leaf));
}

/**
 * The root of a list of leaves; the empty list has the hash of nothing.
 * @param {import("./hash.js").Suite} suite
 * @param {Uint8Array[]} leaves
 * @returns {string} 64 characters
 */
export function rootOf(suite, leaves) {
  if (leaves.length === 0) return toHex(suite.hash(new Uint8Array(0)));
  return toHex(subtree(suite, leafHashes(suite, leaves), 0, leaves.length));
}

/**
 * The inclusion path of one leaf, from the leaf upwards (RFC 6962 §2.1.1).
 * @param {import("./hash.js").Suite} suite
 * @param {Uint8Array[]} leaves
 * @param {number} index 0-based, below the number of leaves
 * @returns {string[]} sibling hashes
 */
export function pathOf(suite, leaves, index) {
  const hashes = leafHashes(suite, leaves);
  const path = [];
  let from = 0;
  let to = leaves.length;
  while (to - from > 1) {
    const middle = from + split(to - from);
    const left = index < middle;
    path.push(toHex(left ? subtree(suite, hashes, middle, to) : subtree(suite, hashes, from, middle)));
    if (left) to = middle;
    else from = middle;
  }
  return path.reverse();
}

/**
 * The root that a leaf and its path lead to; a path of the wrong length is refused.
 * @param {import("./hash.js").Suite} suite
 * @param {Uint8Array} leaf
 * @param {number} index 0-based
 * @param {number} size number of leaves
 * @param {string[]} path sibling hashes from the leaf upwards
 * @returns {string} 64 characters
 */
export function rootFromPath(suite, leaf, index, size, path) {
  must(Number.isSafeInteger(index) && index >= 0 && index < size, "路径的序号不在树内");
  // Downwards from the root: at each split, which side the leaf is on.
  const turns = [];
  let from = 0;
  let to = size;
  while (to - from > 1) {
    const middle = from + split(to - from);
    const left = index < middle;
    turns.push(left);
    if (left) to = middle;
    else from = middle;
  }
  must(turns.length === path.length, "路径长度与树的大小不符");
  let node = leafHash(suite, leaf);
  for (const sibling of path) {
    must(/^[0-9a-f]{64}$/.test(sibling), "路径中有不合格式的散列");
    const other = fromHex(sibling);
    node = turns.pop() ? join(suite, node, other) : join(suite, other, node);
  }
  return toHex(node);
}
