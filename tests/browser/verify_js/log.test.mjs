/**
 * The log on its own: Ed25519 by the platform, policies, the files of a log; no junk in a log makes anything throw.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { jcs } from "../../../shuangsuiji/web/static/verify/canonical.js";
import { Case } from "../../../shuangsuiji/web/static/verify/case.js";
import { expectedEvents } from "../../../shuangsuiji/web/static/verify/draw_events.js";
import { openDrawLog } from "../../../shuangsuiji/web/static/verify/draw_log.js";
import { ed25519Of } from "../../../shuangsuiji/web/static/verify/ed25519.js";
import { concat, fromHex, sha256, suiteNamed, toHex, utf8 } from "../../../shuangsuiji/web/static/verify/hash.js";
import { entryHash } from "../../../shuangsuiji/web/static/verify/log.js";
import { PARAMETERS } from "../../../shuangsuiji/web/static/verify/parameters.js";
import { isMet, parsePolicy, policyOfKey } from "../../../shuangsuiji/web/static/verify/policy.js";
import { examineRecord } from "../../../shuangsuiji/web/static/verify/structure.js";
import { piecePath } from "../../../shuangsuiji/web/static/verify/tiles.js";
import { leafHash, rootOf } from "../../../shuangsuiji/web/static/verify/tree.js";
import { verifyDocument } from "../../../shuangsuiji/web/static/verify/verify.js";
import { applyOps, loadBases, recordFiles } from "./patch.mjs";

const SHA256 = suiteNamed("SHA256");
const subtle = globalThis.crypto?.subtle;
const NO_SUBTLE = !subtle && "本机没有 WebCrypto";

// RFC 8032 §7.1, test 3.
const KEY = fromHex("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025");
const MESSAGE = fromHex("af82");
const SIGNATURE = fromHex(
  "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac" +
    "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
);

const flipped = (bytes, bit) => bytes.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));

test("every bit of key, message and signature matters", { skip: NO_SUBTLE }, async () => {
  const verify = await ed25519Of(subtle);
  assert.equal(await verify(KEY, MESSAGE, SIGNATURE), true);
  for (let bit = 0; bit < 512; bit += 37) {
    assert.equal(await verify(KEY, MESSAGE, flipped(SIGNATURE, bit)), false, `signature ${bit}`);
    assert.equal(await verify(flipped(KEY, bit % 256), MESSAGE, SIGNATURE), false, `key ${bit % 256}`);
  }
  assert.equal(await verify(KEY, flipped(MESSAGE, 3), SIGNATURE), false);
  assert.equal(await verify(KEY.slice(1), MESSAGE, SIGNATURE), false);
  assert.equal(await verify(KEY, MESSAGE, SIGNATURE.slice(1)), false);
});

test("a second spelling of S, and keys of small order, are refused", { skip: NO_SUBTLE }, async () => {
  const verify = await ed25519Of(subtle);
  const order = 2n ** 252n + 27742317777372353535851937790883648493n;
  const little = (bytes) => BigInt(`0x${toHex(bytes.slice().reverse())}`);
  const bytes = (number) => fromHex(number.toString(16).padStart(64, "0")).reverse();
  const second = concat([SIGNATURE.slice(0, 32), bytes(little(SIGNATURE.slice(32)) + order)]);
  assert.equal(await verify(KEY, MESSAGE, second), false);
  const p = 2n ** 255n - 19n;
  const eighth = little(fromHex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"));
  for (const y of [0n, 1n, p - 1n, eighth, p - eighth, p, p + 1n])
    for (const sign of [0n, 1n << 255n])
      for (const r of [y, 1n])
        for (let i = 0; i < 8; i++) {
          const forged = concat([bytes(r + sign), bytes(0n)]);
          assert.equal(await verify(bytes(y + sign), Uint8Array.of(i), forged), false, `${y}`);
        }
});

test("a platform without Ed25519, or one that says yes or no to everything, is not believed", async () => {
  const saying = (answer) => ({ importKey: async () => ({}), verify: async () => answer });
  const refusing = { importKey: async () => Promise.reject(new Error("NotSupportedError")) };
  for (const one of [undefined, null, {}, refusing, saying(true), saying(false), saying("yes")])
    assert.equal(await ed25519Of(one), null);
});

/** A verifier key of an invented party. */
function vkey(name, kind, letter) {
  const typed = concat([Uint8Array.of(kind), new Uint8Array(32).fill(letter)]);
  const id = toHex(sha256(concat([utf8(`${name}\n`), typed])).slice(0, 4));
  return `${name}+${id}+${Buffer.from(typed).toString("base64")}`;
}

