"""Static files with a hash of their content in the name (STATIC-1 to STATIC-3)."""

import re

from whitenoise import middleware
from whitenoise.storage import CompressedManifestStaticFilesStorage

EXCLUDES_GZIP = re.compile(r"\bgzip\s*;\s*q=0(\.0*)?\s*(,|$)")


class StaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Extends `CompressedManifestStaticFilesStorage`: plain names until `collectstatic` has run."""

    def stored_name(self, name):
        return super().stored_name(name) if self.hashed_files else name


class WhiteNoiseMiddleware(middleware.WhiteNoiseMiddleware):
    """Extends `whitenoise.middleware.WhiteNoiseMiddleware`: respects `gzip;q=0` (STATIC-2)."""

    def __call__(self, request):
        if EXCLUDES_GZIP.search(request.headers.get("Accept-Encoding", "")):
            request.META["HTTP_ACCEPT_ENCODING"] = "identity"
        return super().__call__(request)
