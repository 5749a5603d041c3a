"""Data access: reading documents, the store, the DuckDB copy, the pages' queries, the exports."""
