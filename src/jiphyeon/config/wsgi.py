"""The web process: `granian --interface wsgi jiphyeon.config.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiphyeon.config.settings")
_django = get_wsgi_application()

from jiphyeon.foundation.ui.answering import only_utf8  # noqa: E402 -- its templates need the settings above

application = only_utf8(_django)
