"""Static files under names that hold a digest of their content (STATIC-1 to STATIC-3)."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFilesStorage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's own, with the plain names as long as `collectstatic` has not run."""

    def stored_name(self, name):
        return super().stored_name(name) if self.hashed_files else name
