"""The dashboard's server: app.py, with answers that say they are Chinese and may not be framed or guessed at."""

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

HEADERS = [(b"x-content-type-options", b"nosniff"), (b"x-frame-options", b"SAMEORIGIN"),
           (b"referrer-policy", b"same-origin")]


class Chinese:
    """Middleware: `<html lang="en">` becomes zh-CN (screen readers and browsers' translators look at it)."""

    def __init__(self, app):
        self.app = app

    async def __call__(self, scope, receive, send):
        """Pass everything on; the head of an HTML answer waits for its whole body, whose length changes."""
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        if any(name == b"accept" and b"text/html" in value for name, value in scope["headers"]):
            plain = [pair for pair in scope["headers"] if pair[0] != b"accept-encoding"]
            scope = {**scope, "headers": plain}               # a packed page could not be changed
        held, body = None, b""

        async def through(message):
            nonlocal held, body
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *HEADERS]
                if _is_page(message["headers"]):
                    held = message
                    return
            elif held is not None and message["type"] == "http.response.body":
                body += message.get("body", b"")
                if message.get("more_body"):
                    return
                body = body.replace(b'<html lang="en">', b'<html lang="zh-CN">', 1)
                if scope["method"] != "HEAD":
                    held["headers"] = [(name, value) for name, value in held["headers"] if name != b"content-length"]
                    held["headers"].append((b"content-length", str(len(body)).encode()))
                await send(held)
                held, message = None, {"type": "http.response.body", "body": body}
            await send(message)

        return await self.app(scope, receive, through)


def _is_page(headers: list[tuple[bytes, bytes]]) -> bool:
    """Whether an answer is HTML as it is read, not packed."""
    given = dict(headers)
    return given.get(b"content-type", b"").startswith(b"text/html") and b"content-encoding" not in given


app = st.App(str(Path(__file__).with_name("app.py")), middleware=[Middleware(Chinese)])
