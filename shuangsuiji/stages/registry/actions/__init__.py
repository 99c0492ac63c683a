"""The acts of `registry`: one module each, the only writers of its tables."""
