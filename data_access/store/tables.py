"""The tables of the record store (SQLAlchemy Core). What changes here needs a migration in migrations/versions.

Money in fen (bigint), points in hundredths (int, `_c`). NULL: not stated or not understood, never 0 or ''.
A filing's `key` is its stable identity over re-imports (what exports call `id`); `filing_id` is one version of it.
"""

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    Column,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)

metadata = MetaData(naming_convention={
    "ix": "ix_%(table_name)s_%(column_0_N_name)s", "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s", "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s"})

departments = Table(
    "departments", metadata,
    Column("department_id", Integer, primary_key=True),
    Column("name", Text, nullable=False, unique=True),       # canonical
    Column("code", Text),
    Column("region", Text),
    Column("office", Text))                                  # 科室 of the bureau that looks after it; NULL: none named

department_aliases = Table(
    "department_aliases", metadata,
    Column("printed", Text, primary_key=True),               # as printed on a form
    Column("department_id", ForeignKey("departments.department_id"), nullable=False),
    Column("confirmed_by", Text),
    Column("confirmed_at", DateTime))

alias_refusals = Table(
    "alias_refusals", metadata,                               # a person said: this name is another department
    Column("printed", Text, primary_key=True),
    Column("department_id", ForeignKey("departments.department_id"), primary_key=True),
    Column("refused_by", Text),
    Column("refused_at", DateTime))

parts = Table(
    "parts", metadata,                                        # (year, department): unit of import and re-scoring
    Column("part_id", Integer, primary_key=True),
    Column("key", Text, nullable=False, unique=True),        # "2024|7"; the year may be unknown: "-|7"
    Column("year", Integer),
    Column("department_id", ForeignKey("departments.department_id"), nullable=False),
    Column("version", Integer, nullable=False))              # rises in the import's own transaction

