"""What a view gets from a regular expression in a URL rule."""

import pytest
from flask import Flask
from werkzeug.exceptions import NotFound
from werkzeug.routing import BaseConverter


class RegexConverter(BaseConverter):
    """Text that matches a regular expression, which a rule gives as the argument."""

    def __init__(self, url_map, regex):
        super().__init__(url_map)
        self.regex = regex


@pytest.fixture
def urls():
    """The URLs of an application, bound to a host, as for a request."""
    app = Flask(__name__)
    app.url_map.converters["regex"] = RegexConverter
    app.add_url_rule(r"/profile/<regex('\d+'):pk>/", "by_pk")
    app.add_url_rule("/<any(profiles, people):name>/<int:page>/", "directory")
    return app.url_map.bind("localhost")


def test_a_converter_passes_a_keyword_argument(urls):
    assert urls.match("/profile/1/") == ("by_pk", {"pk": "1"})


def test_each_part_that_varies_has_a_name(urls):
    assert urls.match("/people/2/") == ("directory", {"name": "people", "page": 2})


@pytest.mark.parametrize("path", ["/profile/ada/", "/users/2/"])
def test_a_path_that_does_not_match_is_not_found(urls, path):
    with pytest.raises(NotFound):
        urls.match(path)
