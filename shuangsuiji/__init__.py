"""shuangsuiji: the open supervision platform for 双随机、一公开, with draws that anyone can recompute and nobody can steer.

Shelves, each importing only downwards (`.importlinter`, `ARCHITECTURE.md`):

    web            the doors: office, field, portal, enterprise, console
    stages         the steps of 第十三条, one package each
    foundation     shared machinery that knows no stage | engines  large draws | verify  the independent verifier
    core           law, draw and log as pure functions of bytes
"""

__version__ = "0.1.0"
