"""Tests of the reader: documents in, filings out."""
