"""The files that could not be read, as every query sees them."""

from data_access.intake.companions import KINDS

# Files that could not be read, or only in part, and did not come in again since (under their name or with the same
# bytes) so that they could be: each as it came in last. Columns of `files`, and started_at of its import; a list of the
# bureau's own is no department's file.
_LISTS = ", ".join(f"'{kind}'" for kind in KINDS)
UNREAD_FILES = f"""
    WITH standing AS (SELECT f.*, i.started_at FROM files f JOIN imports i USING (import_id) WHERE i.undone_at IS NULL)
    SELECT f.* REPLACE (CASE WHEN f.kind IN ({_LISTS}) THEN '' ELSE f.department END AS department) FROM standing f
    WHERE f.status IN ('refused', 'partly') AND NOT EXISTS (
        SELECT 1 FROM standing later
        WHERE later.status IN ('read', 'partly', 'refused')
          AND (later.import_id, later.ordinal) > (f.import_id, f.ordinal)
          AND ((later.sha256 = f.sha256 AND f.sha256 <> '')
               OR (later.name = f.name AND later.department = f.department)))"""
NOBODY = "未知部门"        # stands for the department of a file nobody can be named for
