"""The pages of people, tested from within: a client without a server, and the models."""

import pytest
from flask import template_rendered
from flask_login import login_required
from sqlalchemy import create_engine, event, select, update
from sqlalchemy.orm import Session

from accounts.hashing import hash_password
from accounts.models import User
from app import create_app
from core.extensions import db


@pytest.fixture
def app():
    """An application of its own, with `ada` in a database in memory."""
    settings = {"WTF_CSRF_ENABLED": False, "SQLALCHEMY_DATABASE_URI": "sqlite://"}
    settings |= {"TASK_WORKER": False}  # a thread would use the database of the tests, too
    app = create_app(TESTING=True, **settings)
    with app.app_context():  # not shared with the requests: Flask-Login caches the user
        db.create_all()
        ada = User(username="ada", email="ada@example.com", first_name="Ada", last_name="Lovelace")
        ada.password = hash_password("a strong password")
        db.session.add(ada)
        db.session.commit()
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def client(app):
    return app.test_client()


@pytest.fixture
def ada(app):
    with app.app_context():
        return db.session.scalar(db.select(User))


def log_in(client):
    data = {"username": "ada", "password": "a strong password"}
    return client.post("/accounts/login/", data=data, follow_redirects=True)


def test_a_user_is_found_by_pk_and_by_username(client, ada):
    for value in (ada.id, "ada"):
        response = client.get(f"/profile/{value}/")
        assert "<h1>Ada Lovelace</h1>" in response.text


def test_a_page_is_made_from_its_template_in_one_query(app, client):
    client.get("/")  # the first page reads the sites, too
    templates, queries = [], []
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", lambda *about: queries.append(about[2]))
    with template_rendered.connected_to(lambda app, template, **_: templates.append(template.name)):
        client.get("/profile/ada/")
    assert templates == ["profiles/detail.html"]
    assert [query.split()[0] for query in queries] == ["SELECT"]


def test_a_private_user_is_not_found(app, client):
    with app.app_context():
        db.session.execute(update(User).values(visibility="private"))
        db.session.commit()
    assert client.get("/profile/ada/").status_code == 404


def test_the_own_page_asks_for_a_login(client):
    response = client.get("/profile/")
    assert response.location == "/accounts/login/?next=/profile/"


def test_the_decorator_checks_the_login_below_the_route_only(app, client):
    @app.get("/checked/")
    @login_required
    def checked():
        return "shown"

    @login_required
    @app.get("/unchecked/")
    def unchecked():
        return "shown"

    assert client.get("/checked/").location.startswith("/accounts/login/")
    assert client.get("/unchecked/").status_code == 200


def test_a_login_leads_to_the_own_page(client):
    response = log_in(client)
    assert response.request.path == "/profile/"
    assert 'id="current-user"' in response.text


def test_an_edit_is_stored(app, client):
    log_in(client)
    data = {"email": "ada@example.com", "bio": "Mathematician", "visibility": "public"}
    client.post("/accounts/edit/", data=data)
    with app.app_context():
        assert db.session.scalar(db.select(User.bio)) == "Mathematician"


def test_the_models_work_without_an_application():
    engine = create_engine("sqlite://")
    db.metadata.create_all(engine)
    with Session(engine) as session:
        session.add(User(username="grace", email="grace@example.com", password="!"))
        session.commit()
        assert session.scalar(select(User.username).where(User.matches("grac"))) == "grace"
    engine.dispose()


def test_a_related_row_is_never_loaded_by_a_query_of_its_own():
    relationships = [each for mapper in db.Model.registry.mappers for each in mapper.relationships]
    lazy = {str(each): each.lazy for each in relationships if each.direction.name == "MANYTOONE"}
    assert "Token.user" in lazy
    assert set(lazy.values()) == {"raise", "joined"}
