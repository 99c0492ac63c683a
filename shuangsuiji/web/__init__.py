"""The doors people come in by: HTTP and the command line, and nothing that decides.

    project > office | field | portal | enterprise | console > components

A door reads the clock once, asks the policy, starts exactly one action, and shows what came of it. Doors do not know each other.
"""
