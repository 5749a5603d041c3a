-- Recomputing every score (design.md §4). Parameters come from `packs`; the only literals are the scale of points.
-- x is a score in hundredths before rounding. Half up is floor(x + 0.50000000002), cut off floor(x + 0.00000000002):
-- binary floats put a tie a hair below itself (measurements.md §7), by less than 1e-11 up to 100 points; the nearest
-- other value that numbers under 10^6 with four decimals can give lies 5e-11 away. So both are exact there.
-- Statements are parted by a line `-- name:` and run in this order; {only} is the filter on parts.

-- name: executions
-- One row a filing: base, weight, method and exact score of the budget execution.
WITH amounts AS (
    SELECT f.filing, f.part_id, f.pack, f.exec_score_c AS printed_score_c, f.exec_weight_c AS printed_weight_c,
        CASE WHEN coalesce(f.executed_fen, 0) = 0 AND f.sub_executed_fen > 0 THEN f.sub_executed_fen
             ELSE f.executed_fen END AS exec_executed_fen,
        CASE WHEN coalesce(f.budget_fen, 0) = 0 AND f.sub_budget_fen > 0 THEN 'sub_rows'
             WHEN f.budget_fen IS NOT NULL THEN 'budget'
             WHEN f.initial_fen > 0 THEN 'initial'
             WHEN f.sub_initial_fen > 0 THEN 'sub_rows'
             WHEN f.initial_fen IS NOT NULL THEN 'initial' END AS base,
        CASE WHEN coalesce(f.budget_fen, 0) = 0 AND f.sub_budget_fen > 0 THEN f.sub_budget_fen
             WHEN f.budget_fen IS NOT NULL THEN f.budget_fen
             WHEN f.initial_fen > 0 THEN f.initial_fen
             WHEN f.sub_initial_fen > 0 THEN f.sub_initial_fen
             ELSE f.initial_fen END AS exec_budget_fen,
        f.initial_fen,
        coalesce(f.executed_fen, 0) = 0 AND f.sub_executed_fen > 0 AS summed,
        p.exec_weight_c AS usual_weight_c, p.rounding, p.cost_share
    FROM filings f JOIN packs p ON p.pack = f.pack
    WHERE {only}),
weighed AS (
    -- the form's own 100 and 98 in the total row are no execution score
    SELECT *, CASE WHEN printed_weight_c >= 10000 THEN NULL
                   WHEN printed_weight_c IS NOT NULL THEN printed_weight_c
                   WHEN printed_score_c <= usual_weight_c THEN usual_weight_c END AS exec_weight_c
    FROM amounts),
methods AS (
    SELECT *, CASE WHEN exec_weight_c IS NULL THEN 'none'
                   WHEN exec_budget_fen > 0 AND exec_executed_fen >= 0 THEN 'ratio'
                   WHEN exec_budget_fen = 0 AND exec_executed_fen = 0 THEN 'not_applicable'
                   ELSE 'unscorable' END AS exec_method,
        CASE WHEN exec_budget_fen > 0 THEN CAST(exec_executed_fen AS DOUBLE) / exec_budget_fen END AS rate
    FROM weighed),
exact AS (
    -- a pack without steps scores in proportion; a step holds from its rate up to the next one's
    SELECT m.*, t.share AS exec_share,
        CASE WHEN exec_method = 'ratio' AND t.share IS NOT NULL THEN CAST(exec_weight_c AS DOUBLE) * t.share
             WHEN exec_method = 'ratio' THEN least(CAST(exec_weight_c AS DOUBLE),
                 CAST(exec_weight_c AS DOUBLE) * exec_executed_fen / exec_budget_fen) END AS x
    FROM methods m LEFT JOIN execution_tiers t ON t.pack = m.pack AND m.exec_method = 'ratio'
        AND m.rate >= t.rate_from AND (t.rate_below IS NULL OR m.rate < t.rate_below)),
