"""What OCR is not sure of, said where it matters: at the filing that holds the value, with text and certainty."""

from data_access.intake.documents.grid import Document, Doubt
from data_access.intake.persons import without_persons
from data_access.intake.record import Filing, Message, Reading
from scoring.numbers import normal

BY_OCR = "本表由文字识别（OCR）读入，可能有认错的字和数。请对照原件核对，以原件为准。"


def say_doubts(document: Document, reading: Reading) -> None:
    """Add warnings to the filings of a document read by OCR, and to the reading for cells that no filing holds.

    A value's text is given; that of other cells is not, since a name or a telephone may stand there.
    """
    if not document.by_ocr:
        return
    places = [(filing, _addresses(filing)) for filing in reading.filings]
    for filing in reading.filings:
        filing.messages.append(Message("warning", filing.at.get("title", ""), "", "", BY_OCR))
    for doubt in document.doubts:
        owners = [filing for filing, addresses in places if doubt.address in addresses]
        for filing in owners:
            filing.messages.append(_message(doubt, without_persons(normal(doubt.text))))
        if not owners:
            reading.messages.append(_message(doubt, ""))


def _message(doubt: Doubt, text: str) -> Message:
    return Message("warning", doubt.address, text, "", f"识别把握只有 {doubt.confidence:.0%}，请对照原件核对。")


def _addresses(filing: Filing) -> set[str]:
    return {address for holder in (filing, *filing.funds, *filing.lines) for address in holder.at.values()}
