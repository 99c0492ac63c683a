/**
 * Assignment equals the brute-force definition on many small random instances, whatever the order of its input.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { assign } from "../../../shuangsuiji/web/static/verify/assignment.js";
import { byteOrder } from "../../../shuangsuiji/web/static/verify/canonical.js";
import { suiteNamed, toHex, utf8 } from "../../../shuangsuiji/web/static/verify/hash.js";
import { ticketKey, ticketOf } from "../../../shuangsuiji/web/static/verify/selection.js";

const suite = suiteNamed("SHA256");

/** Reproducible numbers below n, from a counter hash. */
function numbers(label) {
  let count = 0;
  return (n) => new DataView(suite.hash(utf8(`${label}/${count++}`)).buffer).getUint32(0) % n;
}

function instance(i) {
  const below = numbers(`instance ${i}`);
  const persons = Array.from({ length: 2 + below(5) }, (_, p) => ({ handle: `obj:i${p}`, cap: 1 + below(2) }));
  const teams = 1 + below(3);
  const slots = Array.from({ length: teams * (1 + below(2)) }, (_, s) => [`t${(s % teams) + 1}`, "member", "d", []]);
  const eligible = slots.map(() => persons.map((_, p) => p).filter(() => below(10) < 6));
  return { seed: toHex(suite.hash(utf8(`seed ${i}`))), persons, slots, eligible };
}

/** Straight from the definition: first candidate after which the rest can still be filled, tried by enumeration. */
function byDefinition({ seed, persons, slots, eligible }) {
  const keys = new Map();
  const ticket = (load, p) => {
    if (!keys.has(load)) keys.set(load, ticketKey(suite, seed, `inspector/${load}`));
    return ticketOf(suite, keys.get(load), persons[p].handle);
  };
  const free = (chosen, s) =>
    eligible[s].filter((p) => {
      const load = chosen.filter((q) => q === p).length;
      return load < persons[p].cap && !chosen.some((q, at) => q === p && slots[at][0] === slots[s][0]);
    });
  const completes = (chosen) =>
    chosen.length === slots.length || free(chosen, chosen.length).some((p) => completes([...chosen, p]));
  if (!completes([])) return null;
  const chosen = [];
  return slots.map((_, s) => {
    const candidates = free(chosen, s)
      .map((p) => ({ p, load: chosen.filter((q) => q === p).length }))
      .map(({ p, load }) => ({ p, load, ticket: ticket(load, p) }))
      .sort((a, b) => a.load - b.load || byteOrder(a.ticket, b.ticket));
    const at = candidates.findIndex(({ p }) => completes([...chosen, p]));
    chosen.push(candidates[at].p);
    const handles = candidates.map(({ p }) => persons[p].handle);
    return {
      handle: handles[at],
      generation: candidates[at].load,
      skipped: handles.slice(0, at),
      alternates: handles.slice(at + 1, at + 3),
    };
  });
}

const brief = (entries) =>
  entries?.map(({ handle, generation, skipped, alternates }) => ({ handle, generation, skipped, alternates })) ?? null;

test("1 500 random instances equal the definition, infeasible and look-ahead ones among them", () => {
  const seen = { infeasible: 0, skipping: 0 };
  for (let i = 0; i < 1500; i++) {
    const one = instance(i);
    const expected = byDefinition(one);
    assert.deepEqual(
      brief(assign(suite, one.seed, one.slots, one.persons, one.eligible, 0)),
      expected,
      `instance ${i}`,
    );
    if (expected === null) seen.infeasible += 1;
    else if (expected.some(({ skipped }) => skipped.length > 0)) seen.skipping += 1;
  }
  assert.ok(seen.infeasible > 100 && seen.skipping > 50, JSON.stringify(seen));
});

test("the order of persons changes nothing", () => {
  for (let i = 0; i < 200; i++) {
    const one = instance(i);
    const last = one.persons.length - 1;
    const reversed = {
      persons: [...one.persons].reverse(),
      eligible: one.eligible.map((list) => list.map((p) => last - p)),
    };
    const again = assign(suite, one.seed, one.slots, reversed.persons, reversed.eligible, 0);
    assert.deepEqual(brief(again), brief(assign(suite, one.seed, one.slots, one.persons, one.eligible, 0)));
  }
});

test("a step of the cap ladder lets the same persons serve more teams", () => {
  const slots = [
    ["t1", "leader", "d", []],
    ["t2", "leader", "d", []],
  ];
  const persons = [{ handle: "obj:a", cap: 1 }];
  const seed = "0".repeat(64);
  assert.equal(assign(suite, seed, slots, persons, [[0], [0]], 0), null);
  assert.deepEqual(
    assign(suite, seed, slots, persons, [[0], [0]], 1).map(({ generation }) => generation),
    [0, 1],
  );
});
