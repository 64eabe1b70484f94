"""`make audit`: a vulnerability fails, a service that does not answer is told of and passes."""

import importlib.util
import json
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LOCK = "".join(
    f"{name}==1.0 ; sys_platform != 'x' \\\n    --hash=sha256:{'0' * 64}\n    # via x\n"
    for name in ("one", "two")
)
FINE = {"version": "1.0", "vulns": []}
BAD = {"version": "1.0", "vulns": [{"id": "PYSEC-2026-1", "fix_versions": ["1.1", "2.0"]}]}
WORSE = {"version": "1.0", "vulns": [{"id": "PYSEC-2026-2", "fix_versions": []}]}
SKIPPED = {"skip_reason": "not found"}

# In the place of pip-audit: answers for the packages that it is asked about.
FAKE = """
import json, re, sys
answers = json.loads(sys.argv[1])
names = re.findall(r"^(\\w+)==", open(sys.argv[-1]).read(), re.M)
if answers is None or [*answers] == ["one"] and len(names) > 1:
    sys.exit("Traceback ...\\nno connection")
print(json.dumps({"dependencies": [{"name": name} | answers[name] for name in names]}))
"""


@pytest.fixture
def audit(tmp_path, capsys):
    """Return a function that audits a lock of two packages where a service answers so."""
    spec = importlib.util.spec_from_file_location("audit", ROOT / ".ci/audit.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)

    def audit(answers, lock=LOCK):
        path = tmp_path / "requirements.lock"
        path.write_text(lock)
        code = module.main(str(path), sys.executable, "-c", FAKE, json.dumps(answers))
        return code, capsys.readouterr().out.replace(f"{path}: ", "").splitlines()

    return audit


def test_nothing_known_passes(audit):
    assert audit({"one": FINE, "two": FINE}) == (0, ["2 packages audited, 0 faults"])


def test_what_is_known_of_any_package_fails(audit):
    assert audit({"one": BAD, "two": WORSE}) == (
        1,
        [
            "one 1.0: PYSEC-2026-1, mended in 1.1, 2.0",
            "two 1.0: PYSEC-2026-2, mended in no version yet",
            "2 packages audited, 2 faults",
        ],
    )


def test_a_package_that_the_service_does_not_know_fails(audit):
    assert audit({"one": FINE, "two": SKIPPED}) == (
        1,
        ["two: not found", "2 packages audited, 1 faults"],
    )


@pytest.mark.parametrize(
    ("answers", "why"), [(None, "no connection"), ({"one": SKIPPED}, "not found")]
)
def test_where_no_service_answers_it_says_so_and_passes(audit, answers, why):
    told = f"not audited: no advisory service answers here ({why})"
    assert audit(answers) == (0, [told])


def test_a_service_that_stops_answering_fails(audit):
    assert audit({"one": FINE}) == (
        1,
        ["not audited: no connection", "0 packages audited, 1 faults"],
    )


def test_a_lock_without_packages_is_refused(audit):
    with pytest.raises(SystemExit, match="found no package"):
        audit({}, lock="# nothing\n")


def test_ci_audits_the_lock():
    assert "make audit" in (ROOT / ".ci/run").read_text(encoding="utf-8")
    assert ".ci/audit.py requirements.lock" in (ROOT / "Makefile").read_text(encoding="utf-8")
