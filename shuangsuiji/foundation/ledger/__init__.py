"""Events written in the transaction of the act they record; head, sealer, witness, openings of private values. Not built yet.

Source: 第五条, 第十条, 第十四条, 第二十一条, 第二十四条. Never: a personal value in a public leaf; a number burnt by an act that failed.
"""
