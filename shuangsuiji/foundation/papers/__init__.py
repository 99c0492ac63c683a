"""Forms as PDF and Word: (form, plain dict) → bytes and their digest. Not built yet.

Never: reads a model; knows what the paper is for.
"""
