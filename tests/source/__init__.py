"""Tests of data_access/source: back from a value to its cell in the original."""
