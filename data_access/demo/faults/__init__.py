"""Faults of 示例县, one function a check code.

Each takes (draft, rng) and changes the draft, or leaves it and gives []. It gives what it planted:
(draft, code, ordinal of the line or None, what in Chinese).
"""

from data_access.demo.draft import Draft

Found = list[tuple[Draft, str, int | None, str]]
