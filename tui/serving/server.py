"""What does the web server do? textual-serve's server and page script; a program in a terminal for each visitor.

Nothing is loaded from elsewhere, every address on the page is relative, so it works below any prefix, and only pages of
this server may open a session.
"""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import aiohttp_jinja2
import jinja2
from aiohttp import WSMsgType, web
from textual_serve.server import Server

from ...core.plain_files import private_folder
from ...core.words import Language, message
from ..words import face_words
from .nursery import open_nursery
from .terminal import ProgramTerminal
from .visitors import COOKIE, Visitor, new_visitor, visitor_of

PREFIX = re.compile(r"(/[\w.~%@+-]+)+/?", re.ASCII)
"""What a proxy may say of the prefix that it has taken away."""
SIZES = (8, 40)
"""Font sizes, in pixels, that a page may ask for."""
LONGEST_MESSAGE = 200_000
"""Bytes of one message of a browser: a large paste."""
YEAR = 365 * 24 * 3600


@dataclass(frozen=True)
class Serving:
    """What is served, and to how many."""

    arguments: Sequence[str]
    """What each visitor's program is called with."""
    environment: Mapping[str, str]
    state: Path | None
    """The folder of all records; None where nothing is kept."""
    host: str = "127.0.0.1"
    port: int = 8000
    most: int = 30
    """Sessions at once."""
    idle: float = 3600.0
    """Seconds without a key after which a session ends."""
    is_shared: bool = True
    """Has each visitor records of her own? If not, all are the one user whose state this is."""


