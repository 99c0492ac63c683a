"""Draws and their proofs: what was drawn, and everything with which anybody recomputes it.

Source: 第四条, 第十四条; SSJ-DRAW/1 §9–§11; 70-interface §8.
"""
