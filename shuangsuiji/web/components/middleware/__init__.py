"""What stands between a request and its page, from outside in: headers, reading, refusals, policy, idempotency.

Source: 20-house §7; 70-interface §11. Their order is in the settings; a test holds it.
"""
