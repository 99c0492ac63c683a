/**
 * Every section of tests/vectors/draw-vectors.json and the further known answers of the protocol page.
 */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { assign, canFill } from "../../../shuangsuiji/web/static/verify/assignment.js";
import { checkValue, drandValue } from "../../../shuangsuiji/web/static/verify/beacon.js";
import { jcs, ns, parseJson, tag } from "../../../shuangsuiji/web/static/verify/canonical.js";
import { fromHex, sha256, suiteNamed, toHex, utf8 } from "../../../shuangsuiji/web/static/verify/hash.js";
import { ingestUscc, isHandle, usccCheckCharacter } from "../../../shuangsuiji/web/static/verify/identifiers.js";
import {
  combinedCommit,
  readRosterFile,
  rosterCommit,
  rosterRoot,
  subjectLeaf,
} from "../../../shuangsuiji/web/static/verify/roster.js";
import {
  attrsOf,
  contextOf,
  keyCommit,
  placeLeaf,
  rowSalt,
  sealedHandle,
  seedOf,
} from "../../../shuangsuiji/web/static/verify/sealing.js";
import { byStratum, quota, rankStratum, sizesOf, ticketKey } from "../../../shuangsuiji/web/static/verify/selection.js";
import { pathOf, rootFromPath, rootOf } from "../../../shuangsuiji/web/static/verify/tree.js";
import { verifyDocument } from "../../../shuangsuiji/web/static/verify/verify.js";
import { VECTORS } from "./patch.mjs";

const vectors = parseJson(readFileSync(join(VECTORS, "draw-vectors.json")), { big: true });
const KNOWN = {
  SHA256: {
    selection_hash: "05772f39a2e1cf59b09a574787df733dd72ce41df631a452d679110cc9ca88a5",
    batches_root: "10c20d2ca7902427e1bdc3864be2a11c8ce93db6b288d16b836218f01e220be5",
    assignment_hash: "02a6e4894780d2996e56b5355af173bb138af50c826bde4fea98854181435786",
    result_hash: "715998fe45e8c50907c4ab252d45bc9cbd255f84a7fa42679c8f583a9c48a973",
    salt: "1f38b0c0ff8399d484085cdbb2abe2f06b2bca6ebb3dfd48f2ff3b20733190ab",
    handle: "h:78ec0891e10489cb7cfa8677a95e6d531b2c43f1cc5950e97efc065237f377f8",
    attrs: "75d6bfa6e9f680b26dd34617ce2a8c821bad39a28d95356aecb0aa8d554fed85",
    commitment: "9d3e0833fe6d6a5267dabbf6db7bf92e4902db2e1aac36230c695c408d1afd71",
  },
  SM3: {
    selection_hash: "57811229e3ba20170efca9bef03fa2016b8a1fbece52a7905794e2d188425c8c",
    batches_root: "d5c23adc30d5c537df0075de54a4598bc8f63b517bb9a757d00019176f832894",
    assignment_hash: "373bdfc2dfa5d194a8602b49bb1d7d0ff8adbf30cb75c73841e073115809e036",
    result_hash: "bb74de10b9d8659805755557f9eb1f50aeb8ce1aaeb8d59c0228ff3cb908e386",
    salt: "fbe7bc2d0f79fad0b4bce2f4d070fc77b5d7778530fad7d741046a4f9ab7b97f",
    handle: "h:4fc615a585e57f0b01f7d6ef6be8952e4186cf506a5bf5e2ff8155d305701455",
    attrs: "9146724a19c8f22c1e334e5520a77ad7f17d3a26b4cec9f9eb4c7ebd144f01c7",
    commitment: "63fc14b7344bfd0b8e407f5568811ba9990eeec7f7508d200182b6f827726525",
  },
};

test("identifiers: ingest, freeze and check character", () => {
  for (const { raw, canonical } of vectors.ids.ingest) assert.equal(ingestUscc(raw), canonical, JSON.stringify(raw));
  for (const { handle, accept } of vectors.ids.freeze_strict)
    assert.equal(isHandle(handle), accept, JSON.stringify(handle));
  assert.equal(usccCheckCharacter(vectors.ids.check_digit.first17), vectors.ids.check_digit.digit);
});

