"""What others may ask of draws. Reads only."""
