"""Cards brought in from a file: read apart (pure), looked at, then kept; `keeping` makes rows of them."""
