from project import User, db
from sqlalchemy import select, update

users = User.__table__


def find_usernames():
    query = select(users.c.username).where(users.c.is_active).order_by(users.c.username)
    return list(db.session.scalars(query))


def deactivate(username):
    query = update(users).where(users.c.username == username).values(is_active=False)
    result = db.session.execute(query)
    db.session.commit()
    return result.rowcount