class GradstepServer(Server):
    """The web server of gradstep."""

    def __init__(self, serving: Serving) -> None:
        super().__init__("gradstep", host=serving.host, port=serving.port, title="gradstep")
        self.serving = serving
        self.sessions: set[ProgramTerminal] = set()

    def initialize_logging(self) -> None:
        """Nothing is logged: who visits when is nobody's business."""

    async def on_startup(self, app: web.Application) -> None:
        """The command says where it serves; a banner would hide it. The first visitor should find all read already."""
        await asyncio.to_thread(open_nursery)

    async def on_shutdown(self, app: web.Application) -> None:
        """Ends all sessions in order: what was typed is kept."""
        await asyncio.gather(*(session.stop() for session in tuple(self.sessions)))

    async def _make_app(self) -> web.Application:
        app = web.Application()
        aiohttp_jinja2.setup(app, loader=jinja2.FileSystemLoader(Path(__file__).parent), autoescape=True)
        app.add_routes([
            web.get("/", self.handle_index, name="index"),
            web.get("/ws", self.handle_websocket, name="websocket"),
            web.static("/static", self.statics_path, name="static"),
        ])  # fmt: skip
        app.on_startup.append(self.on_startup)
        app.on_shutdown.append(self.on_shutdown)
        return app

    async def handle_index(self, request: web.Request) -> web.Response:  # pyright: ignore[reportIncompatibleMethodOverride]
        """The page, in the language of the browser; it says so when there is no room."""
        language = _language(request)
        said = face_words()
        full = said.word(message("serve.full", most=self.serving.most), language) if self._is_full else ""
        size = request.query.get("fontsize", "16")
        told: dict[str, Any] = {
            "language": language,
            "base": _prefix(request),
            "full": full,
            "size": min(max(int(size), SIZES[0]), SIZES[1]) if size.isascii() and size.isdecimal() else 16,
            **{word: said.word(message(f"serve.{word}"), language) for word in ("opening", "over", "again")},
        }
        response = aiohttp_jinja2.render_template("page.html", request, told, status=503 if full else 200)
        response.headers["Cache-Control"] = "no-store"
        response.headers["Content-Security-Policy"] = (
            "default-src 'self' data:; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
            "connect-src 'self' ws: wss:; frame-ancestors 'self'"
        )
        if self.serving.is_shared and visitor_of(request.cookies) is None:
            response.set_cookie(COOKIE, new_visitor().token, max_age=YEAR, httponly=True, samesite="Lax",
                                path=_prefix(request) or "/")  # fmt: skip
        return response

    @property
    def _is_full(self) -> bool:
        return len(self.sessions) >= self.serving.most

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """One session, from the first byte to the end of program, line or patience."""
        if not _is_own_page(request):
            raise web.HTTPForbidden(text=_told(request, "serve.other-page"))
        visitor = visitor_of(request.cookies) if self.serving.is_shared else None
        if self.serving.is_shared and visitor is None:
            raise web.HTTPForbidden(text=_told(request, "serve.no-cookie"))
        if self._is_full:
            raise web.HTTPServiceUnavailable(text=_told(request, "serve.full", most=self.serving.most))
        socket = web.WebSocketResponse(heartbeat=15, max_msg_size=LONGEST_MESSAGE)
        session = ProgramTerminal(self.serving.arguments, self._environment(visitor, _language(request)))
        self.sessions.add(session)
        try:
            await socket.prepare(request)
            await session.start(_cells(request, "width", 80), _cells(request, "height", 24))
            await self._attend(socket, session)
        finally:
            await session.stop()
            self.sessions.discard(session)
            await socket.close()
        return socket

    async def _attend(self, socket: web.WebSocketResponse, session: ProgramTerminal) -> None:
        """Carries bytes both ways until one side ends, or nobody has typed for too long."""
        last = time.monotonic()

        async def out() -> None:
            while data := await session.read():
                await socket.send_bytes(data)

        async def into() -> None:
            nonlocal last
            async for one in socket:
                if one.type == WSMsgType.TEXT and await _take(one.data, socket, session):
                    last = time.monotonic()

        async def patience() -> None:
            while (left := last + self.serving.idle - time.monotonic()) > 0:
                await asyncio.sleep(left)

        tasks = [asyncio.ensure_future(work()) for work in (out, into, patience)]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def _environment(self, visitor: Visitor | None, language: Language) -> dict[str, str]:
        """What the program of a visitor finds: a terminal with colours, her language, her own folder."""
        found = {**self.serving.environment, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
        for name in ("LC_ALL", "LC_MESSAGES", "LANGUAGE", "COLUMNS", "LINES", "NO_COLOR"):
            found.pop(name, None)
        found["LANG"] = "es_ES.UTF-8" if language == "es" else "en_US.UTF-8"
        if visitor is not None and self.serving.state is not None:
            folder = visitor.folder(self.serving.state)
            private_folder(folder)
            found["XDG_STATE_HOME"] = found["HOME"] = str(folder)
        return found


async def _take(text: str, socket: web.WebSocketResponse, session: ProgramTerminal) -> bool:
    """One message of the page; was it something that a person did? What is no message is ignored."""
    match _decoded(text):
        case ["stdin", str(typed)]:
            session.write(typed.encode("utf-8", "replace"))
            return True
        case ["resize", {"width": int(columns), "height": int(rows)}]:
            session.resize(columns, rows)
        case ["ping", str(sent)]:
            await socket.send_json(["pong", sent[:40]])
        case _:
            pass
    return False


def _decoded(text: str) -> Any:
    import json

    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _cells(request: web.Request, name: str, usual: int) -> int:
    """A size of the window, as the address says it."""
    text = request.query.get(name, "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 5 and int(text) else usual


def _prefix(request: web.Request) -> str:
    """The prefix that a proxy has taken away, with a slash at its end; nothing where none says so."""
    for header in ("X-Forwarded-Prefix", "X-Forwarded-Context"):
        told = request.headers.get(header, "")
        if told and len(told) < 500 and PREFIX.fullmatch(told):
            return told.rstrip("/") + "/"
    return ""


def _is_own_page(request: web.Request) -> bool:
    """Does a page of this server ask? Another page in the same browser must not open a session in her name."""
    origin = request.headers.get("Origin")
    if origin is None:
        return True
    hosts = {request.host, *(part.strip() for part in request.headers.get("X-Forwarded-Host", "").split(",") if part)}
    return urlsplit(origin).netloc in hosts


def _language(request: web.Request) -> Language:
    return "es" if request.headers.get("Accept-Language", "").lower().startswith("es") else "en"


def _told(request: web.Request, id: str, **arguments: Any) -> str:
    return face_words().word(message(id, **arguments), _language(request))
