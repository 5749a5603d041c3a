"""Funds told in a sentence within the form: 本年度安排资金150万元，实际支出142.5万元，执行率95%."""

import re

from data_access.intake.record import Filing, Fund, Message
from data_access.intake.rows import Row
from scoring.numbers import amount_fen, normal, percent

_MONEY = r"[^\d,。;]{0,8}?(\d[\d,]*(?:\.\d+)?(?:亿元|万元|千元|元))"
_BUDGET = re.compile(r"(?:预算|安排|下达)" + _MONEY)
_SPENT = re.compile(r"(?:支出|执行|使用|支付)" + _MONEY)
_RATE = re.compile(r"(?:执行率|支出率|支付率|使用率)[^\d,。;]{0,4}(\d+(?:\.\d+)?%)")


def read_sentence(row: Row, filing: Filing) -> bool:
    """Take budget and spent amount of a sentence beside a label of money. False where the row holds none."""
    own = row.own
    if len(own) != 2 or filing.funds or not re.search("资金|预算|经费", own[0].text):
        return False
    text = normal(own[1].text)
    budget, spent, rate = _BUDGET.search(text), _SPENT.search(text), _RATE.search(text)
    if not budget or not spent:
        return False
    at = own[1].address
    fund = Fund("total", printed=normal(own[0].text), budget_fen=amount_fen(budget.group(1)),
                executed_fen=amount_fen(spent.group(1)), rate=percent(rate.group(1)) if rate else None)
    fund.raw = {"budget": budget.group(1), "executed": spent.group(1), **({"rate": rate.group(1)} if rate else {})}
    fund.at = dict.fromkeys(("row", *fund.raw), at)
    filing.funds.append(fund)
    filing.messages.append(Message("warning", at, text[:40], "资金执行表",
                                   "资金写在一句话里，没有表格：预算数和执行数按句中的数字读取，请核对。"))
    return True
