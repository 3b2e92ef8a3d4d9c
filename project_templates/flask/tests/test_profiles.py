"""The pages, tested with Flask's test client."""

import pytest
from sqlalchemy import select, update
from werkzeug.security import generate_password_hash

from accounts.models import User
from app import create_app
from core.extensions import db


@pytest.fixture
def app():
    """An application of its own, with `ada` in a database in memory."""
    app = create_app(TESTING=True, WTF_CSRF_ENABLED=False, SQLALCHEMY_DATABASE_URI="sqlite://")
    with app.app_context():  # not shared with the requests: Flask-Login caches the user
        db.create_all()
        ada = User(username="ada", email="ada@example.com", first_name="Ada", last_name="Lovelace")
        ada.password = generate_password_hash("a strong password")
        db.session.add(ada)
        db.session.commit()
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def client(app):
    return app.test_client()


def log_in(client):
    data = {"username": "ada", "password": "a strong password"}
    return client.post("/accounts/login/", data=data)


@pytest.mark.parametrize("value", ["1", "ada"])
def test_a_user_is_found_by_pk_and_by_username(client, value):
    response = client.get(f"/profile/{value}/")
    assert "<h1>Ada Lovelace</h1>" in response.text


def test_a_private_user_is_not_found(app, client):
    with app.app_context():
        db.session.execute(update(User).values(visibility="private"))
        db.session.commit()
    assert client.get("/profile/ada/").status_code == 404


def test_the_own_page_redirects_to_the_login_page(client):
    response = client.get("/profile/")
    assert response.location == "/accounts/login/?next=/profile/"


def test_a_login_redirects_to_the_own_page(client):
    assert log_in(client).location == "/profile/"
    response = client.get("/profile/")
    assert 'id="current-user"' in response.text
    assert response.headers["Cache-Control"] == "private, no-store"


def test_a_sign_up_creates_a_user_in_lower_case(app, client):
    password = "another strong password"
    data = {"username": "Grace", "email": "grace@Example.com"}
    data |= {"password1": password, "password2": password}
    assert client.post("/accounts/signup/", data=data).location == "/profile/"
    with app.app_context():
        query = select(User.email).filter_by(username="grace")
        assert db.session.scalar(query) == "grace@example.com"
