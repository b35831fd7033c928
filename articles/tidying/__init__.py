"""One change to many rows at once, and what takes it back: `steps` does it, `articles` and `questions` say what."""
