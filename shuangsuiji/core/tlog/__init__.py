"""The tamper-evident log as formats and proofs. Each module reads beside one page; a stranger can lift the folder.

    leaves                     what an entry says, and salted digests for what it does not      50-ledger §4
    hashes  growing  proofs    RFC 6962 tree: the right edge, inclusion, consistency            RFC 6962, RFC 9162
    tiles  bundles  tiled      the tree as immutable files                                      C2SP tlog-tiles
    keys  note  checkpoint     who signed which root                                            C2SP signed-note, tlog-checkpoint
    cosignature  policy        who else saw it, and how many must have                          C2SP tlog-cosignature, tlog-policy
    witnessing                 what a witness is asked and answers                              C2SP tlog-witness
    receipt                    one entry, proven offline for ever                               C2SP tlog-proof
    refusal  spelling          the only errors that leave this folder; numbers, base64, lines

Source: 50-ledger §4, §5, §7, §8; 第五条（痕迹可查）, 第十四条, 第二十一条.
Takes: bytes, hashes, public keys, and a function that verifies Ed25519 (there is no cryptography here).
Gives: roots, proofs, tiles, texts to sign; a `TlogRefused` for whatever does not hold.
Never: a private key, a file, a clock, a random number. A log proves what was said and when, not that it was true.
"""
