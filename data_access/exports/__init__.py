"""What leaves the house: json, csv, xlsx. The screens download what the shell exports, through the same functions."""

from data_access.exports.flags import flags
from data_access.exports.stored import data_date
from data_access.exports.write import flags_csv, flags_xlsx

__all__ = ["data_date", "flags", "flags_csv", "flags_xlsx"]
