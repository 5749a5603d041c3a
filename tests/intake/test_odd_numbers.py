"""Numbers no form means: they stay out of their cell with a message, and stop neither the form nor the batch."""

import pytest

from data_access.intake.pipeline import read_bytes
from data_access.store.engine import memory_store
from data_access.store.write import save_reading
from tests.intake import invented, variants

FORM = variants.write(invented.document(cell_lines=True)).decode()
MANY = "9" * 40


@pytest.mark.parametrize(("printed", "instead", "status"), [
    ("\t86.5\n", f"\t{MANY}\n", "partly"), ("\t19\n", f"\t{MANY}\n", "partly"),
    ("\t19\n", "\t139000011112\n", "partly"),
    ("11.4公里", f"{MANY * 10}公里", "read"), ("11.4公里", "1e400公里", "read"), ("≥12公里", f"≥{MANY}亿公里", "read"),
    ("2023年11月底前", "9999年99月99日", "read"), ("2023年度", "0000年度", "read"), ("清淤长度", "长" * 5000, "read")])
def test_a_number_out_of_reason_costs_its_cell_at_most(printed, instead, status):
    assert printed in FORM
    reading = read_bytes(FORM.replace(printed, instead).encode(), "表.txt")
    assert (reading.status, len(reading.filings)) == (status, 2)
    assert len(reading.filings[0].lines) == 7
    assert save_reading(memory_store(), reading).lines == 11
    if status == "partly":
        assert any(instead.strip()[:12] in m.found for m in reading.filings[0].messages if m.severity == "error")
