"""The program in a browser: visitors apart, places limited, nothing left behind; spoken to as a browser does."""

import asyncio
import os
import re
import signal
import socket
import sys
from contextlib import asynccontextmanager, suppress

import pyte
import pytest
from aiohttp import ClientSession, CookieJar, WSServerHandshakeError, web
from gradstep.core.words import LANGUAGES
from gradstep.tui.serving.server import GradstepServer, Serving
from gradstep.tui.serving.visitors import COOKIE, new_visitor, visitor_of
from hypothesis import given
from hypothesis import strategies as st

pytestmark = pytest.mark.pty
LESSON = "sigmoid-neuron-graph"


def free_port():
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return tried.getsockname()[1]


@asynccontextmanager
async def served(state, arguments=(LESSON,), **limits):
    """A server in this process, with programs of their own."""
    serving = Serving(arguments, os.environ, state, port=free_port(), **limits)
    server = GradstepServer(serving)
    runner = web.AppRunner(await server._make_app(), handle_signals=False)
    await runner.setup()
    await web.TCPSite(runner, serving.host, serving.port).start()
    server.address = f"http://{serving.host}:{serving.port}"
    try:
        yield server
    finally:
        await runner.cleanup()


class Tab:
    """A page of a visitor, as far as the server can tell."""

    def __init__(self, socket):
        self.socket = socket
        self.screen = pyte.Screen(80, 24)
        self.stream = pyte.ByteStream(self.screen)
        self.is_over = False

    async def until(self, wanted, seconds=30):
        with suppress(asyncio.TimeoutError):
            async with asyncio.timeout(seconds):
                while not wanted(self):
                    one = await self.socket.receive()
                    if one.type.name in ("CLOSE", "CLOSING", "CLOSED", "ERROR"):
                        self.is_over = True
                        break
                    if one.type.name == "BINARY":
                        self.stream.feed(one.data)
        assert wanted(self), "\n".join(self.screen.display)

    async def wait(self, text):
        await self.until(lambda tab: text in "\n".join(tab.screen.display))

    async def press(self, text):
        await self.socket.send_json(["stdin", text])


@asynccontextmanager
async def visiting(server, language="en", **headers):
    """A browser with cookies of its own that has opened the page."""
    async with ClientSession(cookie_jar=CookieJar(unsafe=True), headers={"Accept-Language": language}) as http:
        async with http.get(server.address + "/", headers=headers) as page:
            http.status, http.page = page.status, await page.text()
        yield http


async def opened(server, http, **headers):
    return Tab(await http.ws_connect(server.address + "/ws?width=80&height=24", headers=headers))


def run(work):
    asyncio.run(asyncio.wait_for(work, 90))


def records(state):
    return sorted(path.parent.parent.parent.name for path in state.glob("visitors/*/gradstep/visits/*.jsonl"))


async def at_the_first_step(server, visitor):
    tab = await opened(server, visitor)
    await tab.wait("step 1 of")
    return tab


async def emptied(server, seconds):
    for _ in range(round(10 * seconds)):
        if not server.sessions:
            break
        await asyncio.sleep(0.1)


def test_two_visitors_step_a_lesson_each_with_records_of_her_own(tmp_path):
    async def work():
        async with served(tmp_path) as server, visiting(server, "es") as ana, visiting(server) as ben:
            first, second = await opened(server, ana), await opened(server, ben)
            await first.wait("paso 1 de")
            await second.wait("step 1 of")
            await first.press("\x1b[C")
            await first.wait("paso 2 de")
            assert "step 1 of" in "\n".join(second.screen.display)
            await first.socket.close()
            again = await opened(server, ana)
            await again.wait("paso 2 de")
        assert len(set(records(tmp_path))) == 1

    run(work())


def test_what_is_kept_is_private_and_named_by_nothing_that_opens_it(tmp_path):
    async def work():
        async with served(tmp_path) as server, visiting(server) as ana:
            await at_the_first_step(server, ana)
            token = next(iter(ana.cookie_jar)).value
            (folder,) = (tmp_path / "visitors").iterdir()
            assert token not in folder.name and folder.stat().st_mode & 0o077 == 0

    run(work())


def test_places_are_limited_and_free_again(tmp_path):
    async def work():
        async with served(tmp_path, most=1) as server, visiting(server) as ana:
            tab = await at_the_first_step(server, ana)
            async with visiting(server, "es") as late:
                assert late.status == 503 and "ocupados" in late.page
                with pytest.raises(WSServerHandshakeError):
                    await opened(server, late)
            await tab.socket.close()
            await emptied(server, 10)
            async with visiting(server) as next_one:
                assert next_one.status == 200
                await (await opened(server, next_one)).wait("step 1 of")

    run(work())


def test_a_cut_line_leaves_no_process_and_loses_no_answer(tmp_path):
    async def work():
        async with served(tmp_path) as server, visiting(server) as ana:
            tab = await at_the_first_step(server, ana)
            await tab.press("\x1b[C")
            await tab.wait("step 2 of")
            (session,) = server.sessions
            pid = session.pid
            tab.socket._response.connection.transport.abort()
            await emptied(server, 15)
            with pytest.raises(ProcessLookupError):
                os.kill(pid, 0)
            assert records(tmp_path)

    run(work())


