"""The witness, and what the log asks of it: a program of another body that remembers the largest tree it has cosigned.

    store      what the witness remembers, and the signed contradictions it keeps for ever
    keyfile    its private key
    server     `add-checkpoint` over HTTP, and what anybody may read
    client     the log's side: ask the witnesses of a policy at once, count who has cosigned
    carrying   the same exchange as files or as text for QR codes, where no wire leads out
    transport  one HTTP exchange with limits

Source: C2SP tlog-witness, tlog-cosignature; 50-ledger §7.
Takes: bytes of requests, a clock and a signature check that are handed in. Gives: cosignatures, verdicts, evidence.
Never: Django, the database of the application, the log's private key; cosigns two trees of which one does not continue the other.
"""
