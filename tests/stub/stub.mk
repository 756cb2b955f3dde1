# SPDX-License-Identifier: MIT
# Programs that tests start (not tests themselves) and sources that tests share, sorted.
helper_programs = \
	tests/stub/ask_source \
	tests/stub/demo_server \
	tests/stub/file_server \
	tests/stub/pager_server \
	tests/tools/show \
	$(end)

support_sources = \
	tests/fixtures/fixture_case.c \
	tests/stub/desk.c \
	tests/stub/desk_source.c \
	tests/stub/exchange.c \
	tests/stub/outbox_explore.c \
	tests/stub/outbox_rules.c \
	tests/stub/outbox_world.c \
	tests/stub/stub.c \
	tests/stub/stub_answer.c \
	tests/stub/tls_server.c \
	$(end)
