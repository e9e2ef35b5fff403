"""A browser without a window, steered over its debugging protocol; what its page receives is read as a screen."""

import asyncio
import base64
import json
import shutil
import tempfile
from pathlib import Path

import pyte
from aiohttp import ClientSession, WSMsgType

PROGRAM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
QUIET = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--remote-debugging-port=0",
    "--window-size=1000,600", "--lang=en",
)  # fmt: skip
KEYS = {"→": ("ArrowRight", 39), "enter": ("Enter", 13), "q": ("q", 81)}


class Browser:
    """One browser with a profile of its own."""

    async def __aenter__(self):
        self.profile = tempfile.TemporaryDirectory(prefix="gradstep-browser-", ignore_cleanup_errors=True)
        self.process = await asyncio.create_subprocess_exec(
            PROGRAM, *QUIET, f"--user-data-dir={self.profile.name}", "about:blank",
            stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        told = Path(self.profile.name) / "DevToolsActivePort"
        for _ in range(300):
            if told.exists() and told.read_text().strip():
                break
            await asyncio.sleep(0.1)
        self.port = int(told.read_text().split()[0])
        self.http = ClientSession()
        return self

    async def __aexit__(self, *what):
        await self.http.close()
        self.process.kill()
        await self.process.wait()
        self.profile.cleanup()

    async def page(self, address, language="en"):
        async with self.http.put(f"http://127.0.0.1:{self.port}/json/new?about:blank") as answer:
            target = await answer.json(content_type=None)
        page = Page(await self.http.ws_connect(target["webSocketDebuggerUrl"], max_msg_size=0))
        await page.call("Network.enable")
        await page.call("Page.enable")
        await page.call("Network.setExtraHTTPHeaders", headers={"Accept-Language": language})
        await page.call("Page.navigate", url=address)
        return page


class Page:
    """One tab."""

    def __init__(self, socket):
        self.socket = socket
        self.number = 0
        self.answers = {}
        self.asked = []
        """Every address that the page asked for."""
        self.screen = pyte.Screen(80, 24)
        self.stream = pyte.ByteStream(self.screen)
        self.reading = asyncio.ensure_future(self._read())

    async def call(self, method, **parameters):
        self.number += 1
        answer = self.answers[self.number] = asyncio.get_running_loop().create_future()
        await self.socket.send_json({"id": self.number, "method": method, "params": parameters})
        return await asyncio.wait_for(answer, 30)

    async def _read(self):
        async for one in self.socket:
            if one.type != WSMsgType.TEXT:
                continue
            told = json.loads(one.data)
            if "id" in told:
                self.answers.pop(told["id"]).set_result(told.get("result", {}))
            elif told["method"] in ("Network.requestWillBeSent", "Network.webSocketCreated"):
                self._asked(told["params"])
            elif told["method"] == "Network.webSocketFrameReceived":
                response = told["params"]["response"]
                if response["opcode"] == 2:
                    self.stream.feed(base64.b64decode(response["payloadData"]))
            elif told["method"] == "Network.webSocketFrameSent":
                self._sent(told["params"]["response"]["payloadData"])

    def _asked(self, told):
        self.asked.append(told.get("url") or told["request"]["url"])

    def _sent(self, text):
        match json.loads(text):
            case ["resize", {"width": width, "height": height}]:
                self.screen.resize(height, width)

    @property
    def text(self):
        return "\n".join(self.screen.display)

    async def wait(self, wanted, seconds=30):
        for _ in range(int(seconds * 20)):
            if wanted in self.text:
                return
            await asyncio.sleep(0.05)
        raise AssertionError(f"{wanted!r} never came:\n{self.text}")

    async def press(self, *keys):
        for key in keys:
            name, code = KEYS.get(key, (key, ord(key[0].upper())))
            typed = {"text": "\r" if key == "enter" else key} if key != "→" else {}
            told = {"key": name, "windowsVirtualKeyCode": code, "code": name}
            await self.call("Input.dispatchKeyEvent", type="keyDown", **told, **typed)
            await self.call("Input.dispatchKeyEvent", type="keyUp", **told)

    async def evaluate(self, script):
        found = await self.call("Runtime.evaluate", expression=script)
        return found["result"].get("value")

    async def picture(self, path):
        found = await self.call("Page.captureScreenshot", format="png")
        Path(path).write_bytes(base64.b64decode(found["data"]))
