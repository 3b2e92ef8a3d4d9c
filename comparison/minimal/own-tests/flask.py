import pytest
from views import User, app, db  # the topic “Profile by username (slug)”


@pytest.fixture
def client():
    with app.app_context():
        db.create_all()
        db.session.add(User(username="hedy"))
        db.session.commit()
        yield app.test_client()
        db.drop_all()


def test_profile(client):
    assert "hedy" in client.get("/profile/hedy/").text


def test_unknown_username(client):
    assert client.get("/profile/nothing/").status_code == 404
