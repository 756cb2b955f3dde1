/* SPDX-License-Identifier: MIT
 * Signal handlers need static state: it is here and nowhere else. Handlers call only what
 * POSIX allows in them. */
#include "config.h"

#include "ui/signals.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "nines/base/attr.h"

enum { RESTORE_MAX = 512, PATIENCE = 3 };

/* For the loop. */
static const int loop_signals[] = {SIGINT, SIGTERM, SIGHUP, SIGWINCH, SIGTSTP, SIGCONT};
/* These end the process at once. */
static const int crash_signals[] = {SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGQUIT};

static struct sigaction old_loop_actions[NINES_COUNT(loop_signals)];
static struct sigaction old_crash_actions[NINES_COUNT(crash_signals)];

static int pipe_fds[2] = {-1, -1};
static int terminal_fd = -1;
static struct termios saved_modes;
static bool has_saved_modes;
static char restore_bytes[RESTORE_MAX];
static size_t restore_len;
static volatile sig_atomic_t quits; /* requests to end that the loop has not followed */

static void restore_terminal(void)
{
	ssize_t written = write(STDOUT_FILENO, restore_bytes, restore_len);

	(void)written;
	if (has_saved_modes)
		tcsetattr(terminal_fd, TCSANOW, &saved_modes);
}

static void die_by(int number)
{
	struct sigaction action = {.sa_handler = SIG_DFL};

	restore_terminal();
	sigaction(number, &action, NULL);
	raise(number);
}

static void on_crash(int number)
{
	die_by(number);
}

static void on_signal(int number)
{
	int saved_errno = errno;
	unsigned char byte = (unsigned char)number;
	ssize_t written = write(pipe_fds[1], &byte, 1);

	(void)written;
	/* a loop that doesn't hear is left by the third request */
	if ((number == SIGINT || number == SIGTERM) && ++quits >= PATIENCE)
		die_by(number);
	errno = saved_errno;
}

void signals_save_modes(int fd)
{
	terminal_fd = fd;
	has_saved_modes = tcgetattr(fd, &saved_modes) == 0;
}

static bool open_pipe(struct err *err)
{
	if (pipe(pipe_fds) != 0)
		return err_set(err, ERR_IO, "no pipe for signals: %s", strerror(errno));
	for (int i = 0; i < 2; i++) {
		fcntl(pipe_fds[i], F_SETFL, O_NONBLOCK);
		fcntl(pipe_fds[i], F_SETFD, FD_CLOEXEC);
	}
	return true;
}

static void handle(int number, void (*handler)(int), struct sigaction *old)
{
	struct sigaction action = {.sa_handler = handler, .sa_flags = SA_RESTART};

	sigfillset(&action.sa_mask);
	sigaction(number, &action, old);
}

bool signals_catch(const char *restore, size_t len, struct err *err)
{
	if (!open_pipe(err))
		return false;
	quits = 0;
	restore_len = len < sizeof(restore_bytes) ? len : sizeof(restore_bytes);
	memcpy(restore_bytes, restore, restore_len);
	for (size_t i = 0; i < NINES_COUNT(loop_signals); i++)
		handle(loop_signals[i], on_signal, &old_loop_actions[i]);
	for (size_t i = 0; i < NINES_COUNT(crash_signals); i++)
		handle(crash_signals[i], on_crash, &old_crash_actions[i]);
	return true;
}

void signals_release(void)
{
	if (pipe_fds[0] < 0)
		return;
	for (size_t i = 0; i < NINES_COUNT(loop_signals); i++)
		sigaction(loop_signals[i], &old_loop_actions[i], NULL);
	for (size_t i = 0; i < NINES_COUNT(crash_signals); i++)
		sigaction(crash_signals[i], &old_crash_actions[i], NULL);
	for (int i = 0; i < 2; i++) {
		close(pipe_fds[i]);
		pipe_fds[i] = -1;
	}
}

int signals_fd(void)
{
	return pipe_fds[0];
}

int signals_next(void)
{
	unsigned char byte;

	return read(pipe_fds[0], &byte, 1) == 1 ? byte : 0;
}

void signals_stop(void)
{
	handle(SIGTSTP, SIG_DFL, NULL);
	raise(SIGTSTP);
	handle(SIGTSTP, on_signal, NULL);
}
