/* SPDX-License-Identifier: MIT
 * Starting a program that is not listened to: one that nobody waits for, and one that has the
 * terminal. */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "nines/base/file.h"

#include "child.h"

enum { EXEC_WAIT_MS = 200 }; /* within which a command that isn't there is told */

/* The grandchild: nobody's child by then, so that nobody must wait for it. It tells errno
 * when there is no such program; its end of the pipe closes when there is. */
static void become(char *const argv[], int report_fd, int limit)
{
	int nothing = open("/dev/null", O_RDWR), reason;

	child_reset_signals();
	if (nothing >= 0 && dup2(nothing, STDIN_FILENO) >= 0 && dup2(nothing, STDOUT_FILENO) >= 0 &&
	    dup2(nothing, STDERR_FILENO) >= 0) {
		child_close_from(3, report_fd);
		child_close_from(report_fd + 1, limit);
		execvp(argv[0], argv);
	}
	reason = errno;
	if (write(report_fd, &reason, sizeof(reason)) < 0)
		_exit(1);
	_exit(127);
}

static void spawn(char *const argv[], int report_fd, int limit)
{
	setsid();
	if (fork() == 0)
		become(argv, report_fd, limit);
	_exit(0);
}

static bool open_report(int ends[2])
{
	if (pipe(ends) != 0)
		return false;
	fcntl(ends[0], F_SETFD, FD_CLOEXEC);
	fcntl(ends[1], F_SETFD, FD_CLOEXEC);
	return true;
}

/* What exec said: 0 = it started, or nothing within the time. */
static int hear(int fd)
{
	struct pollfd ready = {.fd = fd, .events = POLLIN};
	int reason = 0;

	if (poll(&ready, 1, EXEC_WAIT_MS) <= 0 ||
	    read(fd, &reason, sizeof(reason)) != (ssize_t)sizeof(reason))
		return 0;
	return reason;
}

pid_t process_foreground(char *const argv[], int input_fd, struct err *err)
{
	int limit = child_fd_limit();
	pid_t pid = fork();

	if (pid < 0)
		err_set(err, ERR_IO, "%s: %s", argv[0], strerror(errno));
	if (pid != 0)
		return pid;
	child_reset_signals();
	if (dup2(input_fd, STDIN_FILENO) >= 0) {
		child_close_from(3, limit);
		execvp(argv[0], argv);
	}
	_exit(127);
}

bool process_detach(char *const argv[], struct err *err)
{
	int limit = child_fd_limit(), ends[2], reason;
	pid_t pid;

	if (!argv[0])
		return err_set(err, ERR_CONFIG, "the command is empty");
	if (!open_report(ends))
		return err_set(err, ERR_IO, "%s: %s", argv[0], strerror(errno));
	pid = fork();
	if (pid == 0)
		spawn(argv, ends[1], limit);
	reason = pid < 0 ? errno : 0;
	close(ends[1]);
	while (pid > 0 && waitpid(pid, NULL, 0) < 0 && errno == EINTR)
		continue;
	if (pid > 0)
		reason = hear(ends[0]);
	close(ends[0]);
	return reason == 0 || err_set(err, ERR_IO, "%s: %s", argv[0], strerror(reason));
}
