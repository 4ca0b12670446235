"""Set-up: makes all that `make run` and `make test` need beside the code itself, and skips what is up to date.

Standard library only. Everything goes into `.venv` and `node_modules`, pinned by hash; the one exception is the
browser for tests, which on Debian root may install. `setup.py run` is enough to run, `setup.py test` for tests too.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import time
import venv
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
BIN = VENV / "bin"
PYTHON = BIN / "python"
LOCKS = ROOT / "requirements"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
TAIL = 25  # lines of a failed program that are shown


class Step(NamedTuple):
    """One thing to have: its name, what it gives, how it is made, and the files that decide if it is still right."""

    name: str
    zh: str
    en: str
    gives: Path
    make: Callable[[], None]
    inputs: tuple[Path, ...] = ()


class Failed(SystemExit):
    """A step could not be made; the sentence says what to do."""


def main(purpose: str) -> int:
    if sys.version_info < (3, 11):  # noqa: UP036  # whoever calls us may have another
        raise Failed(
            f"Python 3.11 or newer is needed, this is {sys.version.split()[0]} · 需要 Python 3.11 或更高版本"
        )
    lock = os.open(ROOT, os.O_RDONLY)
    fcntl.flock(lock, fcntl.LOCK_EX)  # a second set-up waits, then finds everything done
    try:
        for step in steps(purpose):
            take(step)
        if purpose == "test":
            browser()
    finally:
        os.close(lock)
    return 0


def steps(purpose: str) -> list[Step]:
    build = LOCKS / "build.txt"
    locale = ROOT / "src" / "yimen" / "locale"
    python = Step(
        "python", "建立 Python 环境 .venv", "making the Python environment .venv", PYTHON, environment
    )
    run = Step(
        "run", "安装运行所需的软件包（约一分钟）", "installing what the product needs (about a minute)",
        BIN / "granian", lambda: packages("run"), (build, LOCKS / "run.txt"),
    )  # fmt: skip
    dev = Step(
        "dev", "安装检查和测试所需的软件包", "installing what checks and tests need",
        BIN / "pytest", lambda: packages("dev"), (build, LOCKS / "dev.txt"),
    )  # fmt: skip
    yimen = Step(
        "yimen",
        "安装 yimen 命令",
        "installing the yimen command",
        BIN / "yimen",
        project,
        (ROOT / "pyproject.toml",),
    )
    node = Step(
        "node", "安装网页样式、图标和字体", "installing styles, icons and fonts",
        ROOT / "node_modules" / ".package-lock.json", assets, (ROOT / "package-lock.json", LOCKS / "node.txt"),
    )  # fmt: skip
    words = Step(
        "words", "编译中文", "compiling the Chinese",
        locale / "zh_Hans" / "LC_MESSAGES" / "django.mo", translations, (*locale.rglob("*.po"),),
    )  # fmt: skip
    return [python, run, *([dev] if purpose == "test" else []), yimen, node, words]


def take(step: Step) -> None:
    """Make it, unless it is there and what decides is as it was when it was made here, by this Python."""
    digest = hashlib.sha256(f"{ROOT} {sys.version} {step.name}".encode())
    for path in sorted(step.inputs):
        digest.update(path.read_bytes())
    mark = VENV / "made" / step.name
    if step.gives.exists() and mark.exists() and mark.read_text() == digest.hexdigest():
        return
    print(f"· {step.zh} · {step.en}", end=" ", flush=True)
    mark.unlink(missing_ok=True)
    started = time.monotonic()
    step.make()
    mark.parent.mkdir(parents=True, exist_ok=True)
    mark.write_text(digest.hexdigest())
    print(f"({time.monotonic() - started:.0f} s)", flush=True)


def environment() -> None:
    """Made anew where the folder was moved or its Python is another now: its scripts name both."""
    if works(PYTHON):
        return
    try:
        venv.EnvBuilder(clear=True, with_pip=True, symlinks=True).create(VENV)
    except (OSError, subprocess.CalledProcessError) as error:
        raise Failed(
            f"\npython -m venv: {error}\nOn Debian: apt-get install python3-venv · 在 Debian 上请安装 python3-venv"
        ) from None


def works(python: Path) -> bool:
    """It runs, is of our version and lives where its scripts say it does."""
    pip = BIN / "pip"
    if not python.exists() or not pip.exists() or str(python) not in pip.read_text():
        return False
    asked = [str(python), "-c", "import sys, pip; print(*sys.version_info[:2])"]
    said = subprocess.run(asked, capture_output=True, text=True, check=False)
    return said.stdout.split() == [str(part) for part in sys.version_info[:2]]


def packages(which: str) -> None:
    """Exactly the locked versions, whole by hash, from whatever index this machine uses.

    jieba has no wheel: it is built here by the locked setuptools, without fetching another.
    """
    pip("install", "--require-hashes", "-r", str(LOCKS / "build.txt"))
    pip("install", "--require-hashes", "--no-build-isolation", "-r", str(LOCKS / f"{which}.txt"))


def project() -> None:
    pip("install", "--no-deps", "--no-build-isolation", "--editable", str(ROOT))


def assets() -> None:
    """By the machine's own Node if it has a fit one, else by the one from the wheel. No package runs a script."""
    if not fit_node():
        pip("install", "--require-hashes", "-r", str(LOCKS / "node.txt"))
    call(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"])


def fit_node() -> bool:
    if (BIN / "npm").exists():
        return True
    if not shutil.which("npm") or not shutil.which("node"):
        return False
    said = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False)
    major = said.stdout.lstrip("v").partition(".")[0]
    return major.isdigit() and int(major) >= 18


def translations() -> None:
    call([str(PYTHON), "-m", "yimen.wiring.translations"])


def browser() -> None:
    """Chromium for the browser tests: Debian's, where we may; else they are skipped, and say so."""
    if any(map(shutil.which, BROWSERS)):
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("· 安装 Chromium，供浏览器测试使用 · installing Chromium for the browser tests", flush=True)
        apt = ["apt-get", "-q", "-o", "DPkg::Lock::Timeout=300"]
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for words in (["update"], ["install", "-y", "--no-install-recommends", "chromium"]):
            if subprocess.run([*apt, *words], env=quiet, capture_output=True, check=False).returncode:
                break
    if not any(map(shutil.which, BROWSERS)):
        print(
            "· 没有 Chromium，浏览器测试将跳过 · no Chromium here: browser tests will be skipped", flush=True
        )


def pip(*words: str) -> None:
    quiet = ["--quiet", "--no-input", "--disable-pip-version-check", "--root-user-action=ignore"]
    call([str(PYTHON), "-I", "-m", "pip", *words, *quiet])


def call(command: list[str]) -> None:
    surroundings = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}
    said = subprocess.run(
        command, cwd=ROOT, env=surroundings, stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
    )  # fmt: skip
    if said.returncode:
        last = "\n".join(said.stdout.strip().splitlines()[-TAIL:])
        raise Failed(f"\n{last}\n\n{' '.join(command)}\n这一步没有成功 · this step failed; see above")


if __name__ == "__main__":
    if sys.argv[1:] not in (["run"], ["test"]):
        raise SystemExit("setup.py run | test")
    try:
        raise SystemExit(main(sys.argv[1]))
    except KeyboardInterrupt:
        raise SystemExit(130) from None
