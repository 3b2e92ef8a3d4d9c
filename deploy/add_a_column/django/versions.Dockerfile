# Three versions, each from the one before: docker build --target add --build-arg FIRST=... --file versions.Dockerfile .
ARG FIRST=profiles-django
FROM $FIRST AS add
USER root
COPY --chmod=644 0010_add_motto.py accounts/migrations/
RUN sed -i 's/^    visibility = models/    motto = models.CharField(max_length=100, blank=True, db_default="")\n&/' accounts/models.py
USER app

FROM add AS forget
USER root
COPY --chmod=644 0011_forget_motto.py accounts/migrations/
RUN sed -i '/^    motto = /d' accounts/models.py
USER app

FROM forget AS drop
COPY --chmod=644 0012_drop_motto.py accounts/migrations/