const LOG_KEY = vkey("log.example.gov.cn/x", 1, 1);
const ONE = vkey("one", 4, 2);
const TWO = vkey("two", 4, 3);
const LINES = [`log ${LOG_KEY}`, `witness a ${ONE} one.example`, `\twitness b  ${TWO} `, "group g 2 a b", "quorum g"];
const policy = (lines) => parsePolicy(utf8(lines.join("\n")));

test("a policy asks for its quorum", () => {
  const found = policy(["# 说明", "", ...LINES]);
  assert.deepEqual([isMet(found, []), isMet(found, ["a"]), isMet(found, ["a", "b"])], [false, false, true]);
  assert.equal(isMet(policy([...LINES.slice(0, 2), "quorum none"]), []), true);
  assert.equal(isMet(policyOfKey(LOG_KEY), []), true);
  assert.equal(isMet(policy([...LINES.slice(0, 2), "quorum a"]), ["a"]), true);
});

test("a policy that could be read in two ways is refused", () => {
  const [log, a] = LINES;
  const b = `witness b ${TWO}`;
  const bad = [
    [],
    [log],
    [log, a, "quorum a", "quorum a"],
    [log, a, "quorum b"],
    [log, a, a, "quorum a"],
    [log, a, `witness b ${ONE}`, "quorum a"],
    [log, log, "quorum none"],
    [log, a, b, "group g 3 a b", "quorum g"],
    [log, a, b, "group g 0 a b", "quorum g"],
    [log, a, b, "group g 01 a b", "quorum g"],
    [log, a, b, "group g any a a", "quorum g"],
    [log, a, b, "group g any a", "group h any a b", "quorum h"],
    [log, a, b, "group g any", "quorum none"],
    [log, `witness none ${ONE}`, "quorum none"],
    [`log ${ONE}`, "quorum none"],
    [log, `witness a ${LOG_KEY}`, "quorum none"],
    [log, "quorum none", "constructor x"],
    [log, "quorum none\u0007"],
    [`log ${LOG_KEY.replace("+", "+0")}`, "quorum none"],
    [`log x${LOG_KEY}`, "quorum none"],
  ];
  for (const lines of bad) assert.throws(() => policy(lines), { name: "ProtocolError" }, lines.join(" / "));
  assert.throws(() => policyOfKey(ONE), { name: "ProtocolError" });
  assert.throws(() => parsePolicy(Uint8Array.of(0x71, 0xff, 0x20)), { name: "ProtocolError" });
});

test("paths are those of the tiles", () => {
  assert.equal(piecePath("entries", 1234067, 256), "tile/entries/x001/x234/067");
  assert.equal(piecePath(1, 0, 12), "tile/1/000.p/12");
  assert.equal(piecePath(0, 1000, 256), "tile/0/x001/000");
});

// -------------------------------------------------------------------------------------------------------- junk in logs

/** A log of at most 256 entries as files, with a checkpoint that nobody really signed: read without a policy. */
function served(bodies) {
  const root = Buffer.from(rootOf(SHA256, bodies), "hex").toString("base64");
  const checkpoint = utf8(`log.example.gov.cn/x\n${bodies.length}\n${root}\n\n— nobody AAAAAAA=\n`);
  const bundle = concat(bodies.flatMap((body) => [Uint8Array.of(body.length >> 8, body.length & 255), body]));
  const tile = concat(bodies.map((body) => leafHash(SHA256, body)));
  return new Map([
    ["checkpoint", checkpoint],
    [piecePath("entries", 0, bodies.length), bundle],
    [piecePath(0, 0, bodies.length), tile],
  ]);
}

function leaf(type, pub, number) {
  const id = `01936d2e-5b1c-7a2b-8c3d-${String(number).padStart(12, "0")}`;
  const frame = { v: 1, id, at: "2023-08-23T13:00:00Z", org: "rsj", actor: "clerk", rule: "", refs: [], sd: {}, files: [] };
  return { ...frame, type, pub };
}

