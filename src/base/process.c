/* SPDX-License-Identifier: MIT
 * Running a command and catching what it prints. */
#include "config.h"

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

#include "nines/base/alloc.h"
#include "nines/base/file.h"
#include "nines/base/secret.h"

#include "child.h"

enum { EXIT_NO_EXEC = 127, COMPLAINT_MAX = 160, REAP_WAIT_MS = 5 };

/* The running command. Each pipe is -1 when closed. */
struct process {
	pid_t pid; /* 0 = ended */
	char *name;
	int out_fd;       /* its standard output */
	int complaint_fd; /* its standard error */
	int64_t deadline_ms;
	size_t out_left; /* how much more it may print */
	struct str out;
	struct str complaint;
};

/* Not base/clock.h: a clock that a test has stopped must not stop the kill. */
static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* The child's side of the fork: only async-signal-safe calls. */
static void become(char *const argv[], int out_fd, int complaint_fd, int limit)
{
	int nothing = open("/dev/null", O_RDONLY);

	setpgid(0, 0);
	child_reset_signals();
	if (nothing < 0 || dup2(nothing, STDIN_FILENO) < 0 || dup2(out_fd, STDOUT_FILENO) < 0 ||
	    dup2(complaint_fd, STDERR_FILENO) < 0)
		_exit(EXIT_NO_EXEC);
	child_close_from(3, limit);
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

static bool start(struct process *process, char *const argv[], struct err *err)
{
	int limit = child_fd_limit();
	int out[2] = {-1, -1}, complaint[2] = {-1, -1};
	bool is_piped = open_pipe(out) && open_pipe(complaint);

	process->pid = is_piped ? fork() : -1;
	if (process->pid == 0)
		become(argv, out[1], complaint[1], limit);
	close_fd(&out[1]);
	close_fd(&complaint[1]);
	process->out_fd = out[0];
	process->complaint_fd = complaint[0];
	if (process->pid < 0) {
		process->pid = 0;
		return err_set(err, ERR_IO, "%s: %s", argv[0], strerror(errno));
	}
	setpgid(process->pid, process->pid); /* whoever comes first */
	return true;
}

/* Reads what is there; closes the pipe at its end. False when it is too much. */
static bool drain(struct process *process, int *fd)
{
	char chunk[4096];
	ssize_t n = read(*fd, chunk, sizeof(chunk));

	if (n < 0 && errno == EINTR)
		return true;
	if (n <= 0) {
		close_fd(fd);
		return true;
	}
	if (fd == &process->complaint_fd) {
		size_t left = COMPLAINT_MAX - process->complaint.len;

		str_append_n(&process->complaint, chunk, (size_t)n < left ? (size_t)n : left);
		return true;
	}
	if ((size_t)n > process->out_left)
		return false;
	process->out_left -= (size_t)n;
	return str_append_n(&process->out, chunk, (size_t)n);
}

/* Reads what comes within `wait_ms`. False when it is too much. */
static bool collect(struct process *process, int wait_ms, struct err *err)
{
	struct pollfd fds[] = {
		{.fd = process->out_fd, .events = POLLIN},
		{.fd = process->complaint_fd, .events = POLLIN},
	};

	if (poll(fds, 2, wait_ms) <= 0)
		return true;
	if (fds[0].revents && !drain(process, &process->out_fd))
		return err_set(err, ERR_TOO_BIG, "%s: prints too much", process->name);
	if (fds[1].revents)
		drain(process, &process->complaint_fd);
	return true;
}

static void kill_group(struct process *process)
{
	int status;

	if (process->pid == 0)
		return;
	kill(-process->pid, SIGKILL);
	kill(process->pid, SIGKILL);
	while (waitpid(process->pid, &status, 0) < 0 && errno == EINTR)
		continue;
	process->pid = 0;
}

/* Tells a bad end, with the first line the command complained with. */
static bool judge(const struct process *process, int status, struct err *err)
{
	const char *complaint = process->complaint.text;
	const char *name = process->name;
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

/* Looks, for a moment, whether a process that has closed its output has ended. */
static enum process_state reap(struct process *process, int wait_ms, struct err *err)
{
	const struct timespec pause = {.tv_nsec = REAP_WAIT_MS * 1000000};
	int status = 0;
	pid_t pid = waitpid(process->pid, &status, WNOHANG);

	if (pid == 0 && wait_ms > 0)
		nanosleep(&pause, NULL);
	if (pid == 0 || (pid < 0 && errno == EINTR))
		return PROCESS_RUNS;
	process->pid = 0;
	if (pid < 0)
		err_set(err, ERR_IO, "%s: %s", process->name, strerror(errno));
	return pid > 0 && judge(process, status, err) ? PROCESS_DONE : PROCESS_FAILED;
}

struct process *process_start(char *const argv[], int timeout_ms, size_t max, struct err *err)
{
	struct process *process;

	if (!argv[0]) {
		err_set(err, ERR_CONFIG, "the command is empty");
		return NULL;
	}
	process = xcalloc(1, sizeof(*process));
	process->name = xstrdup(argv[0]);
	process->out_fd = process->complaint_fd = -1;
	process->out_left = max;
	process->deadline_ms = now_ms() + timeout_ms;
	str_init(&process->out, 0);
	str_init(&process->complaint, COMPLAINT_MAX);
	if (start(process, argv, err))
		return process;
	process_free(process);
	return NULL;
}

enum process_state process_step(struct process *process, int wait_ms, struct err *err)
{
	int64_t left_ms = process->deadline_ms - now_ms();
	bool is_silent = process->out_fd < 0 && process->complaint_fd < 0;

	if (left_ms <= 0) {
		err_set(err, ERR_IO, "%s: no %s within the time limit", process->name,
			is_silent ? "end" : "answer");
		return PROCESS_FAILED;
	}
	if (is_silent)
		return reap(process, wait_ms, err);
	if (!collect(process, left_ms < wait_ms ? (int)left_ms : wait_ms, err))
		return PROCESS_FAILED;
	return PROCESS_RUNS;
}

const struct str *process_output(const struct process *process)
{
	return &process->out;
}

void process_free(struct process *process)
{
	if (!process)
		return;
	kill_group(process);
	close_fd(&process->out_fd);
	close_fd(&process->complaint_fd);
	secret_wipe(process->out.text, process->out.len);
	str_release(&process->out);
	str_release(&process->complaint);
	free(process->name);
	free(process);
}

bool process_capture(char *const argv[], int timeout_ms, size_t max, struct str *out,
		     struct err *err)
{
	struct process *process = process_start(argv, timeout_ms, max, err);
	enum process_state state = process ? PROCESS_RUNS : PROCESS_FAILED;

	while (state == PROCESS_RUNS)
		state = process_step(process, timeout_ms, err);
	if (process)
		str_append_n(out, process->out.text, process->out.len);
	process_free(process);
	return state == PROCESS_DONE;
}
