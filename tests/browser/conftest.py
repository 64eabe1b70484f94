"""A real Chromium, and a real JupyterLab, on loopback; nothing else may be asked for."""

import json
import os
import secrets
import shutil
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
REQUIRED = "TOOLKIT_BROWSER_REQUIRED"  # set where a missing Chromium is a fault and no reason
FLAGS = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
)
SIZE = {"width": 1280, "height": 800}  # of pages that tests share
LOOPBACK = ("127.0.0.1", "localhost", "[::1]", "::1")
PROJECT = Path(__file__).parents[2]
START = 60  # seconds for JupyterLab to answer
SETTINGS = {  # of a user who never wants to be asked about news
    "@jupyterlab/apputils-extension/notification": {
        "fetchNews": "false",
        "checkForUpdates": False,
    },
    "@jupyterlab/notebook-extension/tracker": {"windowingMode": "none"},
}


@pytest.fixture(scope="package")
def chromium():
    """Return the path of a Chromium; skip, and say so, where there is none."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        reason = f"the browser tests did NOT run: found none of {', '.join(NAMES)} on the PATH"
        if os.environ.get(REQUIRED):
            pytest.fail(f"{reason}, and {REQUIRED} is set")
        pytest.skip(f"{reason}; install Debian's chromium, or any other, to run them")
    return found


@pytest.fixture(scope="package")
def browser(chromium):
    """Start Chromium for the tests of this folder; its event loop ends with them."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=[*FLAGS])
        yield browser
        browser.close()


def is_local(url):
    """Tell whether a request stays on this machine."""
    parts = urlsplit(url)
    if parts.scheme in ("file", "data", "blob", "about"):
        return True
    return parts.hostname in LOOPBACK


@contextmanager
def watched(page):
    """Let a page list what it asks for and complains of.

    Its `external_requests` lists every address that is not on loopback, none of which can be
    reached; its `console_errors` every error in the console and every exception that nothing
    caught; its `dialogs` every window that a script has opened, which is dismissed.
    """
    page.external_requests, page.console_errors, page.dialogs = [], [], []

    def note(request):
        if not is_local(request.url):
            page.external_requests.append(request.url)

    def log(message):
        if message.type == "error":
            page.console_errors.append(f"{message.text} ({message.location['url']})")

    def catch(error):
        page.console_errors.append(f"uncaught: {error}")

    def dismiss(dialog):
        page.dialogs.append(dialog.message)
        dialog.dismiss()

    listeners = [
        (page.context, "request", note),
        (page, "websocket", note),
        (page, "console", log),
        (page, "pageerror", catch),
        (page, "dialog", dismiss),
    ]
    for where, event, listener in listeners:
        where.on(event, listener)
    yield page
    for where, event, listener in listeners:
        where.remove_listener(event, listener)


@pytest.fixture
def new_page(browser):
    """Return a function that opens a page, `watched`; keywords are those of a browser context."""
    with ExitStack() as stack:

        def new_page(**options):
            context = browser.new_context(**({"reduced_motion": "reduce"} | options))
            stack.callback(context.close)
            return stack.enter_context(watched(context.new_page()))

        yield new_page


@pytest.fixture(scope="package")
def context(browser):
    """A browser context that pages share."""
    context = browser.new_context(reduced_motion="reduce", viewport=SIZE)
    yield context
    context.close()


@pytest.fixture
def browser_page(context):
    """A page of 1280 by 800, `watched`."""
    with watched(context.new_page()) as page:
        yield page
    page.close()


@pytest.fixture(scope="package")
def tabs(context):
    """The page in which JupyterLab stays, if there is one: to load it takes longest of all."""
    tabs = []
    yield tabs
    for tab in tabs:
        tab.close()


@pytest.fixture
def lab_page(context, tabs, request):
    """A page for JupyterLab of 1280 by 800, `watched`; tests share it until one fails."""
    failed = request.session.testsfailed
    if not tabs:
        tabs.append(context.new_page())
    tabs[0].set_viewport_size(SIZE)
    with watched(tabs[0]) as page:
        yield page
    if request.session.testsfailed > failed:
        tabs.pop().close()


