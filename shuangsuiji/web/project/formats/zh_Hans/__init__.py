"""For Chinese in simplified characters."""
