"""A squad practice: who draws when, what is done on its board and what the board shows."""
