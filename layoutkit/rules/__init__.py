"""The rules that say which roles a line may have: (lines, i, profile) -> candidate or None."""
