"""What tells articles printed into each other apart: pieces, how they go on, how they are dealt."""
