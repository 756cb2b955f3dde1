/* SPDX-License-Identifier: MIT
 * Reading lines that a person types, with an end that can't be missed. */
#include "config.h"

#include "ask.h"

#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "nines/base/attr.h"
#include "nines/base/i18n.h"
#include "nines/base/text.h"

enum { LINE_MAX_BYTES = 2000 };

enum { PASTE_MS = 20 }; /* the lines of a paste come closer together */

/* What ends a program, and would leave the terminal without echo. */
static const int ends[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};

static volatile sig_atomic_t was_interrupted;
static struct sigaction old_actions[NINES_COUNT(ends)];

static void on_interrupt(int number)
{
	(void)number;
	was_interrupted = 1;
}

void ask_begin(void)
{
	struct sigaction action = {.sa_handler = on_interrupt}; /* no SA_RESTART: read ends */

	sigemptyset(&action.sa_mask);
	was_interrupted = 0;
	for (size_t i = 0; i < NINES_COUNT(ends); i++)
		sigaction(ends[i], &action, &old_actions[i]);
}

void ask_end(void)
{
	for (size_t i = 0; i < NINES_COUNT(ends); i++)
		sigaction(ends[i], &old_actions[i], NULL);
}

/* In one place that is never moved, so that a secret leaves no copies. */
struct line {
	char text[LINE_MAX_BYTES + 1];
	size_t len;
	bool is_cut, is_one_of_many;
};

/* Drops what came together with the line that was read: more lines, or the begin of one. True
 * when there was any: it was a paste, which must not answer the next questions. */
static bool drop_rest(void)
{
	struct pollfd input = {.fd = STDIN_FILENO, .events = POLLIN};
	struct termios old, raw;
	bool was_there = false;

	if (tcgetattr(STDIN_FILENO, &old) != 0)
		return false;
	raw = old;
	raw.c_lflag &= ~(tcflag_t)ICANON; /* else the begin of a line can't be seen */
	tcsetattr(STDIN_FILENO, TCSANOW, &raw);
	while (!was_interrupted && poll(&input, 1, PASTE_MS) > 0 &&
	       tcflush(STDIN_FILENO, TCIFLUSH) == 0 && !(input.revents & POLLHUP))
		was_there = true;
	tcsetattr(STDIN_FILENO, TCSANOW, &old);
	return was_there;
}

/* One line without its end, byte by byte: nothing is read that belongs to others. */
static bool read_line(struct line *line)
{
	char c = 0;

	*line = (struct line){.len = 0};
	fflush(stdout);
	while (!was_interrupted && read(STDIN_FILENO, &c, 1) == 1) {
		if (c == '\n') {
			line->is_one_of_many = drop_rest();
			return true;
		}
		line->is_cut |= line->len == LINE_MAX_BYTES;
		if (!line->is_cut)
			line->text[line->len++] = c;
	}
	putchar('\n');
	return false;
}

static bool is_text(const struct line *line)
{
	for (size_t i = 0; i < line->len; i++)
		if ((unsigned char)line->text[i] < 0x20 || line->text[i] == 0x7f)
			return false;
	return !line->is_cut && utf8_is_valid(line->text, line->len);
}

/* False when it can't be an answer, which is told. */
static bool is_answer(const struct line *line)
{
	if (line->is_one_of_many)
		printf(_("\n  several lines came at once and none was taken: expected one\n"));
	else if (!is_text(line))
		printf(_("  that can't be taken: expected a line of text without control "
			 "characters\n"));
	return !line->is_one_of_many && is_text(line);
}

/* The text without the blanks around it. */
static const char *trim(struct line *line)
{
	while (line->len > 0 && line->text[line->len - 1] == ' ')
		line->text[--line->len] = '\0';
	return line->text + strspn(line->text, " ");
}

bool ask_line(const char *question, const char *offered, struct str *answer)
{
	struct line line;
	const char *text;

	do {
		printf("%s%s%s%s: ", question, offered ? " [" : "", offered ? offered : "",
		       offered ? "]" : "");
		if (!read_line(&line))
			return false;
	} while (!is_answer(&line));
	text = trim(&line);
	str_clear(answer);
	str_append(answer, !*text && offered ? offered : text);
	return true;
}

/* Reads a line that isn't shown. */
static bool read_hidden(struct line *line)
{
	struct termios old, hidden;
	bool is_read;

	if (tcgetattr(STDIN_FILENO, &old) != 0)
		return false;
	hidden = old;
	hidden.c_lflag &= ~(tcflag_t)ECHO;
	hidden.c_cc[VSUSP] = _POSIX_VDISABLE; /* a shell gives back the terminal with its echo */
	tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
	is_read = read_line(line);
	tcsetattr(STDIN_FILENO, TCSAFLUSH, &old);
	if (is_read)
		putchar('\n');
	return is_read;
}

bool ask_secret(const char *question, struct secret *answer)
{
	struct line line;
	bool is_read;

	do {
		printf(_("%s (not shown): "), question);
		is_read = read_hidden(&line);
	} while (is_read && !is_answer(&line));
	if (is_read)
		secret_set(answer, line.text, line.len);
	secret_wipe(&line, sizeof(line));
	return is_read;
}

bool ask_yes(const char *question, bool offered)
{
	struct str answer;
	bool is_yes = false, is_known = false;

	str_init(&answer, 0);
	while (!is_known && ask_line(question, offered ? "y" : "n", &answer)) {
		is_yes = text_equal_nocase(answer.text, "y") ||
			 text_equal_nocase(answer.text, "yes");
		is_known = is_yes || text_equal_nocase(answer.text, "n") ||
			   text_equal_nocase(answer.text, "no");
		if (!is_known)
			printf(_("  y or n\n"));
	}
	str_release(&answer);
	return is_known && is_yes;
}
