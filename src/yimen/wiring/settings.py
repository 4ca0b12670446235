"""Django's settings, from the environment."""

from __future__ import annotations

import tempfile
from pathlib import Path

from yimen.wiring import environment as env
from yimen.wiring import simulated

PACKAGE = Path(__file__).resolve().parent.parent
ROOT = PACKAGE.parent.parent
DATA = env.data_folder()

YIMEN_DEMO = not env.flag(
    "YIMEN_PRODUCTION", default=False
)  # demo data, moved time and demo passwords allowed
DEBUG = False
SECRET_KEY = env.text("YIMEN_SECRET_KEY", "demo-only-secret-key-not-for-production" if YIMEN_DEMO else "")
if not SECRET_KEY:
    raise env.BadEnvironment("YIMEN_SECRET_KEY is needed in production · 生产环境必须设置 YIMEN_SECRET_KEY")
YIMEN_KEYS = env.text("YIMEN_KEYS", SECRET_KEY).split(",")  # the first seals, all open
YIMEN_CRYPTO_SUITE = env.text("YIMEN_CRYPTO_SUITE", "aes")
YIMEN_REACTIONS = "yimen.wiring.reactions.REACTIONS"
YIMEN_TIMETABLE = "yimen.wiring.timetable.TIMETABLE"
YIMEN_SITE = "yimen.wiring.site.site"
YIMEN_FILES = DATA / "files"
YIMEN_DRAFT_FILES = DATA / "drafts"  # what applicants chose and have not sent yet
YIMEN_URL = env.text("YIMEN_URL", f"http://127.0.0.1:{env.number('PORT', 8000)}").rstrip(
    "/"
)  # as outsiders see it
YIMEN_SMS_URL = env.text("YIMEN_SMS_URL") or (simulated.address(DATA) if YIMEN_DEMO else "")
YIMEN_SMS_ACCOUNT = env.text("YIMEN_SMS_ACCOUNT", "yimen-demo")
YIMEN_SMS_SECRET = env.text("YIMEN_SMS_SECRET", "yimen-demo" if YIMEN_DEMO else "")
YIMEN_PRINTER = simulated.printer(DATA) if YIMEN_DEMO else ""  # the demo's own ticket printer
if YIMEN_SMS_URL and not YIMEN_SMS_SECRET:
    raise env.BadEnvironment("YIMEN_SMS_SECRET is needed with YIMEN_SMS_URL · 设置短信网关时必须设置密钥")
YIMEN_LIVE_URL = env.text(  # where browsers hear what is live (base/live.py); else `up` says on which port
    "YIMEN_LIVE_URL", "/" if env.flag("YIMEN_PROXY", default=False) else ""
)
ALLOWED_HOSTS = env.text("YIMEN_HOSTS", "*" if YIMEN_DEMO else "").split(",")
CSRF_TRUSTED_ORIGINS = [each for each in env.text("YIMEN_ORIGINS").split(",") if each]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_cotton.apps.SimpleAppConfig",
    "template_partials.apps.SimpleAppConfig",
    "django_htmx",
    "yimen.base",
    "yimen.modules.ledger",
    "yimen.modules.workdays",
    "yimen.modules.people",
    "yimen.modules.catalogue",
    "yimen.modules.papers",
    "yimen.modules.cases",
    "yimen.modules.messages",
    "yimen.modules.reception",
    "yimen.modules.licensing",
    "yimen.modules.evaluation",
    "yimen.api",
    "yimen.desks.window",
    "yimen.desks.department",
    "yimen.desks.supervisor",
    "yimen.desks.hotline",
    "yimen.desks.lobby",
    "yimen.desks.kiosk",
    "yimen.desks.voice",
    "yimen.desks.bookings",
    "yimen.desks.office",
    "yimen.desks.public",
    "yimen.desks.applicant",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "yimen.wiring.live.policy.Policy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "yimen.wiring.middleware.WhoAndWhen",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "yimen.base.middleware.RefusalMiddleware",
]

