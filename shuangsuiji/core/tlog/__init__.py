"""The tamper-evident log as formats and proofs: leaves, growing tree, checkpoint, tiles. Not built yet.

Source: RFC 6962, RFC 9162 §2.1, C2SP tlog-tiles, tlog-checkpoint, tlog-proof; 第五条, 第十四条, 第二十一条.
Takes: leaf bytes and hashes. Gives: roots, proofs, text of checkpoints. Never: a key, a file, a number of its own.
"""
