"""Events written in the transaction of the act they record; head, sealer, witness, openings of private values.

Source: 第五条, 第十条, 第十四条, 第二十一条, 第二十四条; 50-ledger. `command` opens a transaction, `attempt` runs an act again when
the database asks for it. The packages `sealer`, `witness` and `watching` know neither Django nor the other modules here.
Never: a personal value in a public leaf; a number burnt by an act that failed.
"""
