"""A complete filling of slots by persons, kept while single choices are fixed one after another.

A person serves at most `cap` slots and at most once per team. The search is that of augmenting paths: follow a slot
to a person who would fit, and from a person without room to the slots that could give the person up.
Source: SSJ-DRAW/1 §8.3 (algorithm); Kuhn 1955 for augmenting paths.
"""

from collections.abc import Sequence


class Filling:
    """Slots 0…n−1, each with its team and its possible persons; persons have caps.

    `holder[slot]` is the person in the slot or None; fixed slots are never given up again.
    """

    def __init__(self, teams: Sequence[str], eligible: Sequence[Sequence[str]], caps: dict[str, int]) -> None:
        """Start empty. `eligible[slot]` lists persons that may hold the slot; caps of 0 or less admit nobody."""
        self._teams = teams
        self._eligible = eligible
        self._caps = caps
        self.holder: list[str | None] = [None] * len(teams)
        self._fixed = [False] * len(teams)
        self._held: dict[str, set[int]] = {person: set() for person in caps}

    def fill(self, slots: Sequence[int]) -> list[list[int]]:
        """Fill as many of `slots` as can be filled; returns the blocking set of each slot that could not.

        A blocking set cannot be filled together, whatever else is left empty; it is in ascending order.
        """
        return [blocked for slot in slots if (blocked := self._augment(slot))]

    def fix(self, slot: int, person: str) -> bool:
        """Fix `person` in `slot` if all other slots can still be filled; else change nothing and return False."""
        before = self.holder[slot]
        if before != person and not self._swap(slot, person):
            return False
        self._fixed[slot] = True
        return True

    def _swap(self, slot: int, person: str) -> bool:
        kept = list(self.holder)
        self._release(slot)
        displaced = self._displaced(slot, person)
        if displaced is not None:
            self._release(displaced)
        self._take(slot, person)
        self._fixed[slot] = True
        possible = displaced is None or not self._augment(displaced)
        if not possible:
            self._restore(kept)
            self._fixed[slot] = False
        return possible

    def _displaced(self, slot: int, person: str) -> int | None:
        """The slot that must let `person` go: the one in the same team, or any where the person has no room."""
        held = self._held[person]
        same_team = [other for other in held if self._teams[other] == self._teams[slot]]
        if same_team:
            return same_team[0]
        if len(held) < self._caps[person]:
            return None
        return min(other for other in held if not self._fixed[other])

    def _augment(self, start: int) -> list[int]:
        """Fill `start` by moving others along one path; empty on success, else the slots reached (a blocking set)."""
        came_from: dict[int, tuple[int, str]] = {}
        reached, seen_places, seen_persons, cursor = [start], set(), set(), 0
        while cursor < len(reached):
            slot = reached[cursor]
            cursor += 1
            for person in self._eligible[slot]:
                place = (person, self._teams[slot])
                if place in seen_places:
                    continue
                seen_places.add(place)
                givers, has_room = self._givers(slot, person, person in seen_persons)
                if has_room:
                    self._shift(came_from, slot, person)
                    return []
                if self._holds_in_team(slot, person) is None:
                    seen_persons.add(person)
                for giver in givers:
                    if giver not in came_from and giver != start:
                        came_from[giver] = (slot, person)
                        reached.append(giver)
        return sorted(reached)

    def _givers(self, slot: int, person: str, seen: bool) -> tuple[list[int], bool]:
        """Slots that could hand `person` to `slot`, and whether the person has room without any."""
        own = self._holds_in_team(slot, person)
        if own is not None:
            return ([] if self._fixed[own] else [own]), False
        if seen:
            return [], False
        if len(self._held[person]) < self._caps[person]:
            return [], True
        return sorted(other for other in self._held[person] if not self._fixed[other]), False

    def _holds_in_team(self, slot: int, person: str) -> int | None:
        team = self._teams[slot]
        return next((other for other in self._held[person] if self._teams[other] == team), None)

    def _shift(self, came_from: dict[int, tuple[int, str]], slot: int, person: str) -> None:
        """Move persons along the path that ends with `person` taking `slot`."""
        while True:
            previous = self.holder[slot]
            if previous is not None:
                self._release(slot)
            self._take(slot, person)
            if slot not in came_from:
                return
            slot, person = came_from[slot]

    def _take(self, slot: int, person: str) -> None:
        self.holder[slot] = person
        self._held[person].add(slot)

    def _release(self, slot: int) -> None:
        person = self.holder[slot]
        if person is not None:
            self._held[person].discard(slot)
        self.holder[slot] = None

    def _restore(self, kept: list[str | None]) -> None:
        for held in self._held.values():
            held.clear()
        for slot, person in enumerate(kept):
            self.holder[slot] = person
            if person is not None:
                self._held[person].add(slot)
