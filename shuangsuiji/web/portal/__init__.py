"""The public door: lists, plans, results, draw proofs. Not built yet.

Never: reaches a stage except what `stages.disclosure.public` has disclosed (contract 8).
"""