rounded AS (
    SELECT *, CAST(floor(x + 0.50000000002) AS INTEGER) AS half_c, CAST(floor(x + 0.00000000002) AS INTEGER) AS cut_c,
        CASE WHEN exec_method <> 'none' THEN printed_score_c END AS exec_score_c,
        -- what a saving is measured against: where the whole budget was taken back, the initial one
        CASE WHEN exec_budget_fen > 0 THEN exec_budget_fen ELSE initial_fen END AS planned_fen
    FROM exact)
SELECT filing, part_id, pack,
    CASE WHEN summed THEN 'sub_rows' ELSE base END AS exec_base, exec_budget_fen, exec_executed_fen, exec_weight_c,
    exec_weight_c IS NOT NULL AND printed_weight_c IS NULL AS exec_weight_assumed,
    exec_score_c,
    CASE WHEN x IS NOT NULL THEN CASE WHEN rounding = 'cut' THEN cut_c ELSE half_c END
         WHEN exec_score_c IS NOT NULL THEN least(greatest(exec_score_c, 0), exec_weight_c) END AS exec_recomputed_c,
    CASE WHEN x IS NOT NULL THEN CASE WHEN rounding = 'cut' THEN cut_c ELSE half_c END
         WHEN exec_weight_c IS NOT NULL THEN 0 END AS exec_low_c,
    CASE WHEN x IS NOT NULL THEN CASE WHEN rounding = 'cut' THEN cut_c ELSE half_c END
         ELSE exec_weight_c END AS exec_high_c,
    CASE WHEN rounding = 'cut' THEN half_c ELSE cut_c END AS exec_alt_c,
    exec_method, exec_share,
    exec_weight_c IS NOT NULL AND printed_weight_c IS NULL AS exec_assumed,
    rate AS executed_rate, planned_fen, coalesce(exec_executed_fen < cost_share * planned_fen, false) AS underspent
FROM rounded;

-- name: line_scores
WITH asked AS (
    SELECT l.filing, l.part_id, l.ordinal, l.op, l.tier, l.actual_kind, l.unclear, l.weight_c, l.score_c,
        CAST(l.weight_c AS DOUBLE) AS w, l.target_value AS t, l.target_high AS h, l.actual_value AS a,
        l.target_date, l.actual_date, f.underspent,
        (l.level1 LIKE '%成本%' OR l.level2 LIKE '%成本%') AND CASE replace(l.target_unit, '/年', '')
            WHEN '元' THEN true WHEN '万元' THEN true WHEN '千元' THEN true WHEN '百万元' THEN true WHEN '亿元' THEN true
            WHEN '万' THEN true WHEN '亿' THEN true ELSE l.target_unit IS NULL END AS money_cost,
        p.le_formula, p.le_assumed, p.eq_formula, p.eq_assumed, p.range_formula, p.range_assumed, p.tiers_assumed, p.rounding,
        p.full_hi, p.full_lo, p.part_hi, p.part_lo, p.missed_hi, p.missed_lo
    FROM lines l JOIN executions f ON f.filing = l.filing AND f.part_id = l.part_id JOIN packs p ON p.pack = f.pack
    WHERE {only}),
methods AS (
    SELECT *, CASE
        WHEN weight_c IS NULL AND score_c IS NULL THEN 'none'
        WHEN weight_c IS NULL OR weight_c < 0 THEN 'unscorable'
        WHEN tier IS NOT NULL THEN 'qual'
        WHEN unclear IS NOT NULL THEN 'unscorable'
        WHEN actual_kind = 'percent' AND op IS NOT NULL AND a >= 0 THEN 'stated'
        WHEN op = 'le' OR op = 'lt' THEN CASE
            WHEN t IS NULL OR a IS NULL OR t < 0 OR a < 0 THEN 'unscorable'
            WHEN money_cost AND a < t AND underspent THEN 'unscorable' ELSE 'le' END
        WHEN op IN ('ge', 'gt', 'eq') AND t >= 0 AND a >= 0 THEN CASE op WHEN 'eq' THEN 'eq' ELSE 'ge' END
        WHEN op = 'range' AND t >= 0 AND h >= t AND a >= 0 THEN 'range'
        WHEN op IN ('date', 'period') AND actual_kind IN ('on_time', 'same') THEN op
        WHEN op IN ('date', 'period') AND actual_date IS NOT NULL AND target_date IS NOT NULL THEN op
        WHEN op IN ('qual', 'date', 'period') AND actual_kind IN ('same', 'done', 'on_time') THEN 'qual'
        ELSE 'unscorable' END AS method
    FROM asked),
