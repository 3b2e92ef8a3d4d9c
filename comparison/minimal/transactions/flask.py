from project import User, db


def create_users(usernames):
    try:
        for username in usernames:
            db.session.add(User(username=username))
        db.session.commit()
    except Exception:
        db.session.rollback()
        raise
