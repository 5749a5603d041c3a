"""The commands of the one door: words, arguments, help. Standard library alone, so that help needs no .venv."""

import argparse
import sys
import tomllib
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent
SUBJECTS = ("filings", "lines", "scores", "flags", "claims", "accounts", "unread")
FORMATS = ("json", "csv", "xlsx")
KINDS = {"forms": "自评表（默认）", "budget": "预算清单", "payments": "支付台账", "warnings": "监控预警清单",
         "reviews": "复核底稿", "offices": "科室分工表"}
# argparse speaks English; an officer reads Chinese.
_CHINESE = {
    "the following arguments are required: ": "缺少参数：", "unrecognized arguments: ": "不认识的参数：",
    "invalid choice: ": "没有这个选项：", "choose from ": "可选 ", "expected one argument": "后面要给一个值",
    "expected at least one argument": "后面至少要给一个值", "argument ": "参数 ", "not allowed with ": "不能同时用 "}


class Parser(argparse.ArgumentParser):
    """An argument parser whose headings and complaints are Chinese. Bad arguments: usage on stderr, status 2."""

    def __init__(self, **options):
        super().__init__(allow_abbrev=False, add_help=False, **options)
        self._positionals.title, self._optionals.title = "参数", "选项"
        self.add_argument("-h", "--help", action="help", help="显示这份说明")

    def error(self, message: str) -> NoReturn:
        for english, chinese in _CHINESE.items():
            message = message.replace(english, chinese)
        super().error(message)


def speak_utf8() -> None:
    """Chinese on every terminal and in every pipe, whatever the locale."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def version() -> str:
    """The version in pyproject.toml."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        return tomllib.load(file)["project"]["version"]


def parse(argv: list[str]) -> argparse.Namespace:
    """The arguments of one call; `command` names the command. SystemExit on help (0) and bad arguments (2)."""
    parser = _parser()
    if argv[:1] == ["test"] and not {"-h", "--help"} & set(argv[1:2]):
        return argparse.Namespace(command="test", pytest=argv[1:])
    args = parser.parse_args(argv)
    if args.command == "export":
        _check_export(args)
    if args.command == "import" and (args.undo is None) == (not args.paths):
        refuse(args, "缺少参数：路径" if args.undo is None else "--undo 不能与路径同时用")
    return args


def refuse(args: argparse.Namespace, message: str) -> NoReturn:
    """Bad arguments found later than by the parser, an unknown pack for one: usage on stderr, status 2."""
    args.parser.error(message)


def _check_export(args: argparse.Namespace) -> None:
    args.format = args.format or _format_of(args.output)
    if args.format == "xlsx" and not args.output:
        refuse(args, "xlsx 不能写到屏幕，请用 -o 给出文件名，例如 -o 疑点.xlsx")
    if args.subject != "flags" and (args.severity or args.code):
        refuse(args, "--severity 和 --code 只用于 export flags")
    if args.subject not in ("flags", "scores") and args.pack:
        refuse(args, "--pack 只用于 export scores 和 export flags")


def _format_of(output: str | None) -> str:
    suffix = Path(output or "").suffix.lower().lstrip(".")
    return suffix if suffix in FORMATS else "json"


def _year(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1990 <= int(text) <= 2099):
        raise argparse.ArgumentTypeError(f"“{text}”不是年度，应为四位数，例如 2024")
    return int(text)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise argparse.ArgumentTypeError(f"“{text}”不是导入编号，应为整数，例如 3（编号见“导入”页）")
    return int(text)


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 65535):
        raise argparse.ArgumentTypeError(f"“{text}”不是端口号，应为 1 到 65535，例如 8501")
    return int(text)


def _parser() -> Parser:
    parser = Parser(prog="manage.py", description="绩核：复核预算绩效自评表",
                    epilog="每条命令的说明：python3 manage.py 命令 --help")
    parser.add_argument("--version", action="version", version=f"绩核 jihe {version()}", help="显示版本")
    commands = parser.add_subparsers(dest="command", required=True, metavar="命令", title="命令",
                                     parser_class=Parser)
    for name, build, text in (
            ("run", _run, "打开看板（只在本机 127.0.0.1 上）"),
            ("test", _test, "安装测试所需的包并运行测试"),
            ("import", _import, "把自评表文件、文件夹、zip 压缩包读进数据库"),
            ("export", _export, "导出自评表、指标行、重算得分、疑点"),
            ("check", _check, "不存库，只读表、重算、列出疑点（报送前自查）")):
        command = commands.add_parser(name, help=text, description=text)
        command.set_defaults(parser=command)
        build(command)
    return parser


def _db(command: Parser) -> None:
    command.add_argument("--db", metavar="URL",
                         help="数据库地址（SQLAlchemy URL，或环境变量 JIHE_DB），默认 sqlite:///data/jihe.db")


def _run(command: Parser) -> None:
    command.add_argument("--port", type=_port, default=8501, metavar="端口", help="端口，默认 8501")
    _db(command)
    command.add_argument("--no-demo", action="store_true", help="数据库为空时也不显示演示县")


def _test(command: Parser) -> None:
    command.usage = "manage.py test [pytest 的参数 …]"
    command.epilog = "例：manage.py test -k 导出 --maxfail 1"


def _import(command: Parser) -> None:
    command.add_argument("paths", nargs="*", metavar="路径", help="文件、文件夹或 .zip 压缩包")
    _db(command)
    command.add_argument("--region", metavar="地区", help="地区，用来选规则包")
    command.add_argument("--year", type=_year, metavar="年度", help="只填补表上没有的年度")
    command.add_argument("--department", metavar="部门", help="只填补表上没有的主管部门")
    command.add_argument("--kind", choices=tuple(KINDS), default="forms",
                         help="文件种类：" + "、".join(f"{kind} {name}" for kind, name in KINDS.items()))
    command.add_argument("--again", action="store_true", help="已导入过的文件重新读一遍")
    command.add_argument("--undo", type=_number, metavar="编号", help="整体撤销这一次导入，被它替换的旧版本恢复")
    command.add_argument("--json", action="store_true", help="结果以 JSON 输出")


def _export(command: Parser) -> None:
    command.add_argument("subject", choices=SUBJECTS,
                         help="filings 自评表、lines 指标行、scores 重算得分、flags 疑点、claims 报告陈述、"
                              "accounts 部门决算、unread 未读清单（退回部门用）")
    command.add_argument("--year", type=_year, metavar="年度")
    command.add_argument("--department", metavar="部门", help="部门名称，按表上写法或规范名称")
    command.add_argument("--severity", choices=("高", "中", "低"), help="只要这一级的疑点")
    command.add_argument("--code", metavar="A01", help="只要这条复核规则的疑点")
    command.add_argument("--pack", metavar="规则包", help="改用另一个规则包重算（只影响这次导出）")
    command.add_argument("--format", choices=FORMATS, help="格式；不给时看 -o 的扩展名，否则 json")
    command.add_argument("-o", "--output", metavar="文件", help="写到文件；不给时写到标准输出（xlsx 必须给）")
    _db(command)


def _check(command: Parser) -> None:
    command.add_argument("paths", nargs="+", metavar="文件", help="要自查的文件")
    command.add_argument("--region", metavar="地区", help="地区，用来选规则包")
    command.add_argument("--pack", metavar="规则包", help="改用这个规则包")
    command.add_argument("--json", action="store_true", help="结果以 JSON 输出")
