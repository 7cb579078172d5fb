"""What tells articles printed into each other apart, and how a paragraph goes on that is cut."""
