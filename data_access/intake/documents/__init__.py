"""Documents: one file a kind; each gives the same thing, text and grids of cells with spans and addresses."""
