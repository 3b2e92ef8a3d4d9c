from flask_caching import Cache
from project import User, app, db

cache = Cache(app, config={"CACHE_TYPE": "SimpleCache"})


@cache.cached(timeout=60, key_prefix="user_count")
def count_users():
    return db.session.scalar(db.select(db.func.count(User.id)))


@app.route("/stats/")
def statistics():
    return f"{count_users()} users"
