-- What checks, queries and sentences read (docs/data.md). Printed weight and score of the execution row keep their own
-- names: printed_exec_weight_c, printed_exec_score_c; exec_weight_c and exec_score_c are those that count.
CREATE OR REPLACE VIEW filing_view AS
SELECT f.* EXCLUDE (exec_weight_c, exec_score_c),
    f.exec_weight_c AS printed_exec_weight_c, f.exec_score_c AS printed_exec_score_c,
    s.* EXCLUDE (filing, part_id),
    p.name AS pack_name, p.le_formula, p.eq_formula, p.range_formula, p.rounding, p.rescale, p.cost_share,
    p.grade_you_c, p.grade_liang_c, p.grade_zhong_c, p.weight_output_c, p.weight_benefit_c, p.weight_pleased_c
FROM filings f JOIN filing_scores s ON s.filing = f.filing JOIN packs p ON p.pack = f.pack;

CREATE OR REPLACE VIEW line_view AS
WITH f AS (SELECT COLUMNS(*) AS 'f_\0' FROM filing_view)
SELECT l.*, s.* EXCLUDE (filing, part_id, ordinal), f.* EXCLUDE (f_filing, f_part_id)
FROM lines l JOIN line_scores s ON s.filing = l.filing AND s.ordinal = l.ordinal JOIN f ON f.f_filing = l.filing;

-- Year and department of a part, for what belongs to no single filing.
CREATE OR REPLACE VIEW part_view AS
SELECT part_id, any_value(year) AS year, any_value(canonical) AS canonical
FROM (SELECT part_id, year, canonical FROM filings UNION SELECT part_id, year, canonical FROM budgets) GROUP BY part_id;
