"""The stop signs, and taking back a mistaken yes."""