exact AS (
    -- x: the exact score; late: a day that was missed, worth the band of the tier "part"
    SELECT *, coalesce(method IN ('date', 'period') AND actual_date > target_date, false) AS late,
        CASE method
        WHEN 'ge' THEN CASE WHEN a >= t THEN w ELSE w * a / t END
        WHEN 'le' THEN CASE WHEN a <= t THEN w WHEN t = 0 THEN 0
                            WHEN le_formula = 'linear_to_double' THEN greatest(0, w * (2 * t - a) / t)
                            ELSE w * t / a END
        WHEN 'eq' THEN CASE WHEN a = t THEN w WHEN t = 0 OR eq_formula = 'strict' THEN 0
                            WHEN a > t AND eq_formula = 'at_least' THEN w
                            WHEN a < t AND eq_formula = 'within' THEN w
                            WHEN a < t THEN w * a / t ELSE w * t / a END
        WHEN 'range' THEN CASE WHEN (a < t OR a > h) AND range_formula = 'inside_only' THEN 0
                               WHEN a < t THEN w * a / t WHEN a > h THEN w * h / a ELSE w END
        WHEN 'stated' THEN CASE WHEN a >= 100 THEN w ELSE w * a / 100 END
        WHEN 'date' THEN CASE WHEN actual_date > target_date THEN NULL ELSE w END
        WHEN 'period' THEN CASE WHEN actual_date > target_date THEN NULL ELSE w END
        END AS x
    FROM methods),
banded AS (
    SELECT *,
        CASE WHEN method = 'qual' AND tier IS NOT NULL THEN tier WHEN late THEN 'part' END AS tier_used,
        CASE WHEN late OR (method = 'qual' AND tier = 'part') THEN part_hi
             WHEN method = 'qual' AND tier = 'missed' THEN missed_hi WHEN method = 'qual' THEN full_hi END AS band_hi,
        CASE WHEN late OR (method = 'qual' AND tier = 'part') THEN part_lo
             WHEN method = 'qual' AND tier = 'missed' THEN missed_lo
             WHEN method = 'qual' AND tier = 'full' THEN full_lo WHEN method = 'qual' THEN part_lo END AS band_lo,
        method IN ('ge', 'eq', 'range') AND t > 0 AND t - a * 5 > 0.00001 AND score_c >= 0.8 * w AS typo
    FROM exact),
rounded AS (
    SELECT *, CAST(floor(x + 0.50000000002) AS INTEGER) AS half_c, CAST(floor(x + 0.00000000002) AS INTEGER) AS cut_c,
        CAST(floor(w * band_lo + 0.50000000002) AS INTEGER) AS tier_lo_c,
        CAST(floor(w * band_hi + 0.50000000002) AS INTEGER) AS tier_hi_c
    FROM banded),
scored AS (
    SELECT *, CASE WHEN rounding = 'cut' THEN cut_c ELSE half_c END AS exact_c,
        CASE WHEN method = 'unscorable' AND weight_c >= 0 THEN 0 ELSE tier_lo_c END AS from_c,
        CASE WHEN method = 'unscorable' AND weight_c >= 0 THEN weight_c ELSE tier_hi_c END AS to_c
    FROM rounded),
settled AS (
    -- where the filed score is kept or clipped and is blank, there is nothing to give
    SELECT *, CASE WHEN x IS NOT NULL THEN exact_c
                   WHEN score_c IS NOT NULL AND from_c IS NOT NULL THEN least(greatest(score_c, from_c), to_c)
                   END AS recomputed_c
    FROM scored)
