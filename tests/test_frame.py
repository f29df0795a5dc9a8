"""The frame holds: what the README promises, where the world may be touched, and what a skip means."""

from __future__ import annotations

import ast
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections import Counter
from pathlib import Path

import pytest

import detente

ROOT = Path(__file__).resolve().parent.parent
SOURCES = sorted((ROOT / "src" / "detente").rglob("*.py"))
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
LAYERED = "record", "agreements", "texts", "dialogue"

# ---------------------------------------------------------------- names


def test_exported_names():
    assert sorted(detente.__all__) == ["DetenteError", "__version__"]
    assert all(hasattr(detente, name) for name in detente.__all__)


def test_version_is_in_the_changelog():
    assert f"## {detente.__version__}" in (ROOT / "CHANGELOG.md").read_text("utf-8")


# ---------------------------------------------------------------- the world is touched in known places

POSIX_MODULES = {"crypt", "fcntl", "grp", "posix", "pty", "pwd", "resource", "spwd", "syslog", "termios", "tty"}
POSIX_NAMES = {
    "os": {
        *("chmod", "chown", "chroot", "fchmod", "fchown", "fdatasync", "fork", "forkpty", "getegid", "geteuid", "getgid", "getuid"),
        *("kill", "killpg", "lchmod", "lchown", "mkfifo", "mknod", "nice", "pread", "pwrite", "setgid", "setsid", "setuid", "sync"),
        *("umask", "O_CLOEXEC", "O_DIRECTORY", "O_DSYNC", "O_NOATIME", "O_NOFOLLOW", "O_NONBLOCK", "O_SYNC"),
    },
    "signal": {"SIGALRM", "SIGCHLD", "SIGHUP", "SIGKILL", "SIGPIPE", "SIGUSR1", "SIGUSR2", "alarm", "setitimer"},
}
POSIX_METHODS = {"chmod", "lchmod"}  # of pathlib.Path


POSIX_WORDS = re.compile(rf"\b(?:{'|'.join(sorted(POSIX_MODULES | POSIX_METHODS | set().union(*POSIX_NAMES.values())))})\b")


def _imports(node: ast.AST):
    """Each module that a node imports as (its first name, the names taken from it)."""
    if isinstance(node, ast.Import):
        for alias in node.names:
            yield alias.name.split(".")[0], set()
    elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
        yield node.module.split(".")[0], {alias.name for alias in node.names}


def posix_only(source: str) -> list[str]:
    """Name what in this source exists on POSIX systems only, or means something else elsewhere."""
    if not POSIX_WORDS.search(source):  # none of the names stands in it anywhere; to take it to pieces costs a hundred times as much
        return []
    found = []
    for node in ast.walk(ast.parse(source)):
        for module, names in _imports(node):
            if module in POSIX_MODULES:
                found.append(f"{node.lineno}: import {module}")
            found += [f"{node.lineno}: {module}.{name}" for name in sorted(names & POSIX_NAMES.get(module, set()))]
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.attr in POSIX_NAMES.get(node.value.id, ()):
            found.append(f"{node.lineno}: {node.value.id}.{node.attr}")
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in POSIX_METHODS:
            found.append(f"{node.lineno}: .{node.func.attr}()")
    return found


def test_the_check_for_posix_sees_what_it_should():
    bad = "import fcntl\nfrom os import fork\nimport os\nos.kill(1, 9)\nos.O_DIRECTORY\npath.chmod(0o600)\nimport resource as r\n"
    assert len(posix_only(bad)) == 6
    assert posix_only("import os\nos.replace('a', 'b')\n") == []


def test_no_posix_call_outside_one_module_of_node():
    assert SOURCES, "there is no source to check"
    allowed = ROOT / "src" / "detente" / "node" / "posix.py"
    found = [f"{path.relative_to(ROOT)}:{what}" for path in SOURCES if path != allowed for what in posix_only(path.read_text("utf-8"))]
    assert found == []


