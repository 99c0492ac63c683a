"""The sealer: sole holder of the log's signing key, with a memory of its own, in its own process. No Django, no ORM.

    source  postgres      the log as it stands in the database, one read-only snapshot at a time
    checking              the rows say what their hashes say, one after the other
    sealing               one seal in seven steps; a crash between any two leaves what the next run finishes or refuses
    store                 what was signed last: never lost, never goes back
    publishing  durable   tiles, bundles and checkpoint as static files
    standing              日志暂停: what the pages show
    keyfile  ed25519      the signing key, encrypted
    home  rotation  rebuilding   a sealer's folder: made once, its key changed, its memory rebuilt by two persons
    watch                 seal whenever the log has grown
    refusal               why no signature is given, and what to do next

Source: 50-ledger §5, §6, §10. Runs under another account, in production on another host with read-only access to the database.
Never: a signature that contradicts an earlier one; a store made anew because it is missing; a write to the database.
"""
