/* SPDX-License-Identifier: MIT
 * Reading lines that a person types, with an end that can't be missed. */
#include "config.h"

#include "ask.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "nines/base/i18n.h"
#include "nines/base/text.h"

enum { LINE_MAX_BYTES = 2000 };

static volatile sig_atomic_t was_interrupted;
static struct sigaction old_action;

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
	sigaction(SIGINT, &action, &old_action);
}

void ask_end(void)
{
	sigaction(SIGINT, &old_action, NULL);
}

/* In one place that is never moved, so that a secret leaves no copies. */
struct line {
	char text[LINE_MAX_BYTES + 1];
	size_t len;
	bool is_cut;
};

/* One line without its end, byte by byte: nothing is read that belongs to others. */
static bool read_line(struct line *line)
{
	char c = 0;

	*line = (struct line){.len = 0};
	fflush(stdout);
	while (!was_interrupted && read(STDIN_FILENO, &c, 1) == 1) {
		if (c == '\n')
			return true;
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

	for (;;) {
		printf("%s%s%s%s: ", question, offered ? " [" : "", offered ? offered : "",
		       offered ? "]" : "");
		if (!read_line(&line))
			return false;
		if (is_text(&line))
			break;
		printf(_("  that can't be taken: expected a line of text without control "
			 "characters\n"));
	}
	text = trim(&line);
	str_clear(answer);
	str_append(answer, !*text && offered ? offered : text);
	return true;
}

bool ask_secret(const char *question, struct secret *answer)
{
	struct termios old, hidden;
	struct line line;
	bool is_read;

	if (tcgetattr(STDIN_FILENO, &old) != 0)
		return false;
	hidden = old;
	hidden.c_lflag &= ~(tcflag_t)ECHO;
	printf(_("%s (not shown): "), question);
	fflush(stdout);
	tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
	is_read = read_line(&line);
	tcsetattr(STDIN_FILENO, TCSAFLUSH, &old);
	if (is_read)
		putchar('\n');
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
