"""Back to the original: the file a value was read from, opened again, clipped round the value's address."""
