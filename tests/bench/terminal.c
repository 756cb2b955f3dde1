/* SPDX-License-Identifier: MIT
 * A program in a pseudo terminal whose output is timed. */
#include "config.h"

#include "terminal.h"

#include <errno.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
	ROWS = 30,
	COLUMNS = 100,
	KEY_PATIENCE_MS = 2000,
	FRAME_QUIET_MS = 25, /* a frame has ended when nothing came for so long */
	END_PATIENCE_MS = 3000
};

enum { PLAIN, AFTER_ESC, IN_CSI, IN_CHARSET };

static int64_t clock_us(clockid_t clock)
{
	struct timespec now;

	if (clock_gettime(clock, &now) != 0)
		return -1;
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

int64_t bench_now_us(void)
{
	return clock_us(CLOCK_MONOTONIC);
}

int64_t bench_cpu_us(void)
{
	return clock_us(CLOCK_THREAD_CPUTIME_ID);
}

static void run_child(const char *home, char *const argv[])
{
	static const char *const unwanted[] = {"NINES_CONFIG", "NO_COLOR",  "COLORTERM",
					       "LINES",        "COLUMNS",   "ESCDELAY",
					       "http_proxy",   "HTTP_PROXY"};

	for (size_t i = 0; i < sizeof(unwanted) / sizeof(unwanted[0]); i++)
		unsetenv(unwanted[i]);
	setenv("TERM", "xterm-256color", 1);
	setenv("LC_ALL", "C.UTF-8", 1);
	setenv("TZ", "UTC", 1);
	setenv("HOME", home, 1);
	setenv("XDG_STATE_HOME", home, 1);
	setenv("XDG_CONFIG_HOME", home, 1);
	execv(argv[0], argv);
	perror(argv[0]);
	_exit(127);
}

void terminal_start(struct terminal *terminal, const char *home, char *const argv[])
{
	struct winsize size = {.ws_row = ROWS, .ws_col = COLUMNS};

	memset(terminal, 0, sizeof(*terminal));
	terminal->started_us = bench_now_us();
	terminal->pid = forkpty(&terminal->fd, NULL, NULL, &size);
	if (terminal->pid < 0) {
		perror("bench: forkpty");
		abort();
	}
	if (terminal->pid == 0)
		run_child(home, argv);
}

static bool has_ended(const struct terminal *terminal)
{
	return waitpid(terminal->pid, NULL, WNOHANG) != 0;
}

void terminal_stop(struct terminal *terminal)
{
	int64_t deadline_us = bench_now_us() + END_PATIENCE_MS * 1000;
	bool is_over = write(terminal->fd, "q", 1) < 0;

	while (!is_over && bench_now_us() < deadline_us) {
		terminal_watch(terminal, 20);
		is_over = has_ended(terminal);
	}
	if (!is_over) {
		kill(terminal->pid, SIGKILL);
		waitpid(terminal->pid, NULL, 0);
	}
	close(terminal->fd);
}

static void keep(struct terminal *terminal, char c)
{
	if (terminal->tail_len == TERMINAL_TAIL) {
		memmove(terminal->tail, terminal->tail + TERMINAL_TAIL / 2, TERMINAL_TAIL / 2);
		terminal->tail_len = TERMINAL_TAIL / 2;
	}
	terminal->tail[terminal->tail_len++] = c;
	terminal->tail[terminal->tail_len] = '\0';
}

static void take(struct terminal *terminal, char c)
{
	switch (terminal->escape) {
	case AFTER_ESC:
		terminal->escape = c == '[' ? IN_CSI : c == '(' || c == ')' ? IN_CHARSET : PLAIN;
		break;
	case IN_CSI:
		if (c >= '@' && c <= '~')
			terminal->escape = PLAIN;
		break;
	case IN_CHARSET:
		terminal->escape = PLAIN;
		break;
	default:
		if (c == '\033')
			terminal->escape = AFTER_ESC;
		else
			keep(terminal, c);
	}
}

/* Reads what comes within `timeout_ms`; true when `marker` (NULL = anything) was in it. */
static bool read_some(struct terminal *terminal, int timeout_ms, const char *marker)
{
	struct pollfd fd = {.fd = terminal->fd, .events = POLLIN};
	bool is_found = false;
	char bytes[16384];
	ssize_t len;

	if (poll(&fd, 1, timeout_ms) != 1)
		return false;
	len = read(terminal->fd, bytes, sizeof(bytes));
	if (len <= 0)
		return false;
	terminal->last_us = bench_now_us();
	terminal->written += (size_t)len;
	for (ssize_t i = 0; i < len; i++) {
		take(terminal, bytes[i]);
		is_found |= marker && terminal->tail_len > 0 && strstr(terminal->tail, marker);
	}
	return !marker || is_found;
}

static int left_ms(int64_t deadline_us)
{
	int64_t left_us = deadline_us - bench_now_us();

	return left_us > 0 ? (int)((left_us + 999) / 1000) : 0;
}

int64_t terminal_until(struct terminal *terminal, const char *marker, int patience_ms)
{
	int64_t deadline_us = bench_now_us() + (int64_t)patience_ms * 1000;

	terminal->tail_len = 0;
	while (left_ms(deadline_us) > 0) {
		if (read_some(terminal, left_ms(deadline_us), marker))
			return terminal->last_us - terminal->started_us;
		if (has_ended(terminal))
			return -1;
	}
	return -1;
}

void terminal_drain(struct terminal *terminal, int quiet_ms)
{
	while (read_some(terminal, quiet_ms, NULL))
		;
}

int64_t terminal_key(struct terminal *terminal, char key)
{
	int64_t pressed_us;

	terminal_drain(terminal, 0);
	pressed_us = bench_now_us();
	if (write(terminal->fd, &key, 1) != 1 || !read_some(terminal, KEY_PATIENCE_MS, NULL))
		return -1;
	terminal_drain(terminal, FRAME_QUIET_MS);
	return terminal->last_us - pressed_us;
}

void terminal_watch(struct terminal *terminal, int ms)
{
	int64_t deadline_us = bench_now_us() + (int64_t)ms * 1000;

	while (left_ms(deadline_us) > 0)
		read_some(terminal, left_ms(deadline_us), NULL);
}

int64_t terminal_cpu_us(const struct terminal *terminal)
{
	clockid_t clock;

	return clock_getcpuclockid(terminal->pid, &clock) == 0 ? clock_us(clock) : -1;
}

long terminal_memory_kb(const struct terminal *terminal, const char *field)
{
	char path[64], line[256];
	long kb = -1;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/status", (int)terminal->pid);
	file = fopen(path, "r");
	while (file && kb < 0 && fgets(line, sizeof(line), file)) {
		if (strncmp(line, field, strlen(field)) == 0 && line[strlen(field)] == ':')
			kb = strtol(line + strlen(field) + 1, NULL, 10);
	}
	if (file)
		fclose(file);
	return kb;
}
