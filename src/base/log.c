/* SPDX-License-Identifier: MIT
 * The log file. Its descriptor and its lock are the only global state of the program. */
#include "config.h"

#include "nines/base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "nines/base/arena.h"
#include "nines/base/clock.h"
#include "nines/base/text.h"
#include "nines/base/timefmt.h"

enum { ENTRY_MAX = 2000 };

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int log_fd = -1;

static const char *const level_names[] = {
	[LOG_LEVEL_ERROR] = "error",
	[LOG_LEVEL_WARNING] = "warning",
	[LOG_LEVEL_INFO] = "info",
	[LOG_LEVEL_DEBUG] = "debug",
};

static void replace_fd(int fd)
{
	int old;

	pthread_mutex_lock(&lock);
	old = log_fd;
	log_fd = fd;
	pthread_mutex_unlock(&lock);
	if (old >= 0)
		close(old);
}

bool log_open(const char *path, struct err *err)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOCTTY, 0600);

	if (fd < 0)
		return err_set(err, ERR_IO, "%s: %s", path, strerror(errno));
	replace_fd(fd);
	return true;
}

void log_close(void)
{
	replace_fd(-1);
}

static bool is_open(void)
{
	bool answer;

	pthread_mutex_lock(&lock);
	answer = log_fd >= 0;
	pthread_mutex_unlock(&lock);
	return answer;
}

/* One write per line, so that lines of several processes don't mix. What can't be
 * written is lost: there is nowhere else to say so. */
static void write_line(const char *line, size_t len)
{
	pthread_mutex_lock(&lock);
	if (log_fd >= 0 && write(log_fd, line, len) < 0)
		errno = 0;
	pthread_mutex_unlock(&lock);
}

void log_write(enum log_level level, const char *module, const char *format, ...)
{
	struct arena arena = {0};
	char stamp[TIME_TEXT_MAX];
	char entry[ENTRY_MAX];
	const char *line;
	va_list args;

	if (!is_open())
		return;
	va_start(args, format);
	vsnprintf(entry, sizeof(entry), format, args);
	va_end(args);
	time_format(clock_wall_ms(), stamp);
	line = arena_printf(&arena, "%s %s %s: %s\n", stamp, level_names[level], module,
			    text_clean(&arena, entry, strlen(entry), ENTRY_MAX));
	write_line(line, strlen(line));
	arena_release(&arena);
}
