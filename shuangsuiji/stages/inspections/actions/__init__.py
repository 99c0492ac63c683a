"""The acts of inspections, one file each."""