/** The record of a base with its place in a log that holds its steps; `change` alters a leaf before it is written. */
function logged(base, change = (one) => one) {
  const draw = new Case(examineRecord(JSON.parse(JSON.stringify(base))), { parameters: PARAMETERS, noLog: false });
  const entries = {};
  const bodies = [];
  for (const [type, all] of expectedEvents(draw))
    for (const pub of all) {
      const told = { office: "principal_head", ...JSON.parse(JSON.stringify(pub)) };
      const body = utf8(jcs(change(leaf(type, told, bodies.length))));
      (entries[type] ??= []).push([bodies.length, entryHash(body)]);
      bodies.push(body);
    }
  const files = served(bodies);
  const checkpoint = new TextDecoder().decode(files.get("checkpoint"));
  return { record: { ...base, log: { origin: "log.example.gov.cn/x", entries, checkpoint } }, files };
}

async function reportOf(document, files) {
  const drawLog = await openDrawLog(document, { read: (path) => files.get(path) ?? null });
  return verifyDocument(document, { drawLog, files: recordFiles });
}

const statusOf = ({ results }, id) => results.find((one) => one.id === id);
const records = [...loadBases()].filter(([, { format }]) => format === "ssj-draw-record/1");

test("the steps of every record are found where they were written", async () => {
  for (const [name, base] of records) {
    const { record, files } = logged(base);
    const report = await reportOf(applyOps(record, []), files);
    const inclusion = statusOf(report, "V24");
    assert.equal(inclusion.status, "SKIP", `${name}: ${inclusion.reason}`);
    assert.ok(inclusion.reason.startsWith("各条均在日志中，但没有给出信任名单"), inclusion.reason);
    assert.ok(["PASS", "FAIL"].includes(statusOf(report, "V26").status), name);
  }
});

test("a log opened for another record is not believed", async () => {
  const [one, other] = [logged(records[0][1]), logged(records.at(-1)[1])];
  const drawLog = await openDrawLog(applyOps(other.record, []), { read: (path) => one.files.get(path) ?? null });
  const report = verifyDocument(applyOps(one.record, []), { drawLog, files: recordFiles });
  assert.equal(statusOf(report, "V24").status, "FAIL");
  assert.ok(statusOf(report, "V24").reason.includes("日志不是为这份记录打开的"));
});

const WORDS = ["", "\n", "x", "constructor", "__proto__", "0".repeat(64)];
const JUNK = [null, true, -1, 0, [], {}, ...WORDS, 2 ** 40, [[]], [0, "x"]];

function numbers(label) {
  let count = 0;
  return (n) => new DataView(sha256(utf8(`${label}/${count++}`)).buffer).getUint32(0) % n;
}

for (const [name, base] of records) {
  test(`junk in the log of ${name}`, async () => {
    const below = numbers(name);
    for (let i = 0; i < 12; i++) {
      const at = below(12);
      const spoil = (one) => {
        if (one.id.endsWith(String(at).padStart(3, "0"))) {
          const words = [...Object.keys(one.pub), "code", "supersedes", "mode"];
          one.pub[words[below(words.length)]] = JUNK[below(9)];
        }
        return one;
      };
      const { record, files } = logged(base, spoil);
      const events = Object.keys(record.log.entries);
      const event = events[below(events.length)];
      const paths = [
        ["log", "entries", event],
        ["log", "entries", event, 0],
        ["log", "entries", event, 0, below(2)],
        ["log", "checkpoint"],
        ["log", "origin"],
        ["shadow", "beacon"],
        ["plan", "beacon"],
        ["plan", "commit_by"],
        ["reason"],
      ];
      const path = paths[below(paths.length)];
      const known = path[0] !== "shadow" || base.shadow;
      const ops = below(2) === 0 || !known ? [] : [{ op: "set", path, value: JUNK[below(JUNK.length)] }];
      const file = [...files.keys()][below(files.size)];
      if (below(3) === 0) files.set(file, flipped(files.get(file), below(8 * files.get(file).length)));
      const { exit } = await reportOf(applyOps(record, ops), files);
      assert.ok([1, 3].includes(exit), JSON.stringify(ops));
    }
  });
}
