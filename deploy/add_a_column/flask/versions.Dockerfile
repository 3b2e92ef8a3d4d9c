# Three versions, each from the one before: docker build --target add --build-arg FIRST=... --file versions.Dockerfile .
ARG FIRST=profiles-flask
FROM $FIRST AS add
USER root
COPY --chmod=644 0019_add_motto.py migrations/versions/
RUN sed -i 's/^    visibility: Mapped/    motto: Mapped[str] = mapped_column(String(100), server_default="")\n&/' accounts/models.py
USER app

FROM add AS forget
USER root
RUN sed -i '/^    motto: /d' accounts/models.py
USER app

FROM forget AS drop
COPY --chmod=644 0020_drop_motto.py migrations/versions/
