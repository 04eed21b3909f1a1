"""The desk's SQLite files: events are the truth, tables are projections of them."""
