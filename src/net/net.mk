# SPDX-License-Identifier: MIT
# Sources of src/net, sorted, one per line.
net_sources = \
	src/net/backoff.c \
	src/net/http.c \
	src/net/http_aim.c \
	src/net/http_easy.c \
	src/net/http_error.c \
	src/net/http_listen.c \
	src/net/http_measure.c \
	src/net/http_scheme.c \
	src/net/incoming.c \
	src/net/request.c \
	src/net/url.c \
	src/net/url_check.c \
	$(end)
