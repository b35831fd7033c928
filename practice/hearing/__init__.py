"""What listeners say of a speech: its sections, comments at a time, the sources that were said, the ballot."""
