"""Pages of the practice room: the draw, the stages of a round, the desk of the prep room, the outline."""
