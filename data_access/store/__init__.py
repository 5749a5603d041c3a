"""The record store: facts as filed and what people decided. SQLite (WAL) by default, PostgreSQL by URL."""
