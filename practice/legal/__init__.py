"""Legal mode: what may be in the prep room, who sees what there, and what a proctor can look at."""
