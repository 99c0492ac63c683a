"""Mail and SMS after the act: written in its transaction, sent afterwards, at most once for each key.

Source: 第十九条（二）, 第二十四条; 20-house §6, §16; 80-reliability A3. Takes: inside a command `post`; outside `deliver_due` with a sender.
Gives: rows whose state a page can show. Modules: `posting`, `delivering`, `transports`, `queries`.
A message whose fate is unknown (the process died, the server fell silent) is not sent again by itself: a person looks.
Never: sending inside a command; a recipient or content in clear text in the table; a message to somebody whose data were erased.
"""