SELECT filing, part_id, ordinal, method, recomputed_c,
    CASE WHEN method = 'stated' THEN 0 WHEN x IS NOT NULL THEN exact_c ELSE from_c END AS low_c,
    CASE WHEN method = 'stated' OR coalesce(typo, false) THEN weight_c WHEN x IS NOT NULL THEN exact_c ELSE to_c END
        AS high_c,
    CASE method
        WHEN 'le' THEN a > t AND t > 0 AND le_assumed
        WHEN 'eq' THEN a <> t AND t > 0 AND eq_assumed
        WHEN 'range' THEN (a < t OR a > h) AND range_assumed
        WHEN 'date' THEN late OR actual_kind <> 'date'
        WHEN 'period' THEN late OR actual_kind <> 'date'
        WHEN 'qual' THEN tier IS NULL OR tiers_assumed
        WHEN 'stated' THEN true
        ELSE false END AS assumed,
    tier_used, tier_lo_c, tier_hi_c,
    CASE WHEN x IS NULL THEN recomputed_c WHEN rounding = 'cut' THEN half_c ELSE cut_c END AS alt_c,
    coalesce(typo, false) AS typo, coalesce(score_c <> recomputed_c OR recomputed_c < weight_c, true) AS differs
FROM settled;

-- name: filing_scores
WITH summed AS (
    SELECT filing,
        count(*) FILTER (WHERE method <> 'none') AS lines_total,
        count(*) FILTER (WHERE method = 'unscorable') AS lines_unscorable,
        count(*) FILTER (WHERE method NOT IN ('none', 'unscorable') AND low_c = high_c AND method NOT IN ('qual', 'stated'))
            AS lines_exact,
        count(*) FILTER (WHERE method IN ('qual', 'stated') OR (method NOT IN ('none', 'unscorable') AND low_c < high_c))
            AS lines_banded,
        count(*) FILTER (WHERE method <> 'none' AND recomputed_c IS NULL) AS lines_blank,
        count(*) FILTER (WHERE method <> 'none' AND low_c IS NULL) AS lines_unweighed,
        sum(recomputed_c) AS recomputed_c, sum(low_c) AS low_c, sum(high_c) AS high_c
    FROM line_scores f WHERE {only} GROUP BY filing),
filed AS (
    SELECT filing, sum(score_c) AS score_c, sum(weight_c) AS weight_c FROM lines f WHERE {only} GROUP BY filing),
parts AS (
    SELECT f.filing, f.part_id, f.total_score_c, f.grade,
        e.exec_base, e.exec_budget_fen, e.exec_executed_fen, e.exec_weight_c, e.exec_weight_assumed, e.exec_score_c,
        e.exec_recomputed_c, e.exec_low_c, e.exec_high_c, e.exec_alt_c, e.exec_method, e.exec_share, e.exec_assumed,
        e.executed_rate,
        p.grade_you_c, p.grade_liang_c, p.grade_zhong_c, p.rescale, p.rounding,
        coalesce(s.lines_exact, 0) AS lines_exact, coalesce(s.lines_banded, 0) AS lines_banded,
        coalesce(s.lines_unscorable, 0) AS lines_unscorable, coalesce(s.lines_total, 0) AS lines_total,
        CASE WHEN d.score_c IS NOT NULL OR e.exec_score_c IS NOT NULL
             THEN coalesce(d.score_c, 0) + coalesce(e.exec_score_c, 0) END AS parts_total_c,
        CASE WHEN d.weight_c IS NOT NULL OR e.exec_weight_c IS NOT NULL
             THEN coalesce(d.weight_c, 0) + coalesce(e.exec_weight_c, 0) END AS weights_c,
        d.weight_c > 0 AND s.lines_unweighed = 0 AS weighed,
        s.lines_blank = 0 AND (e.exec_method = 'none' OR e.exec_recomputed_c IS NOT NULL) AS complete,
        s.recomputed_c + coalesce(e.exec_recomputed_c, 0) AS sum_c,
        s.low_c + coalesce(e.exec_low_c, 0) AS sum_low_c, s.high_c + coalesce(e.exec_high_c, 0) AS sum_high_c
    FROM filings f JOIN packs p ON p.pack = f.pack JOIN executions e ON e.filing = f.filing AND e.part_id = f.part_id
        LEFT JOIN summed s ON s.filing = f.filing LEFT JOIN filed d ON d.filing = f.filing
    WHERE {only}),
