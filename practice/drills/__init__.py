"""Drills: a round with other figures, and the recall of publications and dates."""
