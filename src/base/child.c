/* SPDX-License-Identifier: MIT
 * What every child process must do between fork and exec, and before. */
#include "config.h"

#include "child.h"

#include <dirent.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

enum {
	SIGNAL_MAX = 64,
	FD_SPARE = 64 /* descriptors that other threads open meanwhile */
};

int child_fd_limit(void)
{
	DIR *folder = opendir("/dev/fd");
	const struct dirent *entry;
	int limit = 3;

	if (!folder)
		return 4096;
	while ((entry = readdir(folder))) {
		long fd = strtol(entry->d_name, NULL, 10);

		if (fd >= limit)
			limit = (int)fd + 1;
	}
	closedir(folder);
	return limit + FD_SPARE;
}

void child_reset_signals(void)
{
	struct sigaction action = {.sa_handler = SIG_DFL};
	sigset_t none;

	sigemptyset(&none);
	for (int i = 1; i <= SIGNAL_MAX; i++)
		sigaction(i, &action, NULL);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

void child_close_from(int first, int limit)
{
	for (int fd = first; fd < limit; fd++)
		close(fd);
}
