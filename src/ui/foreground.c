/* SPDX-License-Identifier: MIT
 * A command in the foreground. A second child writes its input, so that neither a command that
 * doesn't read nor one that prints first can block us, and nothing lies on a disk. */
#include "config.h"

#include "ui/foreground.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#include "nines/base/attr.h"
#include "nines/base/file.h"
#include "nines/base/i18n.h"
#include "ui/signals.h"

enum { LOOK_MS = 50 }; /* how often the child is looked at */

/* What the terminal sends to everybody is for the child. */
static const int ours_not[] = {SIGINT, SIGQUIT, SIGTSTP, SIGPIPE};

struct running {
	pid_t child, writer;
	struct sigaction old[NINES_COUNT(ours_not)];
	struct foreground *end;
};

static void ignore_signals(struct running *running)
{
	struct sigaction ignore = {.sa_handler = SIG_IGN};

	sigemptyset(&ignore.sa_mask);
	for (size_t i = 0; i < NINES_COUNT(ours_not); i++)
		sigaction(ours_not[i], &ignore, &running->old[i]);
}

static void heed_signals(const struct running *running)
{
	for (size_t i = 0; i < NINES_COUNT(ours_not); i++)
		sigaction(ours_not[i], &running->old[i], NULL);
}

static bool open_input(int ends[2], struct err *err)
{
	if (pipe(ends) != 0)
		return err_set(err, ERR_IO, "no pipe for the command: %s", strerror(errno));
	fcntl(ends[0], F_SETFD, FD_CLOEXEC);
	fcntl(ends[1], F_SETFD, FD_CLOEXEC);
	return true;
}

static void write_input(int fd, const char *input, size_t len)
{
	while (len > 0) {
		ssize_t written = write(fd, input, len);

		if (written < 0 && errno != EINTR)
			break;
		if (written > 0) {
			input += written;
			len -= (size_t)written;
		}
	}
	_exit(0);
}

static bool start(struct running *running, const char *command, const char *input, size_t len,
		  struct err *err)
{
	char *const argv[] = {(char *)"sh", (char *)"-c", (char *)command, NULL};
	int ends[2];

	if (!open_input(ends, err))
		return false;
	running->child = process_foreground(argv, ends[0], err);
	running->writer = running->child > 0 ? fork() : -1;
	if (running->writer == 0) {
		close(ends[0]);
		write_input(ends[1], input, len);
	}
	close(ends[0]);
	close(ends[1]);
	return running->child > 0;
}

/* A request to end is passed on; it is ours, too. */
static void hear_signals(struct running *running)
{
	int number;

	while ((number = signals_next()) != 0) {
		if (number != SIGTERM && number != SIGHUP)
			continue;
		running->end->is_asked = true;
		if (running->child > 0)
			kill(running->child, number);
	}
}

static void await_child(struct running *running)
{
	struct pollfd signals = {.fd = signals_fd(), .events = POLLIN};
	int status = 0;
	pid_t pid;

	while ((pid = waitpid(running->child, &status, WNOHANG)) == 0 ||
	       (pid < 0 && errno == EINTR)) {
		poll(&signals, 1, LOOK_MS);
		hear_signals(running);
	}
	running->child = 0;
	running->end->status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
	running->end->number = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
	if (running->writer > 0) {
		kill(running->writer, SIGKILL);
		waitpid(running->writer, NULL, 0);
	}
}

/* What was typed before is not an answer, and the key is no command. */
static void await_key(struct running *running)
{
	struct pollfd fds[] = {{.fd = STDIN_FILENO, .events = POLLIN},
			       {.fd = signals_fd(), .events = POLLIN}};
	struct termios modes, raw;

	if (tcgetattr(STDIN_FILENO, &modes) != 0)
		return;
	raw = modes;
	raw.c_lflag &= ~(tcflag_t)(ICANON | ECHO);
	tcsetattr(STDIN_FILENO, TCSAFLUSH, &raw);
	while (!running->end->is_asked) {
		if (poll(fds, NINES_COUNT(fds), -1) < 0 && errno != EINTR)
			break;
		hear_signals(running);
		if (fds[0].revents)
			break;
	}
	tcsetattr(STDIN_FILENO, TCSAFLUSH, &modes);
}

static void say_end(const struct foreground *end)
{
	if (end->number > 0)
		printf(_("\n[ended by signal %d: press a key] "), end->number);
	else
		printf(_("\n[exit %d: press a key] "), end->status);
	fflush(stdout);
}

bool foreground_run(const char *command, const char *input, size_t len, struct foreground *end,
		    struct err *err)
{
	struct running running = {.end = end};
	bool is_started;

	*end = (struct foreground){.status = -1};
	ignore_signals(&running);
	printf("| %s\n", command);
	fflush(stdout);
	is_started = start(&running, command, input, len, err);
	if (is_started) {
		await_child(&running);
		say_end(end);
		await_key(&running);
		printf("\n");
		fflush(stdout);
	}
	heed_signals(&running);
	return is_started;
}
