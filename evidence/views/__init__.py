"""Pages of the evidence room, by topic."""
