"""`python -m layoutkit` is the command `layoutkit`."""

from .cli import main

main()
