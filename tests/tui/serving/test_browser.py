"""In a real browser: a lesson by keyboard, two visitors apart, nothing from outside; and as a tile of a hub."""

import asyncio
import os
import re
import sys
from contextlib import asynccontextmanager, suppress

import pytest
from aiohttp import ClientSession

from .browser import PROGRAM, Browser
from .test_served import free_port, served

pytestmark = [
    pytest.mark.pty,
    pytest.mark.skipif(PROGRAM is None, reason="no Chromium: install the Debian package `chromium`"),
]


def run(work):
    asyncio.run(asyncio.wait_for(work, 150))


def test_a_lesson_is_stepped_by_keyboard_and_nothing_comes_from_outside(tmp_path):
    async def work():
        async with served(tmp_path) as server, Browser() as browser:
            page = await browser.page(server.address + "/", "es")
            await page.wait("paso 1 de")
            await page.press("→")
            await page.wait("paso 2 de")
            assert page.asked and all(re.match(r"(http|ws)://127\.0\.0\.1:|data:", one) for one in page.asked)
            assert await page.evaluate("getComputedStyle(document.getElementById('waiting')).display") == "none"
            await page.press("q")
            for _ in range(100):
                if await page.evaluate("document.body.classList.contains('-closed')"):
                    break
                await asyncio.sleep(0.1)
            said = await page.evaluate("document.getElementById('over').innerText")
            assert "Todo queda guardado" in said
            assert await page.evaluate("getComputedStyle(document.getElementById('over')).display") == "flex"

    run(work())


def test_two_browsers_are_two_visitors(tmp_path):
    async def work():
        async with served(tmp_path) as server, Browser() as one, Browser() as two:
            ana, ben = await one.page(server.address + "/"), await two.page(server.address + "/")
            await asyncio.gather(ana.wait("step 1 of"), ben.wait("step 1 of"))
            await ana.press("→")
            await ana.wait("step 2 of")
            assert "step 1 of" in ben.text
            await ana.call("Page.reload")
            await asyncio.sleep(0.5)
            await ana.wait("step 2 of")
        assert len(list((tmp_path / "visitors").iterdir())) == 2

    run(work())


@asynccontextmanager
async def hub(home):
    """A Jupyter server of one student below her address on a hub, with the proxy; answers its address."""
    pytest.importorskip("jupyter_server_proxy", reason="no jupyter-server-proxy: pip install 'gradstep[jupyter]'")
    port, base = free_port(), "/user/ana/"
    options = {"ServerApp.port": port, "ServerApp.base_url": base, "ServerApp.open_browser": False,
               "IdentityProvider.token": "", "ServerApp.root_dir": home, "ServerApp.allow_root": True,
               "ServerApp.port_retries": 0}  # fmt: skip
    program = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "jupyter_server", *(f"--{name}={value}" for name, value in options.items()),
        env={**os.environ, "HOME": str(home), "JUPYTER_CONFIG_DIR": str(home), "XDG_STATE_HOME": str(home / "state"),
             "JUPYTER_RUNTIME_DIR": str(home / "run"), "LANG": "en_US.UTF-8"},
        stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}{base}"
    try:
        async with ClientSession() as http:
            for _ in range(300):
                with suppress(OSError):
                    async with http.get(f"{address}api"):
                        break
                await asyncio.sleep(0.1)
        yield address
    finally:
        program.terminate()
        with suppress(asyncio.TimeoutError):
            await asyncio.wait_for(program.wait(), 10)
        if program.returncode is None:
            program.kill()


def test_the_tile_of_a_hub_opens_the_course_with_progress_in_the_students_home(tmp_path):
    async def work():
        async with hub(tmp_path) as address:
            async with ClientSession() as http, http.get(f"{address}server-proxy/servers-info") as answer:
                told = await answer.json()
            (tile,) = [one for one in told["server_processes"] if one["name"] == "gradstep"]
            assert tile["launcher_entry"]["title"] == "gradstep" and tile["launcher_entry"]["icon_url"]
            async with Browser() as browser:
                page = await browser.page(f"{address}gradstep/", "en")
                await page.wait("Welcome", 60)
                await page.press("enter")
                await page.wait("01")
                assert all(one.startswith(("data:", address, address.replace("http", "ws"))) for one in page.asked)
        assert list((tmp_path / "state" / "gradstep").iterdir())

    run(work())