test("quotas: exact ceilings beyond 2^53, minimum and shortfall", () => {
  for (const [n, ratio, k] of vectors.quota.ceil) assert.equal(quota(BigInt(n), BigInt(n), ratio, 0n).k, BigInt(k));
  for (const [base, eligible, ratio, min, k, shortfall] of vectors.quota.n_base_n_elig_ratio_min_k_shortfall) {
    assert.deepEqual(quota(BigInt(base), BigInt(eligible), ratio, BigInt(min)), {
      k: BigInt(k),
      shortfall: BigInt(shortfall),
    });
  }
});

test("seeds: the place of an empty reveal matters, no reveals at all is legal for the formula", () => {
  for (const one of vectors.seed_cases) {
    assert.equal(seedOf(suiteNamed("SHA256"), one.draw_id, one.context, one.reveals, one.beacon), one.seed);
  }
});

test("beacons: one value of each source is accepted", () => {
  const [, ssq, dice] = vectors.beacon_formats;
  const [source, , value] = vectors.suites[0].beacon;
  checkValue(source, value, undefined);
  checkValue(ssq.source, ssq.value, undefined);
  checkValue(dice.source, dice.value, 20);
  assert.equal(drandValue(vectors.suites[0].beacon_signature), value);
});

for (const [i, one] of vectors.assign_cases.entries()) {
  test(`assignment case ${i + 1} (${one.suite}, ${one.kind})`, () => {
    const barred = new Set(one.not_eligible.map(([handle, j]) => `${handle} ${j}`));
    const eligible = one.slots.map(([, , , j]) =>
      one.inspectors.flatMap(({ handle }, p) => (barred.has(`${handle} ${j}`) ? [] : [p])),
    );
    const entries = assign(suiteNamed(one.suite), one.seed, one.slots, one.inspectors, eligible, 0);
    const brief = entries?.map(({ handle, generation, skipped }) => [handle, generation, skipped.length]) ?? null;
    assert.deepEqual(brief, one.expected);
    assert.equal(
      canFill(
        one.slots.map(([team]) => team),
        eligible,
        one.inspectors.map(({ cap }) => cap),
      ),
      one.expected !== null,
    );
  });
}

for (const one of vectors.multi_library) {
  test(`several libraries (${one.suite}): commits, context, seed, selection`, () => {
    const suite = suiteNamed(one.suite);
    const names = Object.keys(one.libraries);
    const commitOf = (name) => {
      const rows = one.libraries[name];
      return rosterCommit(suite, one.task_id, `subject/${name}`, rows.length, rosterRoot(suite, "subject", rows));
    };
    const commits = new Map(names.map((name) => [name, commitOf(name)]));
    assert.deepEqual(Object.fromEntries(commits), { ...one.commits });
    assert.equal(combinedCommit(suite, commits), one.subject_commit);
    const context = contextOf(suite, {
      draw_id: one.draw_id,
      plan_hash: one.plan_hash,
      subject_commit: one.subject_commit,
      inspector_commit: "",
    });
    assert.equal(context, one.context);
    assert.equal(seedOf(suite, one.draw_id, context, one.reveals, one.beacon), one.seed);
    const key = ticketKey(suite, one.seed, "subject");
    const places = new Set();
    for (const name of names) {
      const strata = Object.fromEntries(
        Object.keys(one.selected[name]).map((stratum) => [stratum, { ratio: one.ratio }]),
      );
      for (const [stratum, rows] of byStratum(one.libraries[name], strata)) {
        const { selected } = rankStratum(suite, key, rows, sizesOf(rows, strata[stratum]).k, 2);
        assert.deepEqual(
          selected.map(({ handle }) => handle),
          one.selected[name][stratum],
        );
        for (const { handle } of selected) places.add(`${name} ${handle}`);
      }
    }
    assert.equal(places.size, one.total);
    assert.equal(new Set([...places].map((place) => place.split(" ")[1])).size, one.distinct);
  });
}

