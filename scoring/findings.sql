-- The relation of findings (docs/data.md) and the words that checks/*.yaml may use in their SQL beside plain DuckDB.
CREATE TABLE IF NOT EXISTS findings (
    key VARCHAR NOT NULL, code VARCHAR NOT NULL, name VARCHAR NOT NULL, severity VARCHAR NOT NULL,
    direction VARCHAR, lead VARCHAR, level VARCHAR NOT NULL,
    filing VARCHAR, part_id INTEGER, ordinal INTEGER, line_key VARCHAR, others VARCHAR[] NOT NULL,
    filed DOUBLE, recomputed DOUBLE, difference DOUBLE, unit_of_value VARCHAR NOT NULL,
    message VARCHAR NOT NULL, ask VARCHAR NOT NULL, basis VARCHAR NOT NULL, address VARCHAR NOT NULL, pack VARCHAR
);
-- What the data faults of this run hit: the checks that heed them keep quiet there.
CREATE OR REPLACE TEMP TABLE withheld_lines (filing VARCHAR, ordinal INTEGER);
CREATE OR REPLACE TEMP TABLE withheld_execution (filing VARCHAR);
-- The findings of this run before leads are known; fault: the check withholds something.
CREATE OR REPLACE TEMP TABLE found_now AS SELECT *, false AS fault FROM findings LIMIT 0;
-- A number without needless zeros: 9.80 -> 9.8, 10.00 -> 10 (places: a format such as '{:.2f}').
CREATE OR REPLACE TEMP MACRO trimmed(places, x) AS rtrim(rtrim(format(places, CAST(x AS DOUBLE)), '0'), '.');
-- Hundredths of a point, fen (thousands set off) and fractions as an officer reads them; NULL stays NULL (the sentence then says 未填).
CREATE OR REPLACE TEMP MACRO points(c) AS trimmed('{:.2f}', c / 100.0) || '分';
CREATE OR REPLACE TEMP MACRO wan(fen) AS trimmed('{:,.6f}', fen / 1e6) || '万元';
CREATE OR REPLACE TEMP MACRO pct(fraction) AS trimmed('{:.2f}', fraction * 100) || '%';
-- An amount in fen, from its number and unit; NULL for what is no unit of money, or none.
CREATE OR REPLACE TEMP MACRO fen_of(amount, unit) AS amount * CASE replace(unit, '/年', '')
    WHEN '元' THEN 100 WHEN '千元' THEN 100000 WHEN '万元' THEN 1000000 WHEN '百万元' THEN 100000000
    WHEN '亿元' THEN 10000000000 END;
-- A reason cell that gives none: blank, dashes, 0 or 无 (layouts.md §7).
CREATE OR REPLACE TEMP MACRO no_reason(words) AS CASE WHEN words = '' THEN true ELSE
    regexp_full_match(words, '[\s—–\-/一.。…]*(0|无|没有|无偏差|不适用)?[\s—–\-/一.。…]*') END;
-- A name without all that is neither letter nor digit.
CREATE OR REPLACE TEMP MACRO plain_words(words) AS regexp_replace(words, '[^\p{L}\p{N}]', '', 'g');
-- A project's name without the evaluated year (2024年度 2024年 2024) and without all that is neither letter nor digit.
-- Split at the year, since a pattern made of it would be made anew for each row.
CREATE OR REPLACE TEMP MACRO plain_name(project, year) AS plain_words(array_to_string(list_transform(
    string_split(project, CAST(coalesce(year, 0) AS VARCHAR)), lambda piece, place:
    CASE WHEN place > 1 AND starts_with(piece, '年度') THEN piece[3:] WHEN place > 1 AND starts_with(piece, '年') THEN piece[2:]
         ELSE piece END), ''));
-- Whether two cells say the same but for spaces, full stops, commas and the like. Where neither begins with one of
-- these, the first characters tell most pairs apart.
CREATE OR REPLACE TEMP MACRO same_words(a, b) AS CASE WHEN a = b THEN true
    WHEN a[1] <> b[1] AND NOT contains(E' \t\n\f\r。.，,;；:：', a[1]) AND NOT contains(E' \t\n\f\r。.，,;；:：', b[1]) THEN false
    ELSE regexp_replace(a, '[\s。.，,;；:：]', '', 'g') = regexp_replace(b, '[\s。.，,;；:：]', '', 'g') END;
-- The step the filed points were written in: whole points, tenths or hundredths (in hundredths).
CREATE OR REPLACE TEMP MACRO step_of(c) AS CASE WHEN c % 100 = 0 THEN 100 WHEN c % 10 = 0 THEN 10 ELSE 1 END;
-- Filed points that are the exact ones, rounded half up or cut off at the filed decimals (design.md §5).
CREATE OR REPLACE TEMP MACRO only_rounded(filed_c, exact_c) AS
    filed_c IN (floor(CAST(exact_c AS DOUBLE) / step_of(filed_c)) * step_of(filed_c),
                floor(CAST(exact_c AS DOUBLE) / step_of(filed_c) + 0.5) * step_of(filed_c));
CREATE OR REPLACE TEMP MACRO grade_of(c, you_c, liang_c, zhong_c) AS
    CASE WHEN c >= you_c THEN '优' WHEN c >= liang_c THEN '良' WHEN c >= zhong_c THEN '中' WHEN c < zhong_c THEN '差' END;
CREATE OR REPLACE TEMP MACRO grade_rank(g) AS CASE g WHEN '优' THEN 4 WHEN '良' THEN 3 WHEN '中' THEN 2 WHEN '差' THEN 1 END;
CREATE OR REPLACE TEMP MACRO severity_rank(s) AS CASE s WHEN '高' THEN 1 WHEN '中' THEN 2 ELSE 3 END;
-- Over or under the rule, from the two values; NULL when they are equal or one is missing.
CREATE OR REPLACE TEMP MACRO side(filed_v, rule_v) AS
    CASE WHEN filed_v > rule_v THEN 'over' WHEN filed_v < rule_v THEN 'under' END;