def test_who_does_nothing_gives_her_place_away(tmp_path):
    async def work():
        async with served(tmp_path, idle=3.0) as server, visiting(server) as ana:
            tab = await opened(server, ana)
            await tab.until(lambda tab: tab.is_over, seconds=20)

    run(work())


def test_the_end_of_the_server_is_the_end_of_all_programs(tmp_path):
    async def work():
        async with served(tmp_path) as server, visiting(server) as ana:
            await at_the_first_step(server, ana)
            (session,) = server.sessions
        with pytest.raises(ProcessLookupError):
            os.kill(session.pid, 0)

    run(work())


def test_a_program_that_ends_closes_the_page(tmp_path):
    async def work():
        async with served(tmp_path) as server, visiting(server) as ana:
            tab = await at_the_first_step(server, ana)
            await tab.press("q")
            await tab.until(lambda tab: tab.is_over)

    run(work())


def test_only_a_page_of_this_server_opens_a_session(tmp_path):
    async def work():
        async with served(tmp_path) as server, visiting(server) as ana:
            with pytest.raises(WSServerHandshakeError, match="403"):
                await opened(server, ana, Origin="http://elsewhere.example")
            async with ClientSession() as stranger:
                with pytest.raises(WSServerHandshakeError, match="403"):
                    await opened(server, stranger)
            assert not server.sessions
            own = server.address.removeprefix("http://")
            await (await opened(server, ana, Origin=f"http://{own}")).wait("step 1 of")

    run(work())


@pytest.mark.parametrize(
    "nonsense",
    ["", "{", "[]", '["stdin"]', '["stdin", 5]', '["resize", {}]', '["resize", {"width": "x", "height": 2}]',
     "[" * 9999,
     '["resize", {"width": -5, "height": 99999999}]', '["ping", "' + "x" * 1000 + '"]', '["stdin", "\\ud800"]'],
)  # fmt: skip
def test_no_message_of_a_page_ends_a_session(tmp_path, nonsense):
    async def work():
        async with served(tmp_path, arguments=("plain", LESSON)) as server, visiting(server) as ana:
            tab = await opened(server, ana)
            await tab.socket.send_str(nonsense)
            await tab.press("still here\r")
            await tab.wait("still here")

    run(work())


def test_every_address_on_the_page_is_relative_and_none_is_elsewhere(tmp_path):
    async def work():
        async with served(tmp_path) as server, visiting(server) as ana:
            assert not re.search(r"https?://|(src|href)=\"/", ana.page)
            async with visiting(server, **{"X-Forwarded-Prefix": "/user/ana/gradstep"}) as behind:
                assert '<base href="/user/ana/gradstep/" />' in behind.page
            for hostile in ('/"><script>alert(1)</script>', "//evil.example", "javascript:x", "/a b"):
                async with visiting(server, **{"X-Forwarded-Prefix": hostile}) as behind:
                    assert "<base" not in behind.page

    run(work())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_speaks_the_language_of_the_browser(tmp_path, language):
    async def work():
        async with served(tmp_path) as server, visiting(server, f"{language}-XX,en;q=0.5") as ana:
            assert f'<html lang="{language}">' in ana.page

    run(work())


def test_one_users_own_server_needs_no_cookie_and_keeps_the_usual_records(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))

    async def work():
        async with served(tmp_path / "gradstep", is_shared=False) as server, ClientSession() as http:
            tab = await opened(server, http)
            await tab.wait("step 1 of")
            await tab.press("\x1b[C")
            await tab.wait("step 2 of")
        assert list((tmp_path / "gradstep" / "visits").glob("*.jsonl"))

    monkeypatch.setenv("LANG", "en_US.UTF-8")
    run(work())


@given(st.text(max_size=60))
def test_no_cookie_names_a_folder_outside(text):
    visitor = visitor_of({COOKIE: text})
    assert visitor is None or re.fullmatch(r"[0-9a-f]{24}", visitor.name)
    fresh = new_visitor()
    assert visitor_of({COOKIE: fresh.token}) == fresh


def test_the_command_serves_until_it_is_told_to_end(tmp_path):
    async def work():
        port = free_port()
        program = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "gradstep.tui", "serve", "--port", str(port), "--lang", "es",
            stdout=asyncio.subprocess.PIPE, env={**os.environ, "XDG_STATE_HOME": str(tmp_path)},
        )  # fmt: skip
        assert f"127.0.0.1:{port}" in (await program.stdout.readline()).decode()
        async with ClientSession() as http:
            for _ in range(100):
                with suppress(OSError):
                    async with http.get(f"http://127.0.0.1:{port}/static/js/textual.js") as script:
                        assert script.status == 200
                        break
                await asyncio.sleep(0.1)
        second = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "gradstep.tui", "serve", "--port", str(port), stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        _, complaint = await second.communicate()
        assert second.returncode == 1 and b"--port" in complaint and b"Traceback" not in complaint
        program.send_signal(signal.SIGTERM)
        assert await program.wait() == 0

    run(work())


def test_numbers_of_the_command_are_within_their_limits(capsys, a_quiet_place):
    from ..conftest import run as call

    for option in ("--port=70000", "--sessions=0", "--idle=x"):
        code, _, complaint = call(capsys, "serve", option)
        assert code == 2 and option[:6] in complaint
