"""Who did what: the record of the desk, to read, search and export."""
