# To be sourced: exports the secrets that the environment lacks. They are made once and kept, for
# their owner's eyes only, in $DATA_DIR/secrets (RUN-2).
if [ -n "${DATA_DIR:-}" ]; then
    umask 077
    mkdir -p "$DATA_DIR/secrets"
    for name in SECRET_KEY DEMO_PASSWORD ADMIN_PASSWORD; do
        eval "[ -z \"\${$name:-}\" ]" || continue
        file="$DATA_DIR/secrets/$name"
        if [ ! -e "$file" ]; then
            made=$(mktemp "$file.XXXXXX")
            python -c 'import secrets; print(secrets.token_urlsafe(24))' >"$made"
            ln "$made" "$file" 2>/dev/null || true # whoever was first has made it
            rm "$made"
        fi
        export "$name=$(cat "$file")"
    done
fi
