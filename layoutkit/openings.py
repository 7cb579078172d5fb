"""Words that open a sentence and seldom go on in one, as a pattern."""

from __future__ import annotations

OPENING = (
    r"此外|另外|同时|因此|目前|今年|去年|近年|通过|针对|对此|然而|随着|由于|为了|如今|当前|据了|据介"
    r"|第?[一二三四五六七八九十]+[是要、]|第[一二三四五六七八九十]|首先|其次|最后"
)
