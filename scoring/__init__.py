"""Scoring: what follows from a filing, by which rule. Knows no file of the user, no store, no screen, no clock."""
