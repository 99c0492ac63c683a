"""What several stages need and no stage owns: people, approvals, the one mover of states, ledger, evidence, sheets, papers.

Never: knows a stage. A stage hands in plain values and gets plain values back.
"""
