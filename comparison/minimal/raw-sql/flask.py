from project import db
from sqlalchemy import text


def count_users(domain):
    query = text('SELECT count(*) FROM "user" WHERE email LIKE :pattern')
    return db.session.scalar(query, {"pattern": f"%@{domain}"})
