/**
 * Assignment of inspectors to slots: the lexicographically first feasible one, by look-ahead over a complete matching.
 */
import { byteOrder } from "./canonical.js";
import { ticketKey, ticketOf } from "./selection.js";

/**
 * A matching of slots to persons: each person at most `limit` times and at most once per team.
 * Fixed slots are never displaced.
 */
class Matching {
  constructor(teams, eligible, limits) {
    this.teams = teams;
    this.eligible = eligible;
    this.limits = limits;
    this.person = teams.map(() => -1);
    this.held = limits.map(() => new Set());
    this.fixed = teams.map(() => false);
  }

  put(slot, person) {
    this.drop(slot);
    this.person[slot] = person;
    this.held[person].add(slot);
  }

  drop(slot) {
    if (this.person[slot] >= 0) this.held[this.person[slot]].delete(slot);
    this.person[slot] = -1;
  }

  inTeam(person, team) {
    for (const slot of this.held[person]) if (this.teams[slot] === team) return slot;
    return -1;
  }

  restore(saved) {
    this.person.forEach((_, slot) => this.drop(slot));
    saved.forEach((person, slot) => {
      if (person >= 0) this.put(slot, person);
    });
  }

  /** Fill one empty slot along a shortest augmenting path; false when there is none. */
  augment(start) {
    const reachedBy = new Map([[start, null]]);
    const emptied = new Set();
    const queue = [start];
    for (const slot of queue) {
      for (const person of this.eligible[slot]) {
        const mate = this.inTeam(person, this.teams[slot]);
        if (mate < 0 && this.held[person].size < this.limits[person]) {
          this.shift(reachedBy, slot, person);
          return true;
        }
        // A person already in this team can only hand over that slot; a full person any slot, looked at once.
        if (mate < 0 && emptied.has(person)) continue;
        if (mate < 0) emptied.add(person);
        for (const taken of mate < 0 ? this.held[person] : [mate]) {
          if (this.fixed[taken] || reachedBy.has(taken)) continue;
          reachedBy.set(taken, { slot, person });
          queue.push(taken);
        }
      }
    }
    return false;
  }

  shift(reachedBy, slot, person) {
    const moves = [[slot, person]];
    for (let step = reachedBy.get(slot); step !== null; step = reachedBy.get(step.slot)) {
      moves.push([step.slot, step.person]);
    }
    for (const [at] of moves) this.drop(at);
    for (const [at, who] of moves) this.put(at, who);
  }

  /** Fix a person on a slot if all other slots can still be filled; otherwise leave everything as it was. */
  fix(slot, person) {
    if (this.person[slot] !== person) {
      const saved = [...this.person];
      const displaced = this.displacedBy(slot, person);
      if (displaced >= 0) this.drop(displaced);
      this.put(slot, person);
      this.fixed[slot] = true;
      if (displaced >= 0 && !this.augment(displaced)) {
        this.fixed[slot] = false;
        this.restore(saved);
        return false;
      }
    }
    this.fixed[slot] = true;
    return true;
  }

  displacedBy(slot, person) {
    const mate = this.inTeam(person, this.teams[slot]);
    if (mate >= 0 || this.held[person].size < this.limits[person]) return mate;
    return [...this.held[person]].find((taken) => !this.fixed[taken]);
  }
}

function completeMatching(teams, eligible, limits) {
  const matching = new Matching(teams, eligible, limits);
  return teams.every((_, slot) => matching.augment(slot)) ? matching : null;
}

/**
 * Whether some slots can be filled together.
 * @param {string[]} teams team of each slot
 * @param {number[][]} eligible persons of each slot
 * @param {number[]} limits of each person
 * @returns {boolean}
 */
export function canFill(teams, eligible, limits) {
  return completeMatching(teams, eligible, limits) !== null;
}

/**
 * Assign persons to slots with one step of the cap ladder.
 * @param {import("./hash.js").Suite} suite
 * @param {string} seed
 * @param {[string, string, string, unknown][]} slots team, role, department, …
 * @param {{handle: string, cap: number}[]} persons
 * @param {number[][]} eligible persons of each slot, as indices
 * @param {number} step added to every cap
 * @returns {object[]|null} entries of the record, or null when no full assignment exists
 */
export function assign(suite, seed, slots, persons, eligible, step) {
  const teams = slots.map(([team]) => team);
  const limits = persons.map(({ cap }) => cap + step);
  const matching = completeMatching(teams, eligible, limits);
  if (matching === null) return null;
  const tickets = ticketBook(suite, seed, persons);
  const loads = persons.map(() => 0);
  const serving = new Set();
  return slots.map(([team, role, dept], slot) => {
    const candidates = eligible[slot]
      .filter((person) => loads[person] < limits[person] && !serving.has(`${team} ${person}`))
      .map((person) => ({ person, load: loads[person], ticket: tickets(loads[person], person) }))
      .sort(
        (a, b) =>
          a.load - b.load ||
          byteOrder(a.ticket, b.ticket) ||
          byteOrder(persons[a.person].handle, persons[b.person].handle),
      );
    const at = candidates.findIndex(({ person }) => matching.fix(slot, person));
    const { person, load, ticket } = candidates[at];
    const handles = candidates.map((candidate) => persons[candidate.person].handle);
    loads[person] += 1;
    serving.add(`${team} ${person}`);
    return {
      team,
      role,
      dept,
      handle: handles[at],
      generation: load,
      ticket,
      skipped: handles.slice(0, at),
      alternates: handles.slice(at + 1, at + 3),
    };
  });
}

function ticketBook(suite, seed, persons) {
  const pages = new Map();
  return (load, person) => {
    if (!pages.has(load)) pages.set(load, { key: ticketKey(suite, seed, `inspector/${load}`), tickets: new Map() });
    const { key, tickets } = pages.get(load);
    if (!tickets.has(person)) tickets.set(person, ticketOf(suite, key, persons[person].handle));
    return tickets.get(person);
  };
}

/**
 * Which persons may take each slot: eligible, of the department, qualified, not recused from the team's batch.
 * @param {[string, string, string, string[]][]} slots
 * @param {object[]} persons rows of the inspector roster
 * @param {Map<string, string[]>} recusals handle → subject handles
 * @param {object} batches team → handles
 * @returns {number[][]}
 */
export function eligibility(slots, persons, recusals, batches) {
  const barred = persons.map(({ handle }) => {
    const list = new Set(recusals.get(handle) ?? []);
    return new Set(Object.keys(batches).filter((team) => batches[team].some((subject) => list.has(subject))));
  });
  return slots.map(([team, , dept, quals]) =>
    persons.flatMap((row, i) => {
      const fits = row.elig === "E" && row.dept === dept && quals.every((qual) => row.quals.includes(qual));
      return fits && !barred[i].has(team) ? [i] : [];
    }),
  );
}
