"""The acts of a draw, one file each."""
