"""The log verified from its files alone: signed checkpoint, tiles, entries, receipts, and an older copy against a newer one.

    place     a folder or an address becomes a source        opened     the checkpoint, its signatures, entries and proofs
    walking   every entry against every tile                 growth     earlier checkpoints, an older export
    content   what the entries say                           receipts   one entry, offline
    command   the command line

Source: 50-ledger §8, §9 (L03, L05–L11, L13); RFC 9162; C2SP tlog-tiles.
Takes: files of the log and the reader's own policy. Gives: one result per check.
Never: the database, our server's word, a policy that the log itself serves.
"""
