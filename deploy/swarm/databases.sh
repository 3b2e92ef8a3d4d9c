# Creates the roles and databases of both implementations, when PostgreSQL starts for the first time.
for name in django flask; do
    psql --username=postgres --set=ON_ERROR_STOP=1 --set=name="$name" \
        --set=password="$(cat /run/secrets/database_password)" <<'SQL'
CREATE ROLE :"name" LOGIN PASSWORD :'password' CONNECTION LIMIT 49;
CREATE DATABASE :"name" OWNER :"name" TEMPLATE template0 LOCALE 'C.UTF-8';
SQL
done
