# Debian's PostgreSQL 15 for tests: one database "engine" of one user "sop", made when the container first starts.
ARG BASE=sop-base:bookworm
FROM ${BASE}
RUN apt-get update -qq \
 && apt-get install -y -qq --no-install-recommends postgresql-15 \
 && rm -rf /var/lib/apt/lists/* /var/lib/postgresql/15/main
COPY postgres-start /usr/local/bin/postgres-start
USER postgres
ENV PGDATA=/var/lib/postgresql/15/engine
EXPOSE 5432
STOPSIGNAL SIGINT
ENTRYPOINT ["postgres-start"]
