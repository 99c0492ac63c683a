"""The checks, one function each: it takes a `Case` and yields the faults it finds, or raises `Skipped`.

Every check recomputes its object from the record's own given inputs and compares it with the record's own given result, so
that one defect fails one check. Source: SSJ-DRAW/1 §10.
"""
