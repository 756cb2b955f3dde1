/* SPDX-License-Identifier: MIT
 * Running a command and catching what it prints. */
#include "config.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "nines/base/file.h"

enum {
	EXIT_NO_EXEC = 127,
	COMPLAINT_MAX = 160,
	REAP_WAIT_MS = 5,
	SIGNAL_MAX = 64,
	FD_SPARE = 64 /* descriptors that other threads open meanwhile */
};

/* The running command. Each pipe is -1 when closed. */
struct child {
	pid_t pid;
	int out_fd;       /* its standard output */
	int complaint_fd; /* its standard error */
	int64_t deadline_ms;
	struct str *out;
	size_t out_left; /* how much more it may print */
	struct str complaint;
};

/* Not base/clock.h: a clock that a test has stopped must not stop the kill. */
static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* One more than the highest descriptor that may be open. Found before the fork, for
 * after it nothing may be allocated. */
static int fd_limit(void)
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

static void reset_signals(void)
{
	struct sigaction action = {.sa_handler = SIG_DFL};
	sigset_t none;

	sigemptyset(&none);
	for (int i = 1; i <= SIGNAL_MAX; i++)
		sigaction(i, &action, NULL);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

/* The child's side of the fork: only async-signal-safe calls. */
static void become(char *const argv[], int out_fd, int complaint_fd, int limit)
{
	int nothing = open("/dev/null", O_RDONLY);

	setpgid(0, 0);
	reset_signals();
	if (nothing < 0 || dup2(nothing, STDIN_FILENO) < 0 || dup2(out_fd, STDOUT_FILENO) < 0 ||
	    dup2(complaint_fd, STDERR_FILENO) < 0)
		_exit(EXIT_NO_EXEC);
	for (int fd = 3; fd < limit; fd++)
		close(fd);
	execvp(argv[0], argv);
	_exit(EXIT_NO_EXEC);
}

/* A pipe whose ends are above the standard descriptors and closed on exec. */
static bool open_pipe(int ends[2])
{
	int raw[2];

	ends[0] = ends[1] = -1;
	if (pipe(raw) != 0)
		return false;
	for (int i = 0; i < 2; i++) {
		ends[i] = fcntl(raw[i], F_DUPFD_CLOEXEC, 3);
		close(raw[i]);
	}
	return ends[0] >= 0 && ends[1] >= 0;
}

static void close_fd(int *fd)
{
	if (*fd >= 0)
		close(*fd);
	*fd = -1;
}

static bool start(struct child *child, char *const argv[], struct err *err)
{
	int limit = fd_limit();
	int out[2] = {-1, -1}, complaint[2] = {-1, -1};
	bool is_piped = open_pipe(out) && open_pipe(complaint);

	child->pid = is_piped ? fork() : -1;
	if (child->pid == 0)
		become(argv, out[1], complaint[1], limit);
	close_fd(&out[1]);
	close_fd(&complaint[1]);
	child->out_fd = out[0];
	child->complaint_fd = complaint[0];
	if (child->pid < 0)
		return err_set(err, ERR_IO, "%s: %s", argv[0], strerror(errno));
	setpgid(child->pid, child->pid); /* whoever comes first */
	return true;
}

/* Reads what is there; closes the pipe at its end. False when it is too much. */
static bool drain(struct child *child, int *fd)
{
	char chunk[4096];
	ssize_t n = read(*fd, chunk, sizeof(chunk));

	if (n < 0 && errno == EINTR)
		return true;
	if (n <= 0) {
		close_fd(fd);
		return true;
	}
	if (fd == &child->complaint_fd) {
		size_t left = COMPLAINT_MAX - child->complaint.len;

		str_append_n(&child->complaint, chunk, (size_t)n < left ? (size_t)n : left);
		return true;
	}
	if ((size_t)n > child->out_left)
		return false;
	child->out_left -= (size_t)n;
	return str_append_n(child->out, chunk, (size_t)n);
}

/* Reads until both pipes end. */
static bool collect(struct child *child, const char *name, struct err *err)
{
	while (child->out_fd >= 0 || child->complaint_fd >= 0) {
		struct pollfd fds[] = {
			{.fd = child->out_fd, .events = POLLIN},
			{.fd = child->complaint_fd, .events = POLLIN},
		};
		int64_t left_ms = child->deadline_ms - now_ms();

		if (left_ms <= 0)
			return err_set(err, ERR_IO, "%s: no answer within the time limit", name);
		if (poll(fds, 2, (int)left_ms) < 0)
			continue;
		if (fds[0].revents && !drain(child, &child->out_fd))
			return err_set(err, ERR_TOO_BIG, "%s: prints too much", name);
		if (fds[1].revents)
			drain(child, &child->complaint_fd);
	}
	return true;
}

/* Waits for the end of a child that has closed its output. */
static bool reap(const struct child *child, const char *name, int *status, struct err *err)
{
	const struct timespec pause = {.tv_nsec = REAP_WAIT_MS * 1000000};

	for (;;) {
		pid_t pid = waitpid(child->pid, status, WNOHANG);

		if (pid == child->pid)
			return true;
		if (pid < 0 && errno != EINTR)
			return err_set(err, ERR_IO, "%s: %s", name, strerror(errno));
		if (now_ms() >= child->deadline_ms)
			return err_set(err, ERR_IO, "%s: no end within the time limit", name);
		nanosleep(&pause, NULL);
	}
}

static void kill_group(const struct child *child)
{
	int status;

	kill(-child->pid, SIGKILL);
	kill(child->pid, SIGKILL);
	while (waitpid(child->pid, &status, 0) < 0 && errno == EINTR)
		continue;
}

/* Tells a bad end, with the first line the command complained with. */
static bool judge(const struct child *child, const char *name, int status, struct err *err)
{
	const char *complaint = child->complaint.text;
	size_t len = strcspn(complaint, "\n");

	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return true;
	if (WIFEXITED(status) && WEXITSTATUS(status) == EXIT_NO_EXEC && len == 0)
		return err_set(err, ERR_IO, "%s: can't be run", name);
	if (WIFSIGNALED(status))
		return err_set(err, ERR_IO, "%s: ended by signal %d", name, WTERMSIG(status));
	return err_set(err, ERR_IO, "%s: exit status %d%s%.*s", name, WEXITSTATUS(status),
		       len ? ": " : "", (int)len, complaint);
}

bool process_capture(char *const argv[], int timeout_ms, size_t max, struct str *out,
		     struct err *err)
{
	struct child child = {.out = out, .out_left = max, .deadline_ms = now_ms() + timeout_ms};
	int status = 0;
	bool is_done = false;

	if (!argv[0])
		return err_set(err, ERR_CONFIG, "the command is empty");
	str_init(&child.complaint, COMPLAINT_MAX);
	if (!start(&child, argv, err))
		goto out;
	if (collect(&child, argv[0], err) && reap(&child, argv[0], &status, err))
		is_done = judge(&child, argv[0], status, err);
	else
		kill_group(&child);
out:
	close_fd(&child.out_fd);
	close_fd(&child.complaint_fd);
	str_release(&child.complaint);
	return is_done;
}
