"""The dashboard on facts in bulk: `python -m benchmarks.large_app [streamlit's options]`.

For benchmarks/sessions.py and paint.py. The bureau is made before the server listens, so that no visitor waits for it.
JIHE_BENCH_LINES says how many indicator lines. JIHE_BENCH_PLAIN=1 shows the same screens as they would be without what
measurements.md §11 found: figures by plotly.express, and Python's garbage collected over everything after each run.
"""

import gc
import os
import sys
import tempfile
from pathlib import Path

from streamlit.web import cli

from benchmarks import bulk
from data_access import open_copy
from data_access.store.engine import open_store

APP = Path(__file__).resolve().parents[1] / "app.py"


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


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{folder}/jihe.db")
        open_copy._copies["real"] = bulk.bureau(int(os.environ.get("JIHE_BENCH_LINES", "1000000")), store)
        gc.collect()
        gc.freeze()
        if os.environ.get("JIHE_BENCH_PLAIN") == "1":
            plain()
        cli.main(["run", str(APP), *sys.argv[1:]])