documents = Table(
    "documents", metadata,
    Column("document_id", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("path", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("reader", String(20), nullable=False),            # reader version
    Column("options", Text, nullable=False),                 # region, year, department given at import
    Column("status", String(10), nullable=False),            # read, partly
    Column("imported_at", DateTime, nullable=False),
    Column("import_id", Integer),                            # NULL: stored before imports were kept
    Index(None, "sha256"), Index(None, "import_id"))

imports = Table(
    "imports", metadata,                                      # one call of import, or one confirmed drop on the page
    Column("import_id", Integer, primary_key=True),
    Column("kind", String(10), nullable=False),              # forms, or a list: intake/companions.py, KINDS
    Column("door", String(10), nullable=False),              # page, command
    Column("person", Text, nullable=False),                  # '' when nobody said
    Column("options", JSON, nullable=False),                 # region, year, department given
    Column("started_at", DateTime, nullable=False),
    Column("finished_at", DateTime),                         # NULL: broken off, or still going on
    Column("undone_at", DateTime), Column("undone_by", Text))

files = Table(
    "files", metadata,                                        # what became of each file of an import; outlives an undo
    Column("import_id", ForeignKey("imports.import_id", ondelete="CASCADE"), primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("path", Text, nullable=False), Column("name", Text, nullable=False),
    Column("sha256", String(64), nullable=False),            # '' when it could not be opened
    Column("size", BigInteger),                              # bytes; NULL when it could not be opened
    Column("kind", String(20), nullable=False),              # '' when not known
    Column("status", String(10), nullable=False),            # read, partly, refused, duplicate, ignored
    Column("filings", Integer, nullable=False), Column("lines", Integer, nullable=False),
    Column("replaced", Integer, nullable=False),
    Column("department", Text, nullable=False),              # whose file it is, as far as known; ''
    Column("year", Integer),
    Column("cells_read", Integer, nullable=False), Column("cells_ignored", Integer, nullable=False),
    Column("cells_left", Integer, nullable=False),
    Column("messages", JSON, nullable=False),                # list of {severity, where, found, expected, text}
    Column("document_id", Integer),                          # what it became; NULL: nothing stored, or undone
    Index(None, "sha256"))

filings = Table(
    "filings", metadata,
    Column("filing_id", Integer, primary_key=True),
    Column("key", String(16), nullable=False),
    Column("identity", Text, nullable=False),
    Column("part_id", ForeignKey("parts.part_id"), nullable=False),
    Column("document_id", ForeignKey("documents.document_id"), nullable=False),
    Column("replaced_by", Integer),                          # filing_id of the later version; NULL: current
    Column("position", Integer, nullable=False),
    Column("form", String(12), nullable=False),
    Column("layout", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("region", Text),
    Column("year", Integer),
    Column("year_printed", Integer),
    Column("project", Text, nullable=False),
    Column("project_code", Text),
    Column("department", Text, nullable=False),
    Column("department_code", Text),
    Column("unit", Text, nullable=False),
    Column("unit_code", Text),
    Column("reason", Text, nullable=False),
    Column("measures", Text, nullable=False),
    Column("notes", Text, nullable=False),
    Column("total_weight_c", Integer),
    Column("total_score_c", Integer),
    Column("grade", String(4)),
    Column("grade_printed", Text, nullable=False),
    Column("at", JSON, nullable=False),
    Column("cells_read", Integer, nullable=False),
    Column("cells_ignored", Integer, nullable=False),
    Column("cells_left", Integer, nullable=False),
    Column("left_over", JSON, nullable=False),               # [address, text] of each cell nobody understood
    CheckConstraint("form in ('project', 'department')", name="form"),
    Index(None, "key"), Index(None, "part_id"), Index(None, "document_id"))


def _of_filing(name: str, *columns: Column) -> Table:
    return Table(name, metadata,
                 Column("filing_id", ForeignKey("filings.filing_id", ondelete="CASCADE"), primary_key=True),
                 Column("ordinal", Integer, primary_key=True), *columns)


funds = _of_filing(
    "funds",
    Column("source", Text, nullable=False), Column("printed", Text, nullable=False),
    Column("initial_fen", BigInteger), Column("midyear_fen", BigInteger), Column("budget_fen", BigInteger),
    Column("executed_fen", BigInteger), Column("weight_c", Integer), Column("rate", Float),
    Column("score_c", Integer), Column("raw", JSON, nullable=False), Column("at", JSON, nullable=False))

lines = _of_filing(
    "lines",
    Column("line_key", Text, nullable=False),
    Column("level1", Text, nullable=False), Column("level2", Text, nullable=False),
    Column("level3", Text, nullable=False), Column("target", Text, nullable=False),
    Column("actual", Text, nullable=False), Column("weight_c", Integer), Column("score_c", Integer),
    Column("reason", Text, nullable=False),
    Column("op", String(6)), Column("target_value", Float), Column("target_high", Float),
    Column("target_unit", Text), Column("actual_value", Float), Column("actual_unit", Text),
    Column("target_date", String(10)), Column("actual_date", String(10)), Column("tier", String(6)),
    Column("actual_kind", String(10)), Column("unclear", Text),
    Column("raw", JSON, nullable=False), Column("at", JSON, nullable=False))

blocks = _of_filing("blocks", Column("level", Integer, nullable=False), Column("label", Text, nullable=False),
                    Column("points_c", Integer, nullable=False))

goals = _of_filing("goals", Column("expected", Text, nullable=False), Column("achieved", Text, nullable=False))

stated = _of_filing(
    "stated",
    Column("where", Text, nullable=False), Column("total_score_c", Integer), Column("grade", String(4)),
    Column("budget_fen", BigInteger), Column("executed_fen", BigInteger), Column("rate", Float))



def _of_document(name: str, *columns: Column) -> Table:
    return Table(name, metadata,
                 Column("document_id", ForeignKey("documents.document_id", ondelete="CASCADE"), primary_key=True),
                 Column("ordinal", Integer, primary_key=True), *columns)


claims = _of_document(                                        # what a document says of all its forms together
    "claims",
    Column("where", Text, nullable=False), Column("kind", String(10), nullable=False),
    Column("scope", String(10), nullable=False), Column("form", String(12), nullable=False),
    Column("value", Float, nullable=False), Column("printed", Text, nullable=False))

accounts = _of_document(                                      # lines of the final accounts printed in a document
    "accounts",
    Column("title", Text, nullable=False), Column("kind", String(12), nullable=False),
    Column("code", Text, nullable=False), Column("name", Text, nullable=False),
    Column("basic_fen", BigInteger), Column("project_fen", BigInteger), Column("total_fen", BigInteger),
    Column("address", Text, nullable=False))


def _companion(name: str, *columns: Column) -> Table:
    """A list that stands beside the forms: rows of projects; of a year and department the newest list counts."""
    return _of_document(
        name,
        Column("part_id", ForeignKey("parts.part_id"), nullable=False), Column("project", Text, nullable=False),
        Column("project_code", Text), Column("department", Text, nullable=False), *columns,
        Column("address", Text, nullable=False), Index(None, "part_id"))


budgets = _companion("budgets", Column("budget_fen", BigInteger))
payments = _companion("payments", Column("paid_fen", BigInteger))
warnings = _companion("warnings", Column("month", Integer), Column("light", String(6), nullable=False))
reviews = _companion(                                         # the reviewers' sheets: one row an indicator
    "reviews",
    Column("level2", Text, nullable=False), Column("indicator", Text, nullable=False),
    Column("self_score_c", Integer), Column("review_actual", Text, nullable=False),
    Column("review_score_c", Integer), Column("note", Text, nullable=False))
COMPANIONS = (budgets, payments, warnings, reviews)

corrections = Table(
    "corrections", metadata,                                  # a cell read wrongly, set right by a person
    Column("correction_id", Integer, primary_key=True),
    Column("sha256", String(64), nullable=False),            # of the file: the correction holds whenever it is read
    Column("position", Integer, nullable=False),             # of the form in the file
    Column("place", String(10), nullable=False),             # filings, funds, lines
    Column("ordinal", Integer, nullable=False),              # of the row; 0 for the filing itself
    Column("field", String(30), nullable=False),             # column of the place's table
    Column("address", Text, nullable=False),                 # of the cell in the source
    Column("old", Text, nullable=False), Column("new", Text, nullable=False),   # as an officer writes them
    Column("person", Text, nullable=False), Column("reason", Text, nullable=False),
    Column("corrected_at", DateTime, nullable=False),
    Column("withdrawn_at", DateTime), Column("withdrawn_by", Text),
    Index(None, "sha256"))

decisions = Table(
    "decisions", metadata,                                    # what the bureau found out about a finding
    Column("decision_id", Integer, primary_key=True),
    Column("key", String(60), nullable=False),               # of the finding
    Column("state", String(10), nullable=False),             # store/decisions.py, STATES
    Column("said", Text, nullable=False),                    # the finding's sentence that was decided about
    Column("note", Text, nullable=False), Column("person", Text, nullable=False),
    Column("decided_at", DateTime, nullable=False),
    Index(None, "key"))

settings = Table(
    "settings", metadata,
    Column("name", String(40), primary_key=True), Column("value", JSON, nullable=False),
    Column("person", Text, nullable=False), Column("changed_at", DateTime, nullable=False))

stamps = Table(
    "stamps", metadata,                                       # changes that no part tells of: store/stamps.py
    Column("name", String(20), primary_key=True), Column("version", Integer, nullable=False))

messages = Table(
    "messages", metadata,                                     # what an import had to say about a document
    Column("message_id", Integer, primary_key=True),
    Column("document_id", ForeignKey("documents.document_id", ondelete="CASCADE"), nullable=False),
    Column("filing_id", Integer),
    Column("severity", String(10), nullable=False),
    Column("where", Text, nullable=False), Column("found", Text, nullable=False),
    Column("expected", Text, nullable=False), Column("text", Text, nullable=False),
    Index(None, "document_id"))

__all__ = ["COMPANIONS", "accounts", "alias_refusals", "blocks", "budgets", "claims", "corrections", "decisions",
           "department_aliases", "departments", "documents", "files", "filings", "funds", "goals", "imports", "lines",
           "messages", "metadata", "parts", "payments", "reviews", "settings", "stamps", "stated", "warnings"]
