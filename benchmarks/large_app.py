"""The dashboard on facts in bulk, for benchmarks/sessions.py: `streamlit run benchmarks/large_app.py`.

JIHE_BENCH_LINES says how many indicator lines. JIHE_BENCH_PLAIN=1 shows the same screens as they would be without what
measurements.md §11 found: figures by plotly.express, and Python's garbage collected over everything after each run.
"""

import gc
import os
import runpy
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
if str(ROOT) not in sys.path:                                 # Streamlit adds the script's own folder only
    sys.path.insert(0, str(ROOT))

from benchmarks import bulk  # noqa: E402
from data_access import open_copy  # noqa: E402


def plain() -> None:
    """Undo what makes reruns cheap, on every screen."""
    import plotly.express as px
    import streamlit as st

    from pages._parts import charts

    def show(figure: dict, *, alt: str, key: str) -> None:
        shown = px.line(x=figure["data"][0]["x"], y=[line["y"] for line in figure["data"]])
        st.plotly_chart(shown.update_layout(height=figure["layout"]["height"]), alt=alt, key=key)

    charts.show = show
    gc.unfreeze()


with open_copy._opening:
    if "real" not in open_copy._copies:
        open_copy._copies["real"] = bulk.bureau(int(os.environ.get("JIHE_BENCH_LINES", "1000000")))
        gc.collect()
        gc.freeze()
        if os.environ.get("JIHE_BENCH_PLAIN") == "1":
            plain()
runpy.run_path(str(ROOT / "app.py"))
