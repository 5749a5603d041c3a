"""How far a long import is: share done, the file's name, time left."""

import time
import unicodedata
from dataclasses import dataclass, field


@dataclass
class Progress:
    """Files done of all, and the one being read. Filled in by the batch, read by whoever watches."""

    done: int = 0
    total: int = 0
    name: str = ""
    started: float = field(default_factory=time.monotonic)

    def begin(self, total: int) -> None:
        """Start counting, and the clock."""
        self.done, self.total, self.name, self.started = 0, total, "", time.monotonic()

    @property
    def share(self) -> float:
        """0 to 1."""
        return self.done / self.total if self.total else 0.0

    @property
    def left(self) -> str:
        """'约 2 分 10 秒'; '' while nobody can tell and at the end."""
        spent = time.monotonic() - self.started
        if not self.done or self.done == self.total or spent < 1:
            return ""
        seconds = round(spent / self.done * (self.total - self.done))
        return f"约 {seconds // 60} 分 {seconds % 60} 秒" if seconds >= 60 else f"约 {seconds} 秒"

    def line(self, room: int) -> str:
        """A bar, share done, time left and the file's name (its end, where it is long) in so many columns."""
        left = f"剩余{self.left} " if self.left else ""
        head = f"{'━' * round(self.share * 20):─<20} {self.share:4.0%} {self.done}/{self.total} {left}"
        name = self.name
        while name and width(head + name) > room:
            name = "…" + name[2:] if len(name) > 2 else ""
        return head + name


def width(text: str) -> int:
    """Columns on a terminal: Chinese signs take two."""
    return len(text) + sum(unicodedata.east_asian_width(sign) in "WF" for sign in text)
