"""Running a pass on a photo: planned from the desk, done by a worker process, stored as a new version.

Three steps, because only the last one may hold the desk's transaction, and it takes no time:
`plan` → `start` (a worker writes a file nobody knows of yet) → `commit` (the file gets its name and its row).
Between the last two a person may look at the result (`tried`), and throw it away (`discard`).
"""
