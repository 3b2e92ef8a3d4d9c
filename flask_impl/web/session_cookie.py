"""The signed session cookie, with a clock that is behind that of the signer (SESSION-6)."""

from flask.sessions import SecureCookieSessionInterface
from itsdangerous import SignatureExpired, TimestampSigner


class FutureSigner(TimestampSigner):
    """Extends `itsdangerous.TimestampSigner`: accepts timestamps of the future.

    The clock may have been set back since, or the clock of another replica may be ahead.
    """

    def unsign(self, value, max_age=None, return_timestamp=False):
        try:
            return super().unsign(value, max_age, return_timestamp)
        except SignatureExpired as error:
            if error.date_signed.timestamp() < self.get_timestamp():
                raise
            return super().unsign(value, None, return_timestamp)


class SessionInterface(SecureCookieSessionInterface):
    """Extends `flask.sessions.SecureCookieSessionInterface`: signs with FutureSigner."""

    def get_signing_serializer(self, app):
        serializer = super().get_signing_serializer(app)
        serializer.signer = FutureSigner
        return serializer
