"""Recordings of speeches: what a page sends in pieces, how long it is kept, and who may hear it."""
