"""移送、整改、互认: what happens after a result, until it has an outcome. Not built yet.

Articles: 第十九条（三）、第二十二条、第二十三条.
Takes: results. Gives: `Referral`s, rectifications, listing clues, case filings.
Never: closes without an outcome.
"""
