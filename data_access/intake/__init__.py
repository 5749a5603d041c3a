"""Intake: a document becomes filings, with every cell accounted for."""
