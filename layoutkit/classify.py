"""In: raw lines and a profile.  Out: the lines that hold text, with the roles each may have."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from .line import Candidate, Line
from .marks import read_marks
from .profile import Profile
from .rules import furniture, labels, masthead, persons, shapes
from .rules.nameplate import IN_TWO, nameplate
from .rules.running import running_lines

Rule = Callable[[Sequence[Line], int, Profile], Candidate | None]
_LONG = 160


def classify(lines: Sequence[str], profile: Profile) -> tuple[Line, ...]:
    """Return the non-blank lines, each with every role its own shape and neighbours allow."""
    shaped = read_marks(lines)
    plate = nameplate(shaped, profile)
    running = running_lines(shaped, profile)
    found = []
    for i, line in enumerate(shaped):
        rules = RULES if len(line.text) <= _LONG else LONG_LINE_RULES
        candidates = [c for rule in rules if (c := rule(shaped, i, profile))]
        if i in running:
            candidates.insert(0, Candidate(role="furniture", rule="running-line"))
        if i in plate:
            candidates.insert(0, plate[i])
            line = line._replace(goes_on=plate[i].rule == IN_TWO)
        found.append(line._replace(candidates=tuple(candidates)) if candidates else line)
    return tuple(found)


RULES: tuple[Rule, ...] = (
    furniture.lost,
    furniture.decoration,
    furniture.between_items,
    furniture.imprint,
    furniture.web_furniture,
    furniture.button,
    furniture.folio,
    shapes.row,
    labels.keyword,
    labels.glossary,
    labels.annex,
    labels.box,
    labels.salutation,
    shapes.jump,
    masthead.field,
    masthead.bare_field,
    persons.credit,
    persons.byline,
    persons.person,
    shapes.caption,
    labels.speaker,
    shapes.dash,
    labels.numbered,
    shapes.bullet,
    shapes.theme,
)

# what a line of running text can be: the other rules ask for short lines
LONG_LINE_RULES: tuple[Rule, ...] = (
    furniture.decoration,
    shapes.row,
    labels.box,
    shapes.jump,
    labels.speaker,
    shapes.dash,
    labels.numbered,
    shapes.bullet,
)
