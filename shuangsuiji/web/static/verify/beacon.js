/**
 * The three public numbers: drand, 双色球 and ten-sided dice. Values and rounds are text, never numbers.
 */
import { must } from "./errors.js";
import { fromHex, sha256, toHex } from "./hash.js";
import { parseTime } from "./identifiers.js";

const QUICKNET = "drand/52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971";
const QUICKNET_GENESIS = 1692803367;
const QUICKNET_PERIOD = 3;
const DRAND_MARGIN = 600;
const RED = "(?:0[1-9]|[12][0-9]|3[0-3])";

/** Per source: grammar of round and value, and the public bits of a value of that length. */
const SOURCES = new Map([
  [QUICKNET, { round: /^[1-9][0-9]*$/, value: /^[0-9a-f]{64}$/, bits: () => 256 }],
  [
    "cwl/ssq",
    { round: /^[0-9]{7}$/, value: new RegExp(`^${RED}(?:-${RED}){5}\\+(?:0[1-9]|1[0-6])$`), bits: () => 24.08 },
  ],
  ["dice/d10", { round: /^[1-9][0-9]*$/, value: /^[0-9]{8,64}$/, bits: (digits) => digits * Math.log2(10) }],
]);
const MINIMUM_BITS = 24;

/**
 * Whether this source is drand.
 * @param {string} source
 * @returns {boolean}
 */
export function isDrand(source) {
  return source === QUICKNET;
}

/**
 * Refuse a value that its source cannot give.
 * @param {string} source
 * @param {string} value
 * @param {number|undefined} digits number of dice in the plan
 */
export function checkValue(source, value, digits) {
  const rule = SOURCES.get(source);
  must(rule, `未知的公共随机数来源 ${source}`);
  must(rule.value.test(value), "公共随机数的值不合格式");
  if (source === "cwl/ssq") {
    const reds = value.slice(0, 17).split("-");
    must(
      reds.every((red, i) => i === 0 || reds[i - 1] < red),
      "红球没有严格递增",
    );
  }
  if (source === "dice/d10") must(value.length === digits, "骰子位数与方案不符");
  must(rule.bits(value.length) >= MINIMUM_BITS, "公共随机数少于 24 比特");
}

/**
 * Why a plan may not use this beacon.
 * @param {object} beacon `beacon` of the plan
 * @param {string} revealBy time of the last reveal
 * @returns {string[]} reasons in Chinese
 */
export function beaconProblems(beacon, revealBy) {
  const rule = SOURCES.get(beacon.source);
  if (!rule) return [`公共随机数来源 ${beacon.source} 不在可用之列`];
  const problems = [];
  if (typeof beacon.round !== "string" || !rule.round.test(beacon.round)) problems.push("公共随机数期次不合格式");
  if (beacon.source === "dice/d10") {
    const digits = beacon.digits ?? 0;
    if (digits < 8 || digits > 64 || rule.bits(digits) < MINIMUM_BITS) problems.push("骰子位数须在 8 到 64 之间");
  }
  return problems.concat(timeProblems(beacon, parseTime(revealBy)));
}

function timeProblems(beacon, revealed) {
  const known = knownFrom(beacon);
  if (beacon.source === QUICKNET)
    return revealed === null || known >= revealed + DRAND_MARGIN ? [] : ["公共随机数在揭示截止后 600 秒内已可知"];
  if (known === null) return ["beacon.not_before 缺失或不是时间"];
  return revealed === null || known > revealed ? [] : ["公共随机数在揭示截止前可能已知"];
}

/**
 * The moment from which somebody may know the number: derived for drand, stated in the plan otherwise.
 * @param {object} beacon `beacon` of the plan
 * @returns {number|null} seconds since 1970; NaN for a drand round that is no number, null for a time that is none
 */
export function knownFrom(beacon) {
  if (beacon.source !== QUICKNET) return parseTime(beacon.not_before);
  return QUICKNET_GENESIS + QUICKNET_PERIOD * (Number(beacon.round) - 1);
}

/**
 * The drand value of a signature, in both suites SHA-256.
 * @param {string} signature 96 hexadecimal characters (48 bytes)
 * @returns {string} 64 characters
 */
export function drandValue(signature) {
  must(/^[0-9a-f]{96}$/.test(signature), "drand 签名不是 48 字节小写十六进制");
  return toHex(sha256(fromHex(signature)));
}
