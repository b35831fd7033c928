"""The outline of a round: its layouts, its slots and what is written in them, its counters."""