for (const one of vectors.suites) {
  const suite = suiteNamed(one.suite);
  const known = KNOWN[one.suite];

  test(`draw of suite ${one.suite}: all required checks pass`, () => {
    const { results, exit } = verifyDocument(utf8(JSON.stringify(one)));
    const passed = results.filter(({ status }) => status === "PASS").map(({ id }) => id);
    const required = [
      "V02",
      "V04",
      "V05",
      "V06",
      "V08",
      "V09",
      "V10",
      "V11",
      "V12",
      "V13",
      "V15",
      "V16",
      "V17",
      "V18",
      "V19",
      "V20",
      "V21",
    ];
    assert.deepEqual(
      required.filter((id) => !passed.includes(id)),
      [],
    );
    assert.equal(exit, 0);
    assert.equal(results.length, 28);
  });

  test(`draw of suite ${one.suite}: primitives, inclusion, ticket preimage`, () => {
    assert.equal(toHex(ns(...one.primitives.ns_input)), one.primitives.ns_hex);
    assert.equal(toHex(suite.hash(fromHex(one.primitives.ns_hex))), one.primitives.hash_hex);
    const { index, size, leaf_hex: leaf, path, root } = one.inclusion_example;
    assert.equal(rootFromPath(suite, fromHex(leaf), index, size, path), root);
    assert.deepEqual(pathOf(suite, one.subject_roster.map(subjectLeaf), index), path);
    assert.equal(one.ticket_key + one.subject_roster[0].handle, one.ticket_preimage_example);
    assert.equal(toHex(utf8(jcs(one.plan))), one.plan_jcs_hex);
  });

  test(`draw of suite ${one.suite}: result hashes of the protocol page`, () => {
    const { draw_id: drawId, seed } = one;
    const leaves = Object.entries(one.batches).flatMap(([team, handles]) =>
      handles.map((handle) => placeLeaf(suite, handle, team, "")),
    );
    const selectionHash = tag(suite, "selection", drawId, seed, jcs(one.selection));
    const batchesRoot = rootOf(suite, leaves);
    const { assignment, slots, team_order: order } = one;
    const assignmentHash = tag(
      suite,
      "assignment",
      drawId,
      seed,
      batchesRoot,
      jcs({ assignment, slots, team_order: order }),
    );
    assert.equal(selectionHash, known.selection_hash);
    assert.equal(batchesRoot, known.batches_root);
    assert.equal(assignmentHash, known.assignment_hash);
    assert.equal(tag(suite, "result", drawId, seed, selectionHash, assignmentHash), known.result_hash);
  });

  test(`sealed subject of the protocol page (${one.suite})`, () => {
    const key = toHex(Uint8Array.from({ length: 32 }, (_, i) => i));
    const id = "uscc:91410928M6R444446W";
    const salt = rowSalt(suite, key, one.task_id, id);
    assert.equal(salt, known.salt);
    assert.equal(sealedHandle(suite, one.task_id, salt, id), known.handle);
    assert.equal(attrsOf(suite, salt, { name: "示例企业001", town: "410928102" }), known.attrs);
    assert.equal(keyCommit(suite, key), known.commitment);
  });
}

test("the subject roster as CSV and as JSON-lines", () => {
  const rows = vectors.suites[0].subject_roster;
  const csv = utf8(
    `handle,stratum,elig,attrs\n${rows.map((row) => `${row.handle},${row.stratum},${row.elig},${row.attrs}\n`).join("")}`,
  );
  const jsonl = utf8(rows.map((row) => `${jcs(row)}\n`).join(""));
  assert.deepEqual(
    [csv.length, toHex(sha256(csv))],
    [21330, "1ba05ec218012b7dc20bb48bb5199f2755f81338fa1fee303fb3175a70e0c311"],
  );
  assert.deepEqual(
    [jsonl.length, toHex(sha256(jsonl))],
    [31380, "16325b74c6c8527eb67beb46b0f3ecf3adbc729fad7a9e933f5fef25f6f7a8b0"],
  );
  for (const back of [readRosterFile(csv, "csv", "subject"), readRosterFile(jsonl, "jsonl", "subject")]) {
    assert.equal(rosterRoot(suiteNamed("SHA256"), "subject", back), vectors.suites[0].subject_root);
  }
});
