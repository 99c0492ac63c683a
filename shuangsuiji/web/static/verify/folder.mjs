/**
 * Node only: a log that lies in a folder, the checkpoints somebody kept, and the policy, read from where the command line points.
 */
import { closeSync, openSync, readSync, readdirSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { ProtocolError, Unavailable, must } from "./errors.js";
import { concat } from "./hash.js";
import { checkpointInReceipt } from "./note.js";
import { parsePolicy, policyOfKey } from "./policy.js";
import { MOST_NOTE_BYTES } from "./spelling.js";

const CHUNK = 65_536;
const ABSENT = ["ENOENT", "ENOTDIR", "EISDIR"];

const isFolder = (path) => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

/** The first bytes of a file, some more than `most` where it is longer. */
function readStart(path, most) {
  const file = openSync(path, "r");
  try {
    const chunks = [];
    for (let length = 0, more = 1; more > 0 && length <= most; length += more) {
      const chunk = new Uint8Array(CHUNK);
      more = readSync(file, chunk);
      chunks.push(chunk.subarray(0, more));
    }
    return concat(chunks);
  } finally {
    closeSync(file);
  }
}

/**
 * How the files of a log in a folder are read.
 * @param {string} folder
 * @returns {(path: string, most: number) => Uint8Array|null}
 */
export function folderReader(folder) {
  return (path, most) => {
    try {
      return readStart(join(folder, path), most);
    } catch (error) {
      if (ABSENT.includes(error.code)) return null;
      throw new Unavailable(`不能读取文件 ${path}：${error.code}`);
    }
  };
}

/** A file of the reader's own; refused where it is too long. */
function readSmall(path) {
  const raw = readStart(path, MOST_NOTE_BYTES);
  must(raw.length <= MOST_NOTE_BYTES, `文件 ${path} 多于 ${MOST_NOTE_BYTES} 字节，不是所要的文件`);
  return raw;
}

/**
 * Whom the reader trusts, or null. Refused where the file or the key is none.
 * @param {{policy: string|null, vkey: string|null}} options
 * @returns {import("./policy.js").Policy|null}
 */
export function policyOf({ policy, vkey }) {
  if (vkey !== null) return policyOfKey(vkey);
  return policy === null ? null : parsePolicy(readSmall(policy));
}

/**
 * The checkpoints somebody kept: a file, every file of a folder, or what a mirror keeps in the log's own folder; and those in the
 * receipts beside the record.
 * @param {string|null} place
 * @param {string} log folder of the log
 * @param {string} record path of the record
 * @returns {Uint8Array[]}
 */
export function keptCheckpoints(place, log, record) {
  return [...checkpointFiles(place ?? join(log, "checkpoints"), place === null), ...besideRecord(dirname(record))];
}

function checkpointFiles(place, mayBeAbsent) {
  if (!isFolder(place)) return mayBeAbsent ? [] : [readSmall(place)];
  const paths = readdirSync(place).map((name) => join(place, name));
  return paths.filter((path) => !isFolder(path)).map(readSmall);
}

function besideRecord(folder) {
  const receipts = readdirSync(folder).filter((name) => name.endsWith(".tlog-proof"));
  return receipts.flatMap((name) => {
    const raw = readSmall(join(folder, name));
    try {
      return [checkpointInReceipt(raw)];
    } catch (error) {
      if (error instanceof ProtocolError) return [];
      throw error;
    }
  });
}