class Lab:
    """A running JupyterLab: its address, its folder, and how to open a notebook in it."""

    def __init__(self, url, token, root):
        self.url, self.token, self.root = url, token, root

    def open(self, page, notebook):
        """Open a notebook of `root` in a page, alone, and wait until its kernel is ready."""
        if page.evaluate("Boolean(window.jupyterapp)"):
            page.evaluate(OPEN, notebook)
            self.wait_until_idle(page)
            return
        page.goto(f"{self.url}doc/tree/{notebook}?token={self.token}&reset")
        self.wait_until_idle(page)
        assert page.external_requests == page.console_errors == []

    def wait_until_idle(self, page, *, seconds=60):
        """Wait until the kernel has nothing to do."""
        idle = page.get_by_text("Python 3 (ipykernel) | Idle")
        idle.wait_for(state="visible", timeout=seconds * 1000)

    def run_all(self, page, *, seconds=120):
        """Run every cell of the notebook that is open, as the menu does, and wait for the last."""
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        page.wait_for_function(RAN, timeout=seconds * 1000)
        self.wait_until_idle(page)

    def save(self, page):
        """Save the notebook that is open."""
        with page.expect_response(lambda r: r.request.method == "PUT" and "/contents/" in r.url):
            page.keyboard.press("Control+s")


# To dispose of a notebook asks nothing, though it is not saved.
OPEN = """async (path) => {
  [...jupyterapp.shell.widgets("main")].forEach((widget) => widget.dispose());
  await jupyterapp.commands.execute("docmanager:open", { path, factory: "Notebook" });
}"""
# Every code cell has a number; a cell that waits or runs has a star, one that never ran a blank.
RAN = r"""() => {
  const prompts = [...document.querySelectorAll(".jp-CodeCell .jp-InputPrompt")];
  return prompts.length > 0 && prompts.every((p) => /^\[\d+\]:$/.test(p.textContent));
}"""


@pytest.fixture(scope="package")
def lab(chromium, tmp_path_factory):
    """Start JupyterLab on a free port of loopback, on a folder of its own with private settings."""
    home = tmp_path_factory.mktemp("jupyter")
    root = tmp_path_factory.mktemp("lab")
    for name, values in SETTINGS.items():
        path = home / "settings" / f"{name}.jupyterlab-settings"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(values), encoding="utf-8")
    asked = home / "config/labconfig/page_config.json"
    asked.parent.mkdir(parents=True)
    asked.write_text('{"buildCheck": false}')  # else Node.js looks at each page for what to build
    folders = {
        "JUPYTER_CONFIG_DIR": "config",
        "JUPYTER_DATA_DIR": "data",
        "JUPYTER_RUNTIME_DIR": "runtime",
        "JUPYTERLAB_SETTINGS_DIR": "settings",
        "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
        "IPYTHONDIR": "ipython",
    }
    own = {name: str(home / folder) for name, folder in folders.items()}
    inherited = {k: v for k, v in os.environ.items() if not k.startswith(("JUPYTER", "MPLBACKEND"))}
    python_path = os.pathsep.join(filter(None, [str(PROJECT), os.environ.get("PYTHONPATH")]))
    token = secrets.token_hex(16)
    command = [
        *(sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"),
        *("--ServerApp.ip=127.0.0.1", "--ServerApp.port=0", "--ServerApp.port_retries=0"),
        *(f"--IdentityProvider.token={token}", f"--ServerApp.root_dir={root}"),
        *("--LabApp.cache_files=True", "--LabApp.expose_app_in_browser=True"),
    ]
    with (home / "log").open("wb") as log:
        server = subprocess.Popen(
            command,
            cwd=root,
            env=inherited | own | {"PYTHONPATH": python_path},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
    try:
        yield Lab(_address(server, home), token, root)
    finally:
        server.terminate()  # which ends its kernels too
        try:
            server.wait(timeout=20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _address(server, home):
    """Wait until the server has written where it listens."""
    path = home / "runtime" / f"jpserver-{server.pid}.json"
    until = time.monotonic() + START
    while time.monotonic() < until and server.poll() is None:
        if path.exists() and (text := path.read_text(encoding="utf-8").strip()):
            return json.loads(text)["url"]
        time.sleep(0.1)
    log = (home / "log").read_text(encoding="utf-8", errors="replace")
    pytest.fail(f"JupyterLab did not start in {START} seconds:\n{log[-3000:]}")


@pytest.fixture
def lab_notebook(lab):
    """Return a function that writes a notebook of these code cells into the lab's folder."""
    import nbformat

    def lab_notebook(name, *cells):
        notebook = nbformat.v4.new_notebook(
            cells=[nbformat.v4.new_code_cell(cell) for cell in cells],
            metadata={"kernelspec": {"name": "python3", "display_name": "Python 3 (ipykernel)"}},
        )
        nbformat.write(notebook, lab.root / name)
        return name

    return lab_notebook
