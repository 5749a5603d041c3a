"""The pages' SELECTs, one file a subject; each docstring lists columns and units."""
