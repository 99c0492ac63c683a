"""Draw engines for large rosters: DuckDB, PostgreSQL, Spark. Not built yet; the pure reference of `core.draw` draws a million rows.

Takes: the bytes of a frozen roster and a ticket key.
Gives: tickets or rankings. Quota, batches and assignment stay in `core`.
Never: trusted. An engine whose answer differs from the reference by one byte is refused and reported. No Django.
"""
