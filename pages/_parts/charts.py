"""Charts as plain dicts of plotly: far cheaper to make than plotly's own objects (measurements.md §11)."""

import streamlit as st

from pages._parts.text import points

INK, QUIET, LINE = "#1f2a37", "#6b7683", "#e6e3db"
FILED, RECOMPUTED, OVER, UNDER = "#b08a4a", "#1f4e79", "#a8322a", "#2f6f5e"
BAR, CONNECTOR, ON_BAR = "#8fa9c2", "#c9c5ba", "#10151b"     # ON_BAR: letters inside a bar, dark in both looks
DARK = {INK: "#e8e6e0", QUIET: "#a4abb4", LINE: "#33383f", FILED: "#d9b36c", RECOMPUTED: "#93bde3", OVER: "#e0766c",
        UNDER: "#7fc8b0", BAR: "#6d8fb0", CONNECTOR: "#5b6068"}
FONT = "'Noto Sans SC','Noto Sans CJK SC','Microsoft YaHei','PingFang SC',sans-serif"


def show(figure: dict, *, alt: str, key: str) -> None:
    """Put a figure on screen in the colours of the theme; `alt` says in words what it shows."""
    if st.context.theme.type == "dark":
        figure = _recoloured(figure)
    st.plotly_chart(figure, theme=None, config={"displayModeBar": False}, alt=alt, key=key)


def _recoloured(value):
    """The same figure with every colour of the light look replaced by its dark one."""
    if isinstance(value, dict):
        return {name: _recoloured(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_recoloured(one) for one in value]
    return DARK.get(value, value) if isinstance(value, str) else value


def _figure(data: list[dict], *, height: int, **layout) -> dict:
    axis = {"gridcolor": LINE, "zeroline": False, "linecolor": LINE, "tickcolor": LINE, "fixedrange": True,
            "automargin": True}
    base = {"height": height, "margin": {"l": 8, "r": 8, "t": 28, "b": 8}, "paper_bgcolor": "rgba(0,0,0,0)",
            "plot_bgcolor": "rgba(0,0,0,0)", "font": {"family": FONT, "size": 14, "color": INK},
            "hovermode": "x unified", "dragmode": False,
            "legend": {"orientation": "h", "x": 0, "y": 1.0, "yanchor": "bottom"},
            "xaxis": {**axis, "showgrid": False, "type": "category"} | layout.pop("xaxis", {}),
            "yaxis": axis | layout.pop("yaxis", {})}
    return {"data": data, "layout": base | layout}


def scores_by_year(found: list[dict], peers: dict | None = None, height: int = 270) -> dict:
    """Two lines, filed and recomputed average (points) by year; `peers` (by year) adds the recomputed average of all
    other departments. At least 12 points high, so that a gap of a tenth does not look like a cliff."""
    lines = [("自评均分", "filed", "recomputed", FILED), ("重算均分", "recomputed", "filed", RECOMPUTED)]
    data = [_line(name, found, mine, other, color) for name, mine, other, color in lines]
    others = _peers(found, peers, "recomputed", 1, "%{y:.2f} 分")
    values = [row[mine] for row in found for mine in ("filed", "recomputed") if row[mine] is not None]
    values = values + [value for line in others for value in line["y"] if value is not None] or [100]
    middle = (max(values) + min(values)) / 2
    half = max(6, (max(values) - min(values)) / 2 + 3)
    return _figure(others + data, height=height,
                   yaxis={"ticksuffix": " 分", "nticks": 5, "range": [middle - half, middle + half]})


def _line(name: str, found: list[dict], mine: str, other: str, color: str) -> dict:
    """One line; each number stands on the side away from the other line."""
    above = [(row[mine] or 0) > (row[other] or 0) or row[mine] == row[other] and mine == "filed" for row in found]
    return {"type": "scatter", "mode": "lines+markers+text", "name": name, "x": [str(row["year"]) for row in found],
            "y": [row[mine] for row in found], "line": {"color": color, "width": 2.5}, "marker": {"size": 7},
            "hovertemplate": "%{y:.2f} 分", "text": [points(row[mine]) for row in found],
            "textposition": ["top center" if up else "bottom center" for up in above],
            "textfont": {"size": 13, "color": color}, "cliponaxis": False}


def _peers(found: list[dict], peers: dict | None, name: str, factor: float, hover: str) -> list[dict]:
    """The line of all other departments, [] where none is asked for."""
    if peers is None:
        return []
    values = [peers.get(row["year"], {}).get(name) for row in found]
    return [{"type": "scatter", "mode": "lines+markers", "name": "其他部门", "x": [str(row["year"]) for row in found],
             "y": [None if value is None else value * factor for value in values], "hovertemplate": hover,
             "line": {"color": QUIET, "width": 1.5, "dash": "dot"}, "marker": {"size": 5}}]


def execution_by_year(found: list[dict], peers: dict | None = None, height: int = 270) -> dict:
    """Bars of the execution rate (%) by year; `peers` (by year) adds the rate of all other departments."""
    rates = [None if row["rate"] is None else row["rate"] * 100 for row in found]
    bars = {"type": "bar", "name": "执行率", "x": [str(row["year"]) for row in found], "y": rates, "width": 0.62,
            "marker": {"color": BAR}, "texttemplate": "%{y:.1f}%", "textposition": "auto",
            "insidetextanchor": "start", "insidetextfont": {"color": ON_BAR, "size": 12}, "constraintext": "none",
            "textangle": 0, "hovertemplate": "%{y:.2f}%", "cliponaxis": False}
    return _figure([bars, *_peers(found, peers, "rate", 100, "%{y:.2f}%")], height=height,
                   yaxis={"ticksuffix": "%", "range": [0, 115], "nticks": 6})


def bridge(steps: list[dict], height: int = 320) -> dict:
    """A waterfall from the filed total to the recomputed one (rows of `queries.filing.bridge`)."""
    end = sum(step["change"] for step in steps[:-1])
    low, high = (one([end, *_running(steps[:-1])]) for one in (min, max))
    changes = [step["change"] for step in steps[:-1]]
    bars = {"type": "waterfall", "y": [*changes, end],
            "x": [_short(step["label"], at) for at, step in enumerate(steps)],
            "measure": ["absolute", *["relative"] * (len(steps) - 2), "total"],
            "text": [points(changes[0]), *(f"{change:+.2f}".replace("-", "−") for change in changes[1:]), points(end)],
            "textposition": "outside", "cliponaxis": False, "hovertext": [step["label"] for step in steps],
            "hoverinfo": "text+y", "connector": {"line": {"color": CONNECTOR, "width": 1}},
            "decreasing": {"marker": {"color": OVER}}, "increasing": {"marker": {"color": UNDER}},
            "totals": {"marker": {"color": RECOMPUTED}}}
    return _figure([bars], height=height, showlegend=False, hovermode="closest",
                   margin={"l": 8, "r": 8, "t": 8, "b": 8},
                   yaxis={"ticksuffix": " 分", "nticks": 6, "range": [max(0, low - 12), high + 6]})


def _running(steps: list[dict]) -> list[float]:
    totals, total = [], 0.0
    for step in steps:
        total += step["change"]
        totals.append(total)
    return totals


def _short(label: str, at: int) -> str:
    """A label that fits under a bar; the zero-width marks keep equal labels apart on the axis."""
    cut = label if len(label) <= 8 else label[:7] + "…"
    return cut + "\u200b" * at
