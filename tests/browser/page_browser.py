"""The system's Chromium by its driver, offline, with what pages complain about and ask for."""

import json
import shutil
from importlib.util import find_spec

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
HOW = "apt-get install chromium chromium-driver; pip install -e '.[browser]'"
# What a chromium does by itself stays off: only what pages ask for may be seen.
OPTIONS = (
    "headless", "no-sandbox", "disable-gpu", "disable-dev-shm-usage", "no-first-run",
    "disable-background-networking", "disable-component-update", "disable-sync", "disable-quic",
)  # fmt: skip


def missing() -> str:
    """What is missing for the browser, as the reason of a skip; empty where all is there."""
    parts = {
        "chromium": any(map(shutil.which, NAMES)),
        "chromedriver": shutil.which("chromedriver"),
        "the Python package selenium": find_spec("selenium"),
    }
    absent = " and ".join(name for name, found in parts.items() if not found)
    return absent and f"no page was clicked through in a browser: {absent} not found ({HOW})"


class PageBrowser:
    """One window; `open` a page, then use `driver`."""

    def __enter__(self):
        from selenium.webdriver import Chrome, ChromeOptions, ChromeService

        options = ChromeOptions()
        options.binary_location = next(filter(None, map(shutil.which, NAMES)))
        for option in OPTIONS:
            options.add_argument(f"--{option}")
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        # With its place told, selenium does not look for a driver on the network.
        service = ChromeService(executable_path=shutil.which("chromedriver"))
        self.driver = Chrome(options=options, service=service)
        self.tell("Network.enable")
        nothing = {"latency": 0, "downloadThroughput": 0, "uploadThroughput": 0}
        self.tell("Network.emulateNetworkConditions", offline=True, **nothing)
        return self

    def __exit__(self, *_):
        self.driver.quit()

    def tell(self, command, **arguments):
        """A command of the browser's protocol, and its answer."""
        return self.driver.execute_cdp_cmd(command, arguments)

    def open(self, path, width=1280, height=900):
        """A page from its file, in a view of this size, with nothing said of the one before."""
        self.tell("Emulation.setEmulatedMedia", media="screen")
        self.resize(width, height)
        self.driver.get("about:blank")
        self.complaints(), self.requests()
        self.driver.get(path.as_uri())
        return self.driver

    def resize(self, width, height=900):
        """A view of this size; narrow ones are those of a phone."""
        size = {"width": width, "height": height, "deviceScaleFactor": 1}
        self.tell("Emulation.setDeviceMetricsOverride", mobile=width < 600, **size)

    def complaints(self) -> list[str]:
        """What the console has said since it was asked last."""
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def requests(self) -> list[str]:
        """What was asked for since, pictures inside the page left out."""
        told = [json.loads(e["message"])["message"] for e in self.driver.get_log("performance")]
        asked = [t["params"]["request"]["url"] for t in told if "requestWillBeSent" in t["method"]
                 and "request" in t["params"]]  # fmt: skip
        return [url for url in asked if not url.startswith(("data:", "about:"))]

    def find(self, selector):
        """The first element of a selector."""
        return self.all(selector)[0]

    def all(self, selector):
        """All elements of a selector."""
        return self.driver.find_elements("css selector", selector)

    def run(self, script, *arguments):
        """What a script returns."""
        return self.driver.execute_script(script, *arguments)

    def press(self, *keys):
        """Keys, one after the other, wherever the focus is."""
        from selenium.webdriver import ActionChains

        ActionChains(self.driver).send_keys(*keys).perform()
