"""What others may ask of inspections. Reads only."""
