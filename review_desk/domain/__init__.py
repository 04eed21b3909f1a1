"""The words of the field as frozen dataclasses and pure functions. Standard library only."""
