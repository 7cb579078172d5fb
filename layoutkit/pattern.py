"""In: a regular expression.  Out: its pattern, compiled when it is first asked for something."""

from __future__ import annotations

import re
from typing import cast

_METHODS = ("match", "fullmatch", "search", "sub", "split", "findall", "finditer")


def pattern(expression: str, flags: int = 0) -> re.Pattern[str]:
    """Return a pattern that is compiled on its first use.

    A page needs half of the patterns; to compile all of them takes longer than to parse it.
    """
    return cast("re.Pattern[str]", _Pattern(expression, flags))


class _Pattern:
    """A pattern that has its methods as attributes once it is compiled."""

    def __init__(self, expression: str, flags: int) -> None:
        self._expression, self._flags = expression, flags

    def __getattr__(self, name: str) -> object:
        """Compile; what stands in the instance after that is not looked for here again."""
        if name.startswith("__"):
            raise AttributeError(name)
        compiled = re.compile(self._expression, self._flags)
        self.__dict__.update({method: getattr(compiled, method) for method in _METHODS})
        return getattr(compiled, name)
