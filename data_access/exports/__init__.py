"""What leaves the house: json, csv, xlsx. The screens download what the shell exports, through the same functions."""

from data_access.exports.about import data_date, pack_names, why_empty
from data_access.exports.filings import filings
from data_access.exports.flags import flags
from data_access.exports.lines import lines
from data_access.exports.scores import scores
from data_access.exports.stored import accounts, claims
from data_access.exports.unread import unread
from data_access.exports.write import flags_csv, flags_xlsx

__all__ = ["accounts", "claims", "data_date", "filings", "flags", "flags_csv", "flags_xlsx", "lines", "pack_names",
           "scores", "unread", "why_empty"]
