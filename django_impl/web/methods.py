"""The HTTP methods of an HTML form (ROUTE-3, ERROR-2)."""


class FormMethodsMixin:
    """Allow the methods of a form only: Django's edit views also define `put` and `delete`."""

    http_method_names = ["get", "head", "post", "options"]
