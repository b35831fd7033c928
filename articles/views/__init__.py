"""Pages of the articles room, one module a topic."""