IMPURE_CALLS = {"breakpoint", "input", "open", "print"}
IMPURE_METHODS = {"now", "today", "utcnow", "fromtimestamp"}  # of datetime and date: a clock, or the machine's time zone
IMPURE_WORDS = re.compile(rf"\b(?:{'|'.join(sorted(IMPURE_CALLS | IMPURE_METHODS))})\b")


def impure(source: str) -> list[str]:
    """Name what in this source reaches for the world without an import that import-linter would see."""
    if not IMPURE_WORDS.search(source):  # as in `posix_only`
        return []
    found = []
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Name) and node.func.id in IMPURE_CALLS:
            found.append(f"{node.lineno}: {node.func.id}()")
        elif isinstance(node.func, ast.Attribute) and node.func.attr in IMPURE_METHODS:
            owner = node.func.value
            name = owner.id if isinstance(owner, ast.Name) else owner.attr if isinstance(owner, ast.Attribute) else ""
            if name in {"date", "datetime", "dt"}:
                found.append(f"{node.lineno}: {name}.{node.func.attr}()")
    return found


def test_the_check_for_purity_sees_what_it_should():
    assert len(impure("open('x')\ndatetime.now()\ndatetime.date.today()\nprint(1)\n")) == 4
    assert impure("store.open('x')\ndatetime.strptime(a, b)\nnow = at\n") == []


def test_record_agreements_and_dialogue_read_no_disk_and_no_clock():
    found = [
        f"{path.relative_to(ROOT)}:{what}"
        for part in LAYERED
        for path in sorted((ROOT / "src" / "detente" / part).rglob("*.py"))
        for what in impure(path.read_text("utf-8"))
    ]
    assert found == []


def given_twice(source: str) -> list[str]:
    """Names that a module or one of its classes gives to two things; the second would silently take the place of the first."""
    tree = ast.parse(source)
    found = []
    for body in (tree.body, *(node.body for node in tree.body if isinstance(node, ast.ClassDef))):
        named = [node.target.id for node in body if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)]
        named += [each.id for node in body if isinstance(node, ast.Assign) for each in node.targets if isinstance(each, ast.Name)]
        found += [name for name, times in Counter(named).items() if times > 1]
    return found


def test_no_name_is_given_to_two_things():
    assert given_twice("A: int = 1\nB = 2\nclass C:\n    d: int\n    d: int\nA = 3") == ["A", "d"]
    twice = {str(path): names for path in SOURCES if (names := given_twice(path.read_text("utf-8")))}
    assert twice == {}


def test_each_pure_part_that_exists_is_in_the_contract():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    forbidden = next(contract for contract in contracts if contract["type"] == "forbidden")
    there = {f"detente.{part}" for part in LAYERED if (ROOT / "src" / "detente" / part / "__init__.py").exists()}
    assert set(forbidden["source_modules"]) == there


# ---------------------------------------------------------------- pages


def test_readme_opens_with_the_two_commands():
    first_screen = (ROOT / "README.md").read_text("utf-8")[:2500]
    for wanted in ("make demo", "make test", 'make demo ARGS="--no-browser"', "docs/count.png"):
        assert wanted in first_screen


