"""Pieces that every door uses: the policy at the door, error pages, layouts, template tags, the state of the log.

Source: 20-house §7, §12; 70-interface §3, §11. Never: business; a page of its own.
"""
