"""Ask an advisory service about every package of a lock file: `make audit`.

Ends with 0 if it knows no vulnerability, or if no service answers, which is said; with 1 if it
knows one, or if it does not know a package at all. pip-audit by itself ends with 0 then too.
"""

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

_ENTRY = re.compile(r"^[\w.-]+==(?:.*\\\n)*.*", re.MULTILINE)


def main(lock: str, *command: str) -> int:
    """Audit a lock file with pip-audit, which `command` starts."""
    entries = Path(lock).read_text(encoding="utf-8")
    first = _ENTRY.search(entries)
    if first is None:
        sys.exit(f"{lock}: found no package, expected name==version with hashes")
    found, why = _audit(first[0], command)
    if why or found[0].get("skip_reason"):  # one package is asked about before all of them are
        sys.stdout.write(f"{lock}: not audited: no advisory service answers here")
        sys.stdout.write(f" ({why or found[0]['skip_reason']})\n")
        return 0
    found, why = _audit(entries, command)
    faults = [f"not audited: {why}"] if why else [line for one in found for line in _faults(one)]
    sys.stdout.write("".join(f"{lock}: {fault}\n" for fault in faults))
    sys.stdout.write(f"{lock}: {len(found)} packages audited, {len(faults)} faults\n")
    return 1 if faults else 0


def _audit(entries: str, command: tuple[str, ...]) -> tuple[list[dict], str]:
    """Return what pip-audit finds of each package, or the last line of why it found nothing."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "requirements.txt")
        path.write_text(entries, encoding="utf-8")
        options = ["--disable-pip", "--desc", "off", "--format", "json", "--requirement", str(path)]
        done = subprocess.run(  # noqa: S603  its command is the caller's
            [*command, *options], capture_output=True, text=True, check=False
        )
    try:
        return json.loads(done.stdout)["dependencies"], ""
    except (ValueError, KeyError):
        return [], ([f"it ended with {done.returncode}", *done.stderr.strip().splitlines()])[-1]


def _faults(package: dict) -> list[str]:
    if "skip_reason" in package:
        return [f"{package['name']}: {package['skip_reason']}"]
    return [
        f"{package['name']} {package['version']}: {known['id']}, mended in "
        f"{', '.join(known['fix_versions']) or 'no version yet'}"
        for known in package["vulns"]
    ]


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
