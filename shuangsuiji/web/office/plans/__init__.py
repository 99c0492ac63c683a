"""The pages of plans: list, paper, lines, signatures, publication, amendments (第六条（三）、第七条、第八条)."""
