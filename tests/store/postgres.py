"""A throw-away PostgreSQL server for tests: started in a folder of its own, on a free port of the loopback address."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def programs() -> Path | None:
    """The folder of PostgreSQL's initdb and pg_ctl, the newest installed; None when there is none."""
    folders = [*Path("/usr/lib/postgresql").glob("*/bin")]
    found = shutil.which("initdb")
    if found and not folders:
        folders.append(Path(found).resolve().parent)
    return max(folders, default=None, key=lambda folder: folder.parent.name)


@contextmanager
def server(folder: Path) -> Iterator[str]:
    """Run a server on `folder`; gives its SQLAlchemy URL. As root it runs under the user postgres, as it insists on,
    and on a folder of its own: other runs of pytest close theirs to everybody else."""
    bin_folder, port = programs(), _free_port()
    as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    if as_user:
        folder = Path(tempfile.mkdtemp(prefix="jihe-postgres-"))
        shutil.chown(folder, "postgres")
    data = folder / "data"
    try:
        _run([*as_user, f"{bin_folder}/initdb", "-D", data, "-U", "jihe", "-A", "trust", "-E", "UTF8", "--no-sync"])
        options = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories='' -c fsync=off"
        _run([*as_user, f"{bin_folder}/pg_ctl", "-D", data, "-o", options, "-l", folder / "log", "-w", "start"])
        yield f"postgresql+psycopg://jihe@127.0.0.1:{port}/postgres"
    finally:
        if (data / "postmaster.pid").exists():
            _run([*as_user, f"{bin_folder}/pg_ctl", "-D", data, "-m", "immediate", "stop"])
        if as_user:
            shutil.rmtree(folder)


def _run(command: list) -> None:
    subprocess.run(list(map(str, command)), check=True, stdout=subprocess.DEVNULL, cwd="/")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