scaled AS (
    SELECT *, coalesce(rescale AND weights_c <> 10000, false) AS uneven,
        CASE WHEN weighed AND complete THEN sum_c END AS recomputed_raw_c,
        CASE WHEN rounding = 'cut' THEN 0.00000000002 ELSE 0.50000000002 END AS up
    FROM parts),
settled AS (
    SELECT *,
        CASE WHEN NOT uneven THEN recomputed_raw_c
             ELSE floor(recomputed_raw_c * CAST(10000 AS DOUBLE) / weights_c + up) END AS recomputed_c,
        CASE WHEN NOT weighed THEN NULL WHEN NOT uneven THEN sum_low_c
             ELSE floor(sum_low_c * CAST(10000 AS DOUBLE) / weights_c + up) END AS low_c,
        CASE WHEN NOT weighed THEN NULL WHEN NOT uneven THEN sum_high_c
             ELSE floor(sum_high_c * CAST(10000 AS DOUBLE) / weights_c + up) END AS high_c
    FROM scaled),
graded AS (
    SELECT *,
        CASE WHEN grade_you_c IS NULL OR total_score_c IS NULL THEN NULL WHEN total_score_c >= grade_you_c THEN '优'
             WHEN total_score_c >= grade_liang_c THEN '良' WHEN total_score_c >= grade_zhong_c THEN '中' ELSE '差' END
            AS grade_of_total,
        CASE WHEN grade_you_c IS NULL OR recomputed_c IS NULL THEN NULL WHEN recomputed_c >= grade_you_c THEN '优'
             WHEN recomputed_c >= grade_liang_c THEN '良' WHEN recomputed_c >= grade_zhong_c THEN '中' ELSE '差' END
            AS recomputed_grade,
        CASE WHEN grade_you_c IS NULL OR low_c IS NULL THEN NULL WHEN low_c >= grade_you_c THEN 4
             WHEN low_c >= grade_liang_c THEN 3 WHEN low_c >= grade_zhong_c THEN 2 ELSE 1 END AS low_rank,
        CASE WHEN grade_you_c IS NULL OR high_c IS NULL THEN NULL WHEN high_c >= grade_you_c THEN 4
             WHEN high_c >= grade_liang_c THEN 3 WHEN high_c >= grade_zhong_c THEN 2 ELSE 1 END AS high_rank
    FROM settled)
SELECT filing, part_id, CAST(parts_total_c AS INTEGER) AS parts_total_c, CAST(weights_c AS INTEGER) AS weights_c,
    CAST(recomputed_raw_c AS INTEGER) AS recomputed_raw_c, CAST(recomputed_c AS INTEGER) AS recomputed_c,
    CAST(low_c AS INTEGER) AS low_c, CAST(high_c AS INTEGER) AS high_c,
    total_score_c AS self_total_c, coalesce(grade, grade_of_total) AS self_grade, recomputed_grade,
    low_rank = high_rank AS grade_certain, executed_rate,
    CAST(lines_exact AS INTEGER) AS lines_exact, CAST(lines_banded AS INTEGER) AS lines_banded,
    CAST(lines_unscorable AS INTEGER) AS lines_unscorable, CAST(lines_total AS INTEGER) AS lines_total,
    exec_base, exec_budget_fen, exec_executed_fen, exec_weight_c, exec_weight_assumed, exec_score_c,
    exec_recomputed_c, exec_low_c, exec_high_c, exec_alt_c, exec_method, exec_share, exec_assumed
FROM graded;
