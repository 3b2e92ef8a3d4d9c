from django.db import connection


# example/queries.py
def count_users(domain):
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM auth_user WHERE email LIKE %s", [f"%@{domain}"])
        return cursor.fetchone()[0]
