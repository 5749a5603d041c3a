"""The commands of the one door: run, test, import, export, check. Results on stdout, words for people on stderr."""

import gc
import os
import shutil
import socket
import sys
from argparse import Namespace
from pathlib import Path

import commands
from commands import ROOT

NOTHING, PARTLY = 1, 2                                        # exit status; 0: all that was asked for was done


class Stop(Exception):
    """Nothing can be done; the text says why, in Chinese."""


def main(argv: list[str]) -> int:
    """Carry out one command and give its exit status (interchange.md). No traceback unless JIHE_DEBUG=1."""
    commands.speak_utf8()
    args = commands.parse(argv)
    try:
        return {"run": run, "test": test, "import": import_, "export": export, "check": check}[args.command](args)
    except KeyboardInterrupt:
        say("\n已中断。")
        return 130
    except BrokenPipeError:                                   # the reader of our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return NOTHING
    except Exception as error:
        if os.environ.get("JIHE_DEBUG") == "1":
            raise
        say(str(error) if isinstance(error, Stop) else
            f"没有完成：{_first_line(error)}（{type(error).__name__}）。要看技术细节，请设环境变量 JIHE_DEBUG=1 再试。")
        return NOTHING
    finally:
        gc.unfreeze()                                         # else DuckDB's binding reports the frozen as leaks


def run(args: Namespace) -> int:
    """Serve the dashboard on 127.0.0.1 until stopped."""
    with socket.socket() as probe:
        if os.name != "nt":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", args.port))
        except OSError as error:
            raise Stop(f"端口 {args.port} 不能用（可能已有程序占用）。请换一个，例如 --port {args.port + 1}") from error
    _open(args.db).dispose()
    if args.db:
        os.environ["JIHE_DB"] = args.db
    if args.no_demo:
        os.environ["JIHE_NO_DEMO"] = "1"
    from streamlit.web import cli as streamlit

    say(f"看板地址：http://127.0.0.1:{args.port} （按 Ctrl+C 停止）")
    streamlit.main(["run", str(ROOT / "serve.py"), "--server.port", str(args.port), "--server.address", "127.0.0.1"],
                   standalone_mode=False)
    return 0


def test(args: Namespace) -> int:
    """Run the tests with a throwaway store, whatever the caller's environment says."""
    import pytest

    os.environ.pop("JIHE_DB", None)
    os.chdir(ROOT)
    return int(pytest.main(args.pytest))


def import_(args: Namespace) -> int:
    """Read files, folders and archives into the store; or take an earlier import back (--undo)."""
    from data_access.exports import results
    from data_access.intake.batch import import_paths

    engine, numbers = _open(args.db), []
    if args.undo is not None:
        return _undo(engine, args.undo)
    if args.kind == "offices":
        return _offices(engine, args)
    found = import_paths(engine, args.paths, kind=args.kind, region=args.region, year=args.year,
                         department=args.department, again=args.again, person=_person(), begun=numbers.append,
                         watch=_draw if sys.stderr.isatty() else lambda _progress: None)
    _tell(found)
    if args.json:
        rows = {} if args.kind == "forms" else {"rows": sum(file.rows for file in found)}
        put({**results.as_object(found), **rows, "import": numbers[0] if numbers else None})
    else:
        print(results.in_words(found, args.kind))
        if any(file.document_id for file in found):
            print(f"这是第 {numbers[0]} 次导入；要整体撤销：看板“导入”页，或 manage.py import --undo {numbers[0]}")
    return _status(found)


def _offices(engine, args: Namespace) -> int:
    """Lists of which 科室 looks after which department; no import with a number: 设置 shows and changes them."""
    from data_access.exports import results
    from data_access.offices import import_paths

    found = import_paths(engine, args.paths, person=_person())
    _tell(found)
    if args.json:
        put({**results.as_object(found), "rows": sum(file.rows for file in found)})
    else:
        print(results.in_words(found, args.kind))
    return _status(found)


def _undo(engine, number: int) -> int:
    from data_access.store.imports import NotNow, undo

    try:
        done = undo(engine, number, person=_person())
    except NotNow as error:
        raise Stop(str(error)) from error
    rows = f"，清单 {done.rows} 行" if done.rows else ""
    print(f"已撤销第 {number} 次导入：撤下自评表 {done.filings} 份{rows}，恢复旧版本 {done.restored} 份。")
    return 0


def _person() -> str:
    """Who is at the terminal; '' where the system does not tell."""
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""


def export(args: Namespace) -> int:
    """Write what the store holds, or what follows from it."""
    from data_access.exports import data_date, write
    from data_access.exports.selection import Selection
    from data_access.store import settings

    _known(args)
    engine = _open(args.db)
    selection = Selection(args.year, args.department, args.severity, args.code)
    objects, packs = _objects(args, engine, selection)
    if args.format == "json":
        data = write.as_json(objects)
    elif args.format == "csv":
        data = write.as_csv(args.subject, objects)
    else:
        about = write.About(selection.in_words(), data_date(engine), packs, settings.load(engine).bureau)
        data = write.as_xlsx(args.subject, objects, about)
    if args.output:
        Path(args.output).write_bytes(data)
        say(f"已写入 {args.output}：{len(objects)} 条。")
    else:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    return 0


