"""A headless Chromium, spoken to in the DevTools protocol over a pipe; only Python's own library is needed."""
import base64
import fcntl
import json
import os
import pathlib
import select
import shutil
import subprocess
import tempfile
import time

SECONDS = 60  # after which a hanging browser fails the test


def find():
    for name in ("chromium", "chromium-browser", "google-chrome"):
        path = shutil.which(name)
        if path:
            return path
    return None


def far_pipe():
    """A pipe whose ends are no low numbers, which the browser wants for itself."""
    ends = os.pipe()
    far = [fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 20) for end in ends]
    for end in ends:
        os.close(end)
    return far


class Browser:
    def __init__(self, width=1280, height=800):
        self.folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        command_read, self.writes = far_pipe()
        self.reads, answer_write = far_pipe()
        line = 'exec "$@" 3<&%d 4>&%d' % (command_read, answer_write)
        arguments = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
                     "--disable-background-networking", "--disable-component-update", "--hide-scrollbars",
                     "--disable-extensions", "--remote-debugging-pipe", "--user-data-dir=" + self.folder.name,
                     "--window-size=%d,%d" % (width, height), "about:blank"]
        self.process = subprocess.Popen(["bash", "-c", line, "bash", find()] + arguments,
                                        pass_fds=(command_read, answer_write), stdout=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL)
        os.close(command_read)
        os.close(answer_write)
        self.bytes = b""
        self.number = 0
        self.session = None
        self.events = []
        self.shape = width, height
        self.tab()

    def tab(self):
        """Opens a tab, which is spoken to from now on. Returns its session, for show."""
        self.session = None
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log", "DOM", "Accessibility"):
            self.send(domain + ".enable")
        self.size(*self.shape)
        return self.session

    def show(self, session):
        """Goes to another tab."""
        self.session = session
        self.send("Page.bringToFront")
        self.settle()

    def close(self):
        try:
            self.session = None
            self.send("Browser.close")
            self.process.wait(20)
        except (OSError, EOFError, TimeoutError, subprocess.TimeoutExpired):
            self.process.kill()
            self.process.wait()
        os.close(self.reads)
        os.close(self.writes)
        self.folder.cleanup()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    # ---- The protocol ----

    def receive(self, until):
        while b"\0" not in self.bytes:
            if not select.select([self.reads], [], [], max(0, until - time.monotonic()))[0]:
                raise TimeoutError("the browser does not answer")
            more = os.read(self.reads, 1 << 20)
            if not more:
                raise EOFError("the browser has ended")
            self.bytes += more
        message, self.bytes = self.bytes.split(b"\0", 1)
        return json.loads(message)

    def send(self, method, **parameters):
        self.number += 1
        message = {"id": self.number, "method": method, "params": parameters}
        if self.session:
            message["sessionId"] = self.session
        data = json.dumps(message).encode() + b"\0"
        while data:
            data = data[os.write(self.writes, data):]
        until = time.monotonic() + SECONDS
        while True:
            answer = self.receive(until)
            if answer.get("id") != self.number:
                self.events.append(answer)
            elif "error" in answer:
                raise RuntimeError("%s: %s" % (method, answer["error"]))
            else:
                return answer["result"]

    # ---- What a user does and sees ----

    def open(self, path, settle=True):
        """Opens a file or a URL and waits until it is loaded."""
        self.events.clear()
        url = str(path)
        self.send("Page.navigate", url=url if "://" in url else pathlib.Path(path).absolute().as_uri())
        until = time.monotonic() + SECONDS
        while not any(event.get("method") == "Page.loadEventFired" for event in self.events):
            self.events.append(self.receive(until))
        if settle:
            self.settle()

    def settle(self):
        self.run("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 30))))")

    def run(self, expression):
        """The value of an expression in the page; promises are waited for."""
        result = self.send("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in result:
            raise RuntimeError(json.dumps(result["exceptionDetails"]))
        return result["result"].get("value")

    def key(self, key, shift=False):
        codes = {"Enter": 13, "Escape": 27, "Tab": 9}
        text = {"Enter": "\r"}.get(key, key if len(key) == 1 else "")
        parameters = {"key": key, "modifiers": 8 if shift else 0,
                      "windowsVirtualKeyCode": codes.get(key, ord(key.upper()[0]) if len(key) == 1 else 0)}
        down = {"type": "keyDown", "text": text} if text else {"type": "rawKeyDown"}
        self.send("Input.dispatchKeyEvent", **down, **parameters)
        self.send("Input.dispatchKeyEvent", type="keyUp", **parameters)
        self.settle()

    def insert(self, text):
        """Puts a text where the cursor is, as an input method does."""
        self.send("Input.insertText", text=text)

    def paste(self, text):
        """Copies a text elsewhere, and pastes it where the cursor is."""
        self.run("window.here = document.activeElement; window.area = document.createElement('textarea');"
                 "document.body.append(area); area.value = %s; area.focus(); area.select();" % json.dumps(text))
        self.command("copy", "c")
        self.run("area.remove(); here.focus()")
        self.command("paste", "v")

    def command(self, command, key):
        """An editor's command, by Ctrl and a key."""
        parameters = {"key": key, "modifiers": 2, "windowsVirtualKeyCode": ord(key.upper())}
        self.send("Input.dispatchKeyEvent", type="rawKeyDown", commands=[command], **parameters)
        self.send("Input.dispatchKeyEvent", type="keyUp", **parameters)

    def drop(self, expression, *files):
        """Drops files on an element."""
        x, y = self.place(expression)
        data = {"items": [], "files": [str(pathlib.Path(file).absolute()) for file in files], "dragOperationsMask": 1}
        for kind in ("dragEnter", "dragOver", "drop"):
            self.send("Input.dispatchDragEvent", type=kind, x=x, y=y, data=data)

    def wait(self, expression, what=""):
        """Until it holds."""
        until = time.monotonic() + SECONDS
        while not self.run("Boolean(%s)" % expression):
            if time.monotonic() > until:
                raise TimeoutError("%s: %s" % (what, expression))
            time.sleep(0.03)

    def type(self, text):
        for letter in text:
            self.send("Input.dispatchKeyEvent", type="keyDown", text=letter, key=letter)
            self.send("Input.dispatchKeyEvent", type="keyUp", key=letter)
        self.settle()

    def place(self, expression):
        """The middle of an element, brought into sight."""
        return self.run("(() => { const at = %s; at.scrollIntoView({block: 'center'}); "
                        "const r = at.getClientRects()[0]; return [r.x + r.width / 2, r.y + r.height / 2]; })()" % expression)

    def point(self, expression):
        x, y = self.place(expression)
        self.settle()
        x, y = self.place(expression)
        self.send("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)
        self.settle()
        return x, y

    def click(self, expression):
        x, y = self.point(expression)
        for kind in ("mousePressed", "mouseReleased"):
            self.send("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)
        self.settle()

    def media(self, **features):
        pairs = [{"name": name.replace("_", "-"), "value": value} for name, value in features.items()]
        self.send("Emulation.setEmulatedMedia", features=pairs)
        self.settle()

    def size(self, width, height):
        self.send("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def screenshot(self, path):
        data = self.send("Page.captureScreenshot", format="png")["data"]
        pathlib.Path(path).write_bytes(base64.b64decode(data))

    def complaints(self):
        """What the console and the log say, uncaught errors, and requests beyond the page itself."""
        found = []
        for event in self.events:
            method, parameters = event.get("method", ""), event.get("params", {})
            if method in ("Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded"):
                found.append(json.dumps(parameters)[:500])
            if method == "Network.requestWillBeSent" and parameters.get("type") != "Document":
                found.append("request: " + parameters["request"]["url"])
        return found

    def nameless(self):
        """Controls without a name, as a screen reader sees them."""
        roles = {"button", "searchbox", "textbox", "link", "checkbox", "navigation", "dialog"}
        nodes = self.send("Accessibility.getFullAXTree")["nodes"]
        return [node["role"]["value"] for node in nodes if not node.get("ignored") and
                node.get("role", {}).get("value") in roles and not node.get("name", {}).get("value")]
