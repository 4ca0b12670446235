"""Typed readers for the environment. A wrong value stops the start with a sentence."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import parse_qsl, unquote, urlsplit


class Variable(NamedTuple):
    """One thing an operator may set, and what it is where nobody sets it."""

    name: str
    default: str
    zh: str
    en: str


# fmt: off
VARIABLES: Final = (
    Variable("PORT",               "8000",               "网页端口",                     "port of the pages"),
    Variable("DATABASE_URL",       "embedded",           "PostgreSQL 地址；不填则自带",  "a PostgreSQL server; else our own"),
    Variable("YIMEN_DATA",         "var/",               "数据和文件所在的文件夹",       "folder of data and files"),
    Variable("YIMEN_HOST",         "127.0.0.1",          "监听的地址",                   "address to listen on"),
    Variable("YIMEN_URL",          "http://HOST:PORT",   "对外的网址（用于二维码等）",   "address outsiders see, as in QR codes"),
    Variable("YIMEN_PRODUCTION",   "0",                  "1 为正式运行，无演示数据",     "1: no demo data, no moved time"),
    Variable("YIMEN_CLOCK",        "2026-03-02T09:00",   "演示时间从何时开始",           "where a demo's time starts"),
    Variable("YIMEN_SECRET_KEY",   "demo only",          "会话等签名的密钥",             "signs sessions; secret"),
    Variable("YIMEN_KEYS",         "YIMEN_SECRET_KEY",   "加密密钥，逗号分隔，首个加密", "seal personal data; first seals"),
    Variable("YIMEN_CRYPTO_SUITE", "aes",                "加密算法：aes 或 sm",          "aes or sm (SM3, SM4)"),
    Variable("YIMEN_HOSTS",        "* in a demo",        "允许的域名，逗号分隔",         "host names answered to"),
    Variable("YIMEN_ORIGINS",      "",                   "可信来源，逗号分隔",           "trusted origins of forms"),
    Variable("YIMEN_PROXY",        "0",                  "1 表示前有 HTTPS 代理",        "1: behind a proxy that speaks HTTPS"),
    Variable("YIMEN_SMS_URL",      "simulator",          "短信网关地址",                 "the SMS gateway"),
    Variable("YIMEN_SMS_ACCOUNT",  "yimen-demo",         "短信网关账号",                 "account at the SMS gateway"),
    Variable("YIMEN_SMS_SECRET",   "demo only",          "短信网关密钥",                 "secret of the SMS gateway"),
    Variable("YIMEN_VOICE_EXCHANGE", "127.0.0.1",        "可信的电话平台，逗号分隔",   "exchanges believed on who calls"),
    Variable("YIMEN_LIVE_PORT",    "next free after PORT", "实时推送的端口",            "port of what is live"),
    Variable("YIMEN_LIVE_URL",     "that port; / behind a proxy", "浏览器访问实时推送的地址", "where browsers hear what is live"),
    Variable("YIMEN_LIVE_STREAMS", "1000",               "同时连接的屏幕数上限",         "screens connected at once, at most"),
    Variable("YIMEN_WORKERS",      "one a core, 2 to 8", "网页进程数",                   "processes that answer"),
    Variable("YIMEN_THREADS",      "4",                  "每个进程的线程数",             "threads in each of them"),
    Variable("YIMEN_POOL",         "8",                  "每个进程的数据库连接上限",     "database connections of each, at most"),
    Variable("YIMEN_LOG",          "WARNING",            "日志级别",                     "level of the log"),
    Variable("PG_BIN",             "the wheel's",        "PostgreSQL 程序目录",          "folder of PostgreSQL's programs"),
)
# fmt: on
"""All there is; a test compares it with the code."""


class BadEnvironment(SystemExit):
    """A setting that cannot be used, said in one sentence."""


def text(name: str, default: str = "") -> str:
    return os.environ.get(name) or default


def flag(name: str, *, default: bool) -> bool:
    value = os.environ.get(name, "").strip().lower()
    if value in {"", "1", "0", "true", "false", "yes", "no"}:
        return default if value == "" else value in {"1", "true", "yes"}
    raise BadEnvironment(f"{name}={value!r}: write 1 or 0 · 请填写 1 或 0")


def number(name: str, default: int) -> int:
    value = os.environ.get(name, "")
    try:
        return int(value) if value else default
    except ValueError:
        raise BadEnvironment(f"{name}={value!r}: write a whole number · 请填写整数") from None


def data_folder() -> Path:
    """Where everything lives that is not code: the embedded database and the files (`YIMEN_DATA`)."""
    return Path(text("YIMEN_DATA", str(Path(__file__).resolve().parents[3] / "var"))).resolve()


def database(url: str) -> dict[str, object]:
    """Django's DATABASES entry for `postgresql://user:password@host:port/name?options`."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise BadEnvironment("DATABASE_URL: Yimen needs PostgreSQL (postgresql://…) · 只支持 PostgreSQL")
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "yimen",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", None) or unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
    }
