/**
 * A published proof verified whole: its files against their digests, the record, the log, and one firm's own opening.
 *
 * Source: SSJ-DRAW/1; 第十四条. Takes: bytes, and how to read the log's files. Gives: answers one by one, and a report.
 */
import { parseJson } from "./canonical.js";
import { openDrawLog } from "./draw_log.js";
import { ProtocolError } from "./errors.js";
import { suiteNamed, toHex, utf8 } from "./hash.js";
import { parsePolicy, policyOfKey } from "./policy.js";
import { ticketOf } from "./selection.js";
import { verifyDocument } from "./verify.js";

const SHA256 = suiteNamed("SHA256");

/** SHA-256 of a file, in hexadecimal. @param {Uint8Array} bytes @returns {string} */
export const digestOf = (bytes) => toHex(SHA256.hash(bytes));

/**
 * Whom the reader trusts: a policy file, or the log's key alone; null where nothing was given.
 * @param {string} text refused where it is neither
 */
export function trustOf(text) {
  const given = text.trim();
  if (given === "") return null;
  return /\s/.test(given) ? parsePolicy(utf8(`${given}\n`)) : policyOfKey(given);
}

/**
 * Verify a record beside its files.
 * @param {Uint8Array} record
 * @param {object} options
 * @param {Map<string, Uint8Array>} options.files by name
 * @param {((path: string, most: number) => Uint8Array|null)|null} options.read gives a file of the log; null: without a log
 * @param {string} [options.trust] policy or key
 * @param {(result: object) => void} [options.told] called with each answer
 * @returns {Promise<import("./report.js").Report>}
 */
export async function verifyProof(record, { files, read, trust = "", told = () => {} }) {
  const options = { files: (name) => files.get(name) ?? null, told };
  if (read === null) return verifyDocument(record, { ...options, noLog: true });
  const kept = [...files].filter(([name]) => name.endsWith(".checkpoint")).map(([, bytes]) => bytes);
  const drawLog = await openDrawLog(record, { read, policy: trustOf(trust), kept });
  return verifyDocument(record, { ...options, drawLog });
}

/**
 * What a firm's own opening says against the public record, in words.
 * @param {Uint8Array} bundle `ssj-opening/1`
 * @param {Uint8Array} record
 * @param {Map<string, Uint8Array>} files
 * @returns {{good: boolean, lines: [string, string][]}}
 */
export function ownLines(bundle, record, files) {
  let opened;
  try {
    opened = parseJson(bundle);
  } catch (error) {
    if (error instanceof ProtocolError) return { good: false, lines: [["不能读取", error.message]] };
    throw error;
  }
  if (opened?.format !== "ssj-opening/1")
    return { good: false, lines: [["不能读取", "这不是开启包（ssj-opening/1）"]] };
  const report = verifyDocument(bundle, { record, files: (name) => files.get(name) ?? null });
  const wrong = report.results.filter(({ status }) => status !== "PASS");
  if (wrong.length > 0) return { good: false, lines: wrong.map(({ id, reason }) => [`${id} 不成立`, reason]) };
  return { good: true, lines: words(opened, parseJson(record)) };
}

/** Of a bundle that holds in every point. */
function words({ handle, stratum, elig, leaf, place, team, library }, { plan, suite, selection, ticket_key: key }) {
  if (leaf === null) return [["在接收的名单中", "是"], teamLine(place, team)];
  const strata = library === undefined ? selection : selection[library];
  const { threshold, selected } = strata[stratum];
  const ticket = ticketOf(suiteNamed(suite), key, handle);
  const drawn = selected.some((row) => row.handle === handle);
  const bound = threshold === "" ? "本层没有抽取" : threshold;
  return [
    ["在冻结的名录中", `是，第 ${leaf.index + 1} 行，共 ${leaf.size} 行`],
    ["参加抽取", elig === "E" ? "是" : `否，代码 ${elig}：${plan.exclusions?.[elig] ?? "见方案"}`],
    ["抽签值", ticket],
    ["入选线", bound],
    ["抽中", drawn ? "是：参加抽取，且抽签值不大于入选线" : notDrawn(elig)],
    teamLine(place, team),
  ];
}

const notDrawn = (elig) => (elig === "E" ? "否：抽签值大于入选线" : "否：不参加抽取");

function teamLine(place, team) {
  if (place === null) return ["检查小组", "没有"];
  return ["检查小组", `${place.team}，第 ${place.index + 1} 位；小组 ${team.length} 人的执法证号均与抽取结果相符`];
}
