"""The draw protocol SSJ-DRAW/1: plan, frozen rosters, ceremony, lists, record. A pure function of published bytes."""
