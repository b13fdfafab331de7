"""Settings: one file, read from the environment. Nothing secret has a default outside demo mode."""

SECRET_KEY = "scaffold"  # noqa: S105 -- replaced with the accounts room
INSTALLED_APPS: list[str] = []
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
