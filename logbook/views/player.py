"""The guided session: its shell, and what makes it work without a network."""
