"""Static files under names that hold a digest of their content (STATIC-1 to STATIC-3)."""

import re

from whitenoise import middleware
from whitenoise.storage import CompressedManifestStaticFilesStorage

REFUSES_GZIP = re.compile(r"\bgzip\s*;\s*q=0(\.0*)?\s*(,|$)")


class StaticFilesStorage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's own, with the plain names as long as `collectstatic` has not run."""

    def stored_name(self, name):
        return super().stored_name(name) if self.hashed_files else name


class WhiteNoiseMiddleware(middleware.WhiteNoiseMiddleware):
    """WhiteNoise's own, which takes the word `gzip` for a wish, whatever `q` says (STATIC-2)."""

    def __call__(self, request):
        if REFUSES_GZIP.search(request.headers.get("Accept-Encoding", "")):
            request.META["HTTP_ACCEPT_ENCODING"] = "identity"
        return super().__call__(request)
