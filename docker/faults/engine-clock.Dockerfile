# The engine with a wall clock that can be stepped: LD_PRELOAD=/usr/local/lib/wall-clock.so, see wall-clock.c.
ARG BASE=sop-base:bookworm
ARG ENGINE=sop-engine:7.24.0
FROM ${BASE} AS compiler
RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends gcc libc6-dev
COPY wall-clock.c /
RUN gcc -std=c11 -O2 -Wall -Wextra -Werror -shared -fPIC -o /wall-clock.so /wall-clock.c

FROM ${ENGINE}
COPY --from=compiler /wall-clock.so /usr/local/lib/wall-clock.so