LINK = re.compile(r"\[[^\]\n]*\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def _anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, made as the usual renderers make them."""
    heads = re.findall(r"^#+ +(.+?) *$", FENCE.sub("", page.read_text("utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_each_relative_link_resolves(page):
    text = FENCE.sub("", page.read_text("utf-8"))
    broken = []
    for target in LINK.findall(text):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        file = (page.parent / name).resolve() if name else page
        if not file.exists() or (anchor and file.suffix == ".md" and anchor not in _anchors(file)):
            broken.append(target)
    assert broken == []


def test_each_page_can_be_reached_from_the_readme():
    reached, todo = set(), [ROOT / "README.md"]
    while todo:
        page = todo.pop()
        if page in reached:
            continue
        reached.add(page)
        if page.suffix == ".md" and page.exists():
            links = [target.partition("#")[0] for target in LINK.findall(page.read_text("utf-8")) if not re.match(r"[a-z]+:", target)]
            todo += [(page.parent / name).resolve() for name in links if name]
    assert [str(page.relative_to(ROOT)) for page in PAGES if page not in reached] == []


def test_glossary_has_each_term_in_three_languages():
    lines = (ROOT / "docs" / "glossary.md").read_text("utf-8").splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| ")]
    terms = [row for row in rows if row[0] != "English" and not set(row[0]) <= set("-: ")]
    assert len(terms) >= 35
    for english, russian, arabic, technical in terms:
        assert english
        assert technical
        assert re.search(r"[а-яё]", russian), english
        assert re.search(r"[\u0621-\u064a]", arabic), english
    assert len({row[0] for row in terms}) == len(terms)


def test_threat_model_has_each_attack_once():
    text = (ROOT / "docs" / "threat-model.md").read_text("utf-8")
    assert re.findall(r"^\| F(\d+) ", text, re.MULTILINE) == [str(n) for n in range(1, 40)]


def test_each_test_that_the_threat_model_names_is_there():
    text = (ROOT / "docs" / "threat-model.md").read_text("utf-8")
    named = re.findall(r"\b(tests/[\w/]+\.py)(?:::(\w+))?", text)
    assert len(named) > 60
    missing = []
    for file, function in named:
        path = ROOT / file
        if not path.exists() or (function and not re.search(rf"^def {function}\(", path.read_text("utf-8"), re.MULTILINE)):
            missing.append(f"{file}::{function}" if function else file)
    assert missing == []


def test_each_promise_of_the_threat_model_names_a_test():
    text = (ROOT / "docs" / "threat-model.md").read_text("utf-8")
    tables = text[text.index("## Who is against whom") : text.index("## Who can sign in a person's name")]
    rows = [
        row
        for row in re.findall(r"^\|.*\|$", tables, re.MULTILINE)
        if not row.startswith(("|---", "| it can", "| they can", "| what happens"))
    ]
    assert len(rows) > 20
    assert [row for row in rows if "tests/" not in row.split("|")[-2]] == []


# ---------------------------------------------------------------- what the program is made of


def test_two_builds_of_the_wheel_are_the_same_to_the_byte(tmp_path: Path):
    """From two folders, at two times: what is handed out can be compared with what anybody builds from the sources."""
    digests = []
    for name in ("one", "two"):
        folder = tmp_path / name / "sources"
        for each in ("src", "examples"):
            shutil.copytree(ROOT / each, folder / each, ignore=shutil.ignore_patterns("__pycache__", "*.mo"), copy_function=shutil.copy)
        for each in ("pyproject.toml", "hatch_build.py", "README.md", "LICENSE"):
            shutil.copy(ROOT / each, folder)
        build = (sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", tmp_path / name)  # as pip asks it to
        built = subprocess.run(build, cwd=folder, capture_output=True, text=True, check=False)
        assert built.returncode == 0, built.stderr
        (wheel,) = (tmp_path / name).glob("detente-*.whl")
        digests.append(hashlib.sha256(wheel.read_bytes()).hexdigest())
        with zipfile.ZipFile(wheel) as packed:
            compiled = [name for name in packed.namelist() if name.endswith("LC_MESSAGES/detente.mo")]
        assert len(compiled) == 2, "the catalogues of both languages are compiled in it"
    assert digests[0] == digests[1]


def test_the_list_of_what_it_is_made_of_names_every_locked_package_and_what_the_verifier_carries():
    made = subprocess.run(
        [sys.executable, "scripts/sbom.py"], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=True
    ).stdout
    parts = json.loads(made)["components"]
    names = [part["name"] for part in parts if part["purl"].startswith("pkg:pypi/")]
    lock = (ROOT / "requirements" / "lock.txt").read_text("utf-8")
    assert names == sorted(re.findall(r"^([a-z0-9][a-z0-9._-]*)==", lock, re.MULTILINE))
    required = {part["name"] for part in parts if part["scope"] == "required"}
    assert required >= {"babel", "cryptography", "msgspec", "pyrage", "rich", "typer", "@noble/hashes"}
    assert not required & {"pytest", "mypy", "duckdb"}


# ---------------------------------------------------------------- what a skip means (tests/conftest.py)


def run_pytest(folder: Path, body: str, *args: str, ci: bool) -> subprocess.CompletedProcess[str]:
    """Run the body as a test file beside a copy of our conftest."""
    (folder / "conftest.py").write_text((ROOT / "tests" / "conftest.py").read_text("utf-8"), "utf-8")
    (folder / "test_sample.py").write_text("import pytest\n\n" + body, "utf-8")
    (folder / "pytest.ini").write_text("[pytest]\nmarkers =\n    needs(*programs): as in pyproject.toml\n", "utf-8")
    env = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", "COV_")) and name != "CI"}
    env |= {"PYTHONPATH": str(ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"} | ({"CI": "true"} if ci else {})
    alone = ("-p", "no:cacheprovider", "-p", "xdist.plugin", "--rootdir", str(folder))
    command = [sys.executable, "-m", "pytest", "--strict-markers", *alone, str(folder), *args]
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, encoding="utf-8", check=False)


# The program is put into the table under a name that no machine has.
NEEDS_NOTHING_REAL = """
import sys
conftest = next(m for n, m in list(sys.modules.items()) if n.rpartition(".")[2] == "conftest" and hasattr(m, "NEEDS"))
conftest.NEEDS["no-such-program"] = (lambda: False, "apt-get install no-such-program")

@pytest.mark.needs("no-such-program")
def test_with_it(): raise AssertionError

def test_without(): pass
"""


@pytest.mark.parametrize("args", [(), ("-n", "1")], ids=["alone", "xdist"])
@pytest.mark.parametrize("ci", [False, True], ids=["by hand", "in CI"])
def test_a_missing_program_skips_by_name_and_fails_in_ci(tmp_path, ci, args):
    done = run_pytest(tmp_path, NEEDS_NOTHING_REAL, *args, ci=ci)
    assert done.returncode == (1 if ci else 0), done.stdout + done.stderr
    assert "skipped, and what would enable each" in done.stdout
    assert "needs no-such-program: apt-get install no-such-program" in done.stdout
    assert ("a failure, because CI=true" in done.stdout) == ci
    assert re.fullmatch(r"=+ 1 passed, 1 skipped in [\d.]+s (\([\d:]+\) )?=+", done.stdout.splitlines()[-1])


def test_absent_public_vectors_may_skip_in_ci(tmp_path):
    body = "def test_it(): pytest.skip('public vectors: rfc6962 is not here')\n\ndef test_other(): pass\n"
    done = run_pytest(tmp_path, body, ci=True)
    assert done.returncode == 0, done.stdout
    assert "public vectors: rfc6962 is not here" in done.stdout


def test_a_whole_module_that_skips_fails_in_ci(tmp_path):
    done = run_pytest(tmp_path, "pytest.importorskip('no_such_module')\n", ci=True)
    assert done.returncode == 1, done.stdout


def test_an_unknown_need_is_refused(tmp_path):
    done = run_pytest(tmp_path, "@pytest.mark.needs('agee')\ndef test_it(): pass\n", ci=False)
    assert done.returncode == pytest.ExitCode.USAGE_ERROR
    assert "'agee'" in done.stdout + done.stderr


def test_a_green_run_prints_no_list(tmp_path):
    done = run_pytest(tmp_path, "def test_it(): pass\n", ci=True)
    assert done.returncode == 0, done.stdout
    assert "what would enable" not in done.stdout


# ---------------------------------------------------------------- the task file


def test_the_ci_entry_point():
    script = ROOT / ".ci" / "run"
    commands = [line for line in script.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    assert commands[0] == "set -euo pipefail"
    assert commands[-1] == "make test"
    assert os.access(script, os.X_OK)


def test_the_lock_names_hashes_and_no_host():
    text = (ROOT / "requirements" / "lock.txt").read_text("utf-8")
    packages = re.findall(r"^([a-z0-9-]+)==", text, re.MULTILINE)
    core = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    assert {re.split(r"[<>=]", line)[0] for line in core} <= set(packages)
    assert text.count("==") == len(packages)
    assert all("--hash=sha256:" in block for block in re.split(r"^(?=[a-z])", text, flags=re.MULTILINE)[1:])
    assert not re.search(r"https?://|^-|file:", text, re.MULTILINE)
