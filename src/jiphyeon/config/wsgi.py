"""The web process: `granian --interface wsgi jiphyeon.config.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiphyeon.config.settings")
application = get_wsgi_application()
