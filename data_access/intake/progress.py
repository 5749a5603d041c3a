"""How far a long import is: share done, the file's name, time left."""

import time
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