ROOT_URLCONF = "yimen.wiring.urls"
WSGI_APPLICATION = "yimen.wiring.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "base" / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                "django_cotton.cotton_loader.Loader",
                                "django.template.loaders.filesystem.Loader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        )
                    ],
                )
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "django_cotton.templatetags.cotton",
                "template_partials.templatetags.partials",
                "yimen.base.templatetags.yimen",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "yimen.base.site.site",
            ],
        },
    }
]
COTTON_DIR = "c"

DATABASES = {
    "default": {
        **env.database(env.text("DATABASE_URL", "postgresql:///yimen")),
        "CONN_MAX_AGE": 0,
        "TEST": {"NAME": env.text("YIMEN_TEST_DATABASE") or None},
    }
}
DATABASES["default"]["OPTIONS"] = {
    **DATABASES["default"]["OPTIONS"],  # type: ignore[dict-item]
    "server_side_binding": True,
    "prepare_threshold": 2,  # planning costs more than running: prepare what is asked twice
    "pool": {"min_size": 1, "max_size": env.number("YIMEN_POOL", 8), "timeout": 10},
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.Account"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in {
        "UserAttributeSimilarityValidator": {"user_attributes": ("username", "name")},
        "MinimumLengthValidator": {"min_length": 8},
        "CommonPasswordValidator": {},
        "NumericPasswordValidator": {},
    }.items()
]
YIMEN_DOORS = {  # which try first costs a wait, how long that is, how long the longest: in seconds, doubling
    "password": (5, 30, 3600),
    "passwords": (50, 30, 3600),
    "code": (1, 60, 3600),
    "codes": (20, 60, 3600),
}
YIMEN_RATES = {  # from one address: so many times in so many seconds
    "progress": (60, 60),
    "verify": (60, 60),
    "take": (120, 3600),  # a hall's own wireless is one address
    "ticket_phone": (4, 12 * 3600),  # of one telephone
    "rate": (60, 60),
    "apply": (60, 3600),
    "upload": (300, 3600),
    "check": (120, 60),
    "screen": (600, 3600),
    "kiosk": (60, 60),
    "file": (600, 3600),
    "ticket": (120, 60),
    "book": (60, 3600),
    "booking_find": (30, 600),
    "booking_of": (10, 600),  # tries on one identity number, from anywhere
}
YIMEN_VOICE_EXCHANGE = env.text("YIMEN_VOICE_EXCHANGE", "127.0.0.1" if YIMEN_DEMO else "").split(
    ","
)  # the addresses of the telephone exchange, which says who calls
YIMEN_FORGET_AFTER = 24 * 3600  # seconds after which earlier tries count no more
YIMEN_CODE_DIGITS = 6
YIMEN_CODE_AGE = 5 * 60  # seconds
YIMEN_CODE_TRIES = 5
YIMEN_TOKEN_AGE = 12 * 3600  # seconds
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("YIMEN_PROXY", default=False) else None
)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not YIMEN_DEMO
SECURE_CONTENT_TYPE_NOSNIFF = True
CSRF_FAILURE_VIEW = "yimen.base.errors.csrf_failure"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:"],
        "connect-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'self'"],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 40 * 1024 * 1024
YIMEN_REQUEST_BYTES = 64 * 1024 * 1024  # of one request, its files included
FILE_UPLOAD_HANDLERS = [
    "yimen.base.upload_quota.Quota",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FILE_UPLOAD_TEMP_DIR = tempfile.gettempdir()

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "/static/"
NODE_MODULES = ROOT / "node_modules"
STATICFILES_DIRS = [
    ("tabler/css", NODE_MODULES / "@tabler" / "core" / "dist" / "css"),
    ("tabler/js", NODE_MODULES / "@tabler" / "core" / "dist" / "js"),
]
FONTS = NODE_MODULES / "@expo-google-fonts"
YIMEN_FONTS = [  # one folder a weight: the press loads whatever lies in them
    FONTS / "noto-serif-sc" / "400Regular",
    FONTS / "noto-serif-sc" / "700Bold",
    FONTS / "noto-sans-sc" / "400Regular",
    FONTS / "noto-sans-sc" / "500Medium",
]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": env.text("YIMEN_LOG", "WARNING")},
}
SILENCED_SYSTEM_CHECKS: list[str] = []
