"""The season: tournaments that are prepared for, what is not drawn again in it, how each speaker comes along."""
