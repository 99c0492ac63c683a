"""Signing in and out, the second factor, one's own password.

Source: 80-reliability E7, E11–E13, §4; 70-interface §11, §12. Every page works without script; every POST may be repeated without harm.
"""