def _objects(args: Namespace, engine, selection) -> tuple[list[dict], str]:
    """The objects asked for, and the rule packs they follow from ('' where none does)."""
    from data_access import exports, own_packs
    from data_access.copy import Copy
    from data_access.exports import write

    copy = Copy(engine, pack_id=args.pack, packs_folder=own_packs.home(engine))
    copy.refresh()
    cursor = copy.cursor()
    _tell_faults(copy.faults)
    if args.subject == "unread":
        return exports.unread(cursor, selection), ""
    if warning := exports.why_empty(cursor, selection):
        say(warning)
    if args.subject in ("scores", "flags"):
        derive = exports.scores if args.subject == "scores" else exports.flags
        return derive(cursor, selection), exports.pack_names(cursor)
    if args.subject in ("claims", "accounts"):
        objects = getattr(exports, args.subject)(cursor, selection)
        if not objects:
            say(f"暂无：数据库里的文件没有{write.SUBJECTS[args.subject]}（{args.subject}）。")
        return objects, ""
    if args.subject == "lines":
        return exports.lines(cursor, selection, context=args.format != "json"), ""
    return exports.filings(cursor, selection), ""


def check(args: Namespace) -> int:
    """Read and review files without storing anything, by the rules of the bureau whose store it is."""
    from data_access import exports, own_packs
    from data_access.copy import from_readings
    from data_access.exports import results
    from data_access.intake.pipeline import read_paths
    from scoring.check import unchecked

    _known(args)
    readings = read_paths(args.paths, region=args.region)
    found = [results.of_reading(path, reading) for path, reading in readings]
    _tell(found)
    copy = from_readings([reading for _, reading in readings if reading.filings], pack_id=args.pack,
                         packs_folder=own_packs.home_of(None))
    _tell_faults(copy.faults)
    cursor = copy.cursor()
    flags, scores = exports.flags(cursor), exports.scores(cursor)
    missing = unchecked(cursor, copy.checks)
    if args.json:
        put({**results.as_object(found), "flags": flags, "scores": scores, "unchecked": missing})
    else:
        print(results.review(scores, flags, missing))
    return _status(found)


def _known(args: Namespace) -> None:
    """Refuse a pack or a check that neither is shipped nor the bureau's own, as bad arguments."""
    from data_access import own_packs
    from data_access.own_rules import read_rules

    code = getattr(args, "code", None)
    if not (args.pack or code):
        return
    rules = read_rules(own_packs.home_of(getattr(args, "db", None)))
    if args.pack and args.pack not in rules.packs:
        commands.refuse(args, f"没有规则包“{args.pack}”，可选 {'、'.join(sorted(rules.packs))}")
    if code and code not in (codes := [each["code"] for each in rules.checks]):
        commands.refuse(args, f"没有复核规则“{code}”，可选 {'、'.join(codes)}")


def _open(url: str | None):
    """The store. Stop when it is out of reach; the message holds no password."""
    from sqlalchemy import make_url
    from sqlalchemy.exc import SQLAlchemyError

    from data_access.store.engine import open_store, store_url

    try:
        return open_store(url)
    except (SQLAlchemyError, OSError, ImportError) as error:
        if os.environ.get("JIHE_DEBUG") == "1":
            raise
        try:
            shown = make_url(store_url(url)).render_as_string(hide_password=True)
        except SQLAlchemyError:
            raise Stop("数据库地址写法不对，例：--db sqlite:///data/jihe.db") from error
        hint = f"。请先安装驱动：{sys.executable} -m pip install {error.name}" if isinstance(error, ImportError) else ""
        raise Stop(f"打不开数据库 {shown}：{_first_line(error)}{hint}") from error


def _status(found: list) -> int:
    states = [file.status for file in found if file.status != "ignored"]
    if not set(states) - {"refused"}:
        return NOTHING
    return PARTLY if {"refused", "partly"} & set(states) else 0


def _tell(found: list) -> None:
    """One paragraph on stderr for each file that a person should know something about."""
    from data_access.exports import results

    for file in found:
        if text := results.about_file(file):
            say(text)
    if not found:
        say("没有找到文件。")


def _tell_faults(faults: list[str]) -> None:
    """Which rule files were left out: what follows was made without them."""
    for fault in faults:
        say(f"有一个规则文件或参数没有采用，其余照常：{fault}")


def _draw(progress) -> None:
    """One line on the terminal that is written over."""
    end = "\n" if progress.done == progress.total else ""
    print(f"\r\033[K{progress.line(shutil.get_terminal_size().columns - 1)}", end=end, file=sys.stderr, flush=True)


def _first_line(error: BaseException) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]


def put(result: dict) -> None:
    """A result as JSON on stdout."""
    from data_access.exports.write import as_json

    sys.stdout.buffer.write(as_json(result))
    sys.stdout.buffer.flush()


def say(text: str) -> None:
    """Words for a person, on stderr."""
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
