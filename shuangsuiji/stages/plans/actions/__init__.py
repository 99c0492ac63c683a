"""The acts of the stage: one module each."""
