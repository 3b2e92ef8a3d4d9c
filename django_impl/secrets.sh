# To be sourced: exports the secrets. The first values, set or generated, are stored in $DATA_DIR/secrets, which only
# the owner can read, and are used from then on: users have these passwords. A SECRET_KEY that is set is not stored (RUN-2).
# Passwords in files are read first (SETTINGS-9); the server reads SECRET_KEY_FILE itself.
for name in DEMO_PASSWORD ADMIN_PASSWORD; do
    eval "file=\${${name}_FILE:-}"
    if [ -n "$file" ]; then
        given=$(python -c "from core.secret_files import read_secret; print(read_secret('$name'))") || return
        export "$name=$given"
        unset "${name}_FILE"
    fi
done
if [ -n "${DATA_DIR:-}" ]; then
    umask 077
    mkdir -p "$DATA_DIR/secrets"
    for name in SECRET_KEY DEMO_PASSWORD ADMIN_PASSWORD; do
        eval "given=\${$name:-}"
        if [ "$name" = SECRET_KEY ] && [ -n "$given${SECRET_KEY_FILE:-}" ]; then continue; fi
        file="$DATA_DIR/secrets/$name" stored="" move="mv -n" # of several processes, the first one stores
        if [ -e "$file" ]; then stored=$(cat "$file") move="mv -f"; fi
        if [ -z "$stored" ]; then
            value=${given:-$(python -c 'import secrets; print(secrets.token_urlsafe(24))')}
            new=$(mktemp "$file.XXXXXX")
            printf '%s\n' "$value" >"$new"
            $move "$new" "$file" || [ -s "$file" ]
            rm -f "$new"
            stored=$(cat "$file")
        fi
        if [ -n "$given" ] && [ "$given" != "$stored" ]; then
            echo "This $name is not used: $file has the value of the first start." >&2
        fi
        export "$name=$stored"
    done
fi
