-- The fact relations that scoring reads: docs/data.md says what each column means. One statement ends with one semicolon.
-- Money in fen, points in hundredths (_c), rates as fractions. NULL: not stated or not understood, never 0 or ''.
CREATE TABLE IF NOT EXISTS filings (
    filing VARCHAR NOT NULL, part_id INTEGER NOT NULL, document_id INTEGER NOT NULL,
    source VARCHAR NOT NULL, position INTEGER NOT NULL,
    form VARCHAR NOT NULL, layout VARCHAR NOT NULL, title VARCHAR NOT NULL,
    region VARCHAR, year INTEGER, year_printed INTEGER,
    project VARCHAR NOT NULL, project_code VARCHAR,
    department VARCHAR NOT NULL, department_code VARCHAR, unit VARCHAR NOT NULL, unit_code VARCHAR,
    canonical VARCHAR NOT NULL,
    reason VARCHAR NOT NULL, measures VARCHAR NOT NULL, notes VARCHAR NOT NULL,
    total_weight_c INTEGER, total_score_c INTEGER, grade VARCHAR, grade_printed VARCHAR NOT NULL,
    initial_fen BIGINT, midyear_fen BIGINT, budget_fen BIGINT, executed_fen BIGINT,
    exec_weight_c INTEGER, rate DOUBLE, exec_score_c INTEGER,
    funds_rows INTEGER NOT NULL,
    sub_initial_fen BIGINT, sub_budget_fen BIGINT, sub_executed_fen BIGINT,
    raw_budget VARCHAR, raw_executed VARCHAR, raw_initial VARCHAR,
    sub_raw_not_amount INTEGER NOT NULL,
    at_funds VARCHAR, at_total VARCHAR,
    pack VARCHAR NOT NULL, pack_reason VARCHAR NOT NULL,
    cells_read INTEGER NOT NULL, cells_ignored INTEGER NOT NULL, cells_left INTEGER NOT NULL,
    sha256 VARCHAR, source_kind VARCHAR, import_id INTEGER, imported_at TIMESTAMP, versions INTEGER
);
CREATE TABLE IF NOT EXISTS lines (
    filing VARCHAR NOT NULL, part_id INTEGER NOT NULL, ordinal INTEGER NOT NULL, line_key VARCHAR NOT NULL,
    level1 VARCHAR NOT NULL, level2 VARCHAR NOT NULL, level3 VARCHAR NOT NULL,
    target VARCHAR NOT NULL, actual VARCHAR NOT NULL,
    weight_c INTEGER, score_c INTEGER, reason VARCHAR NOT NULL, address VARCHAR NOT NULL,
    op VARCHAR, target_value DOUBLE, target_high DOUBLE, target_unit VARCHAR,
    actual_value DOUBLE, actual_unit VARCHAR,
    target_date VARCHAR, actual_date VARCHAR, tier VARCHAR, actual_kind VARCHAR, unclear VARCHAR
);
CREATE TABLE IF NOT EXISTS funds (
    filing VARCHAR NOT NULL, part_id INTEGER NOT NULL, ordinal INTEGER NOT NULL,
    source VARCHAR NOT NULL, printed VARCHAR NOT NULL,
    initial_fen BIGINT, midyear_fen BIGINT, budget_fen BIGINT, executed_fen BIGINT,
    weight_c INTEGER, rate DOUBLE, score_c INTEGER
);
CREATE TABLE IF NOT EXISTS blocks (
    filing VARCHAR NOT NULL, part_id INTEGER NOT NULL, ordinal INTEGER NOT NULL,
    level INTEGER NOT NULL, label VARCHAR NOT NULL, points_c INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS goals (
    filing VARCHAR NOT NULL, part_id INTEGER NOT NULL, ordinal INTEGER NOT NULL,
    expected VARCHAR NOT NULL, achieved VARCHAR NOT NULL
);
CREATE TABLE IF NOT EXISTS stated (
    filing VARCHAR NOT NULL, part_id INTEGER NOT NULL, ordinal INTEGER NOT NULL,
    "where" VARCHAR NOT NULL, total_score_c INTEGER, grade VARCHAR,
    budget_fen BIGINT, executed_fen BIGINT, rate DOUBLE
);
-- What a document says of all its forms together, and the lines of its final accounts (docs/data.md).
CREATE TABLE IF NOT EXISTS claims (
    document_id INTEGER NOT NULL, part_id INTEGER NOT NULL, ordinal INTEGER NOT NULL,
    source VARCHAR NOT NULL, "where" VARCHAR NOT NULL,
    kind VARCHAR NOT NULL, scope VARCHAR NOT NULL, form VARCHAR NOT NULL, value DOUBLE NOT NULL, printed VARCHAR NOT NULL
);
CREATE TABLE IF NOT EXISTS accounts (
    document_id INTEGER NOT NULL, part_id INTEGER NOT NULL, ordinal INTEGER NOT NULL,
    source VARCHAR NOT NULL, title VARCHAR NOT NULL, kind VARCHAR NOT NULL, code VARCHAR NOT NULL, name VARCHAR NOT NULL,
    basic_fen BIGINT, project_fen BIGINT, total_fen BIGINT, address VARCHAR NOT NULL
);
-- What a person found to be so (属实): findings of earlier years too (docs/data.md).
CREATE TABLE IF NOT EXISTS confirmed (
    filing VARCHAR NOT NULL, part_id INTEGER NOT NULL, key VARCHAR NOT NULL, code VARCHAR NOT NULL
);
-- Companion lists: they may be empty; checks that need them are then 未检查.
CREATE TABLE IF NOT EXISTS budgets (
    part_id INTEGER NOT NULL, ordinal INTEGER NOT NULL, year INTEGER, project VARCHAR NOT NULL, project_code VARCHAR,
    department VARCHAR NOT NULL, canonical VARCHAR NOT NULL, budget_fen BIGINT,
    source VARCHAR NOT NULL, address VARCHAR NOT NULL
);
CREATE TABLE IF NOT EXISTS payments (
    part_id INTEGER NOT NULL, ordinal INTEGER NOT NULL, year INTEGER, project VARCHAR NOT NULL, project_code VARCHAR,
    department VARCHAR NOT NULL, canonical VARCHAR NOT NULL, paid_fen BIGINT,
    source VARCHAR NOT NULL, address VARCHAR NOT NULL
);
CREATE TABLE IF NOT EXISTS warnings (
    part_id INTEGER NOT NULL, year INTEGER, project VARCHAR NOT NULL, project_code VARCHAR,
    department VARCHAR NOT NULL, canonical VARCHAR NOT NULL, month INTEGER, light VARCHAR NOT NULL,
    source VARCHAR NOT NULL, address VARCHAR NOT NULL
);
CREATE TABLE IF NOT EXISTS reviews_sheet (
    filing VARCHAR NOT NULL, part_id INTEGER NOT NULL, ordinal INTEGER NOT NULL,
    review_actual VARCHAR NOT NULL, review_score_c INTEGER, note VARCHAR NOT NULL,
    source VARCHAR NOT NULL, address VARCHAR NOT NULL
);
CREATE TABLE IF NOT EXISTS packs (
    pack VARCHAR NOT NULL, name VARCHAR NOT NULL, evidence VARCHAR NOT NULL,
    le_formula VARCHAR NOT NULL, le_assumed BOOLEAN NOT NULL,
    eq_formula VARCHAR NOT NULL, eq_assumed BOOLEAN NOT NULL,
    range_formula VARCHAR NOT NULL, range_assumed BOOLEAN NOT NULL,
    full_hi DOUBLE NOT NULL, full_lo DOUBLE NOT NULL, part_hi DOUBLE NOT NULL, part_lo DOUBLE NOT NULL,
    missed_hi DOUBLE NOT NULL, missed_lo DOUBLE NOT NULL, tiers_assumed BOOLEAN NOT NULL,
    grade_you_c INTEGER, grade_liang_c INTEGER, grade_zhong_c INTEGER,
    exec_weight_c INTEGER, rescale BOOLEAN NOT NULL, rounding VARCHAR NOT NULL, cost_share DOUBLE NOT NULL,
    weight_output_c INTEGER, weight_benefit_c INTEGER, weight_pleased_c INTEGER
);
CREATE TABLE IF NOT EXISTS execution_tiers (
    pack VARCHAR NOT NULL, rate_from DOUBLE NOT NULL, rate_below DOUBLE, share DOUBLE NOT NULL
);
CREATE TABLE IF NOT EXISTS clauses (
    pack VARCHAR NOT NULL, method VARCHAR NOT NULL, clause VARCHAR NOT NULL, evidence VARCHAR NOT NULL
);
