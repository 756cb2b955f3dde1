/* SPDX-License-Identifier: MIT
 * The dashboard as lines of text: for screen readers, and terminals that can't be drawn on. No
 * escape sequence, no color, no cursor; what is typed are whole lines. */
#include "config.h"

#include "plain.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <string.h>
#include <unistd.h>

#include "leave.h"
#include "nines/base/attr.h"
#include "nines/base/clock.h"
#include "nines/base/i18n.h"
#include "nines/base/timefmt.h"
#include "nines/ui/screen.h"
#include "print.h"
#include "ui/signals.h"
#include "writes.h"

enum { PLAIN_LINE_MAX = 1024, START_MS = 5 * SECOND_MS };

struct plain {
	struct session *session;
	const struct snapshot *shown; /* what was told; NULL before the summary */
	const struct snapshot *early; /* the newest one, until the summary may be given */
	int64_t begun_ms;             /* clock_mono_ms */
	char line[PLAIN_LINE_MAX];    /* what was typed so far */
	size_t len;
	bool has_keyboard, is_too_long, is_over;
	struct screen_left left; /* writes that were asked for and are not through */
};

static void print_text(struct plain *plain, struct str *text)
{
	if (text->len > 0 && !cli_print(text))
		plain->is_over = true; /* nobody reads any more */
	str_release(text);
}

static void say(struct plain *plain, const char *format, ...) NINES_PRINTF(2, 3);

static void say(struct plain *plain, const char *format, ...)
{
	struct str text;
	va_list args;

	str_init(&text, 0);
	va_start(args, format);
	str_vprintf(&text, format, args);
	va_end(args);
	str_append_char(&text, '\n');
	print_text(plain, &text);
}

/* --- what is typed --- */

static bool may_ask(struct plain *plain, const struct incident *incident)
{
	const struct snapshot *shown = plain->shown;
	const struct source_view *source = &shown->sources[incident->source];
	const char *why = incident_refuses(shown, incident, VERB_ACK);
	char reason[200];

	if (source_refuses_verb(source, VERB_ACK, reason, sizeof(reason)))
		say(plain, _("REFUSED ack %s: %s"), incident->id, reason);
	else if (why)
		say(plain, _("REFUSED ack %s: it %s"), incident->id, _(why));
	else if (plain->left.count == NINES_COUNT(plain->left.uuids))
		say(plain, _("REFUSED ack %s: too many writes for one session"), incident->id);
	else
		return true;
	return false;
}

static void ask(struct plain *plain, const struct incident *incident)
{
	struct queue *queue = collector_queue(plain->session->collector);
	struct command command = {
		.kind = COMMAND_WRITE, .verb = VERB_ACK, .pressed_ms = clock_wall_ms()};

	if (strlen(incident->id) >= sizeof(command.incident_id) || !may_ask(plain, incident))
		return;
	uuid_new(command.uuid);
	memcpy(command.incident_id, incident->id, strlen(incident->id) + 1);
	writes_note_seen(&command, plain->shown, incident);
	if (!queue_push(queue, &command)) {
		say(plain, _("REFUSED ack %s: too many writes at once, try again"), incident->id);
		return;
	}
	memcpy(plain->left.uuids[plain->left.count++], command.uuid, sizeof(command.uuid));
}

static void ack_word(struct plain *plain, const char *word)
{
	const struct incident *incident = snapshot_incident(plain->shown, word);

	if (incident)
		ask(plain, incident);
	else
		say(plain, _("REFUSED ack %s: no open incident has this id"), word);
}

static void do_ack(struct plain *plain, char *words)
{
	if (!plain->shown)
		say(plain, _("REFUSED ack: no data yet"));
	else if (!*words)
		say(plain, _("REFUSED ack: wanted an id such as pagerduty:Q1: list shows them"));
	while (plain->shown && *words) {
		char *end = words + strcspn(words, " \t");
		bool is_last = !*end;

		*end = '\0';
		ack_word(plain, words);
		words = is_last ? end : end + 1 + strspn(end + 1, " \t");
	}
}

static void do_list(struct plain *plain, char *words NINES_UNUSED)
{
	struct str text;

	str_init(&text, 0);
	if (plain->shown)
		text_summary(plain->shown, &text);
	else
		str_append(&text, _("SUMMARY no data yet\n"));
	print_text(plain, &text);
}

static void do_quit(struct plain *plain, char *words NINES_UNUSED)
{
	plain->is_over = true;
}

static void do_help(struct plain *plain, char *words);

static const struct {
	const char *name, *usage, *about;
	void (*run)(struct plain *plain, char *words);
} commands[] = {
	{"ack", "ack ID...", N_("acknowledges the incidents"), do_ack},
	{"list", "list", N_("tells the sources, the open incidents and what is not well"), do_list},
	{"help", "help", N_("tells these lines"), do_help},
	{"quit", "quit", N_("ends nines"), do_quit},
};

static void do_help(struct plain *plain, char *words NINES_UNUSED)
{
	for (size_t i = 0; i < NINES_COUNT(commands); i++)
		say(plain, _("HELP %s: %s"), commands[i].usage, _(commands[i].about));
}

static void run_line(struct plain *plain, char *line)
{
	char *word = line + strspn(line, " \t"), *rest = word + strcspn(word, " \t");

	if (*rest)
		*rest++ = '\0';
	rest += strspn(rest, " \t");
	if (!*word)
		return;
	for (size_t i = 0; i < NINES_COUNT(commands); i++)
		if (strcmp(commands[i].name, word) == 0) {
			commands[i].run(plain, rest);
			return;
		}
	say(plain, _("UNKNOWN COMMAND: wanted ack, list, help or quit"));
}

/* A line that is too long is none: its end must not be taken for another. */
static void take_byte(struct plain *plain, char byte)
{
	if (byte == '\n') {
		plain->line[plain->len] = '\0';
		if (plain->is_too_long)
			say(plain, _("REFUSED: the line is too long"));
		else
			run_line(plain, plain->line);
		plain->len = 0;
		plain->is_too_long = false;
	} else if (plain->len + 1 < sizeof(plain->line)) {
		plain->line[plain->len++] = byte;
	} else {
		plain->is_too_long = true;
	}
}

static void read_keyboard(struct plain *plain)
{
	char bytes[256];
	ssize_t count = read(STDIN_FILENO, bytes, sizeof(bytes));

	if (count == 0 || (count < 0 && errno != EINTR && errno != EAGAIN))
		plain->is_over = true; /* ctrl-d, or the terminal is gone */
	for (ssize_t i = 0; i < count && !plain->is_over; i++)
		take_byte(plain, bytes[i]);
}

/* --- what is told --- */

static bool has_connecting(const struct snapshot *snapshot)
{
	for (size_t i = 0; i < snapshot->source_count; i++)
		if (snapshot->sources[i].state == SOURCE_CONNECTING)
			return true;
	return false;
}

static void tell(struct plain *plain, const struct snapshot *next)
{
	struct str text;

	str_init(&text, 0);
	if (plain->shown)
		(void)text_changes(plain->shown, next, &text);
	else
		text_summary(next, &text);
	print_text(plain, &text);
	slot_return(collector_slot(plain->session->collector), plain->shown);
	plain->shown = next;
	leave_forget_settled(next, &plain->left);
}

static int64_t start_left_ms(const struct plain *plain)
{
	int64_t left_ms = plain->begun_ms + START_MS - clock_mono_ms();

	return left_ms > 0 ? left_ms : 0;
}

/* The summary waits until each source has answered or failed once, but not for long. */
static void take_snapshot(struct plain *plain)
{
	struct slot *slot = collector_slot(plain->session->collector);
	const struct snapshot *next = slot_acquire(slot);

	if (next && plain->shown) {
		tell(plain, next);
		return;
	}
	if (next) {
		slot_return(slot, plain->early);
		plain->early = next;
	}
	if (!plain->early || (start_left_ms(plain) > 0 && has_connecting(plain->early)))
		return;
	next = plain->early;
	plain->early = NULL;
	tell(plain, next);
}

static void read_signals(struct plain *plain)
{
	int number;

	while ((number = signals_next()) != 0) {
		if (number == SIGTSTP)
			signals_stop();
		else if (number != SIGWINCH && number != SIGCONT)
			plain->is_over = true;
	}
}

/* Until the summary must be given; without a snapshot there is none to give. */
static int timeout_ms(const struct plain *plain)
{
	return plain->early ? (int)start_left_ms(plain) + 1 : -1;
}

static void turn(struct plain *plain)
{
	struct pollfd fds[] = {
		{.fd = slot_fd(collector_slot(plain->session->collector)), .events = POLLIN},
		{.fd = signals_fd(), .events = POLLIN},
		{.fd = plain->has_keyboard ? STDIN_FILENO : -1, .events = POLLIN},
	};

	if (poll(fds, NINES_COUNT(fds), timeout_ms(plain)) < 0) {
		plain->is_over = errno != EINTR;
		return;
	}
	read_signals(plain);
	if (!plain->shown || (fds[0].revents & POLLIN))
		take_snapshot(plain);
	if (fds[2].revents & (POLLIN | POLLHUP | POLLERR | POLLNVAL))
		read_keyboard(plain);
}

int plain_run(struct session *session)
{
	struct plain plain = {.session = session,
			      .begun_ms = clock_mono_ms(),
			      .has_keyboard = isatty(STDIN_FILENO)};
	struct err err = {0};

	if (!signals_catch("", 0, &err)) {
		cli_complain("%s", err.text);
		return EXIT_REFUSED;
	}
	say(&plain,
	    P_("CONNECTING to %zu source%s", "CONNECTING to %zu sources%s", session->sources.len),
	    session->sources.len, plain.has_keyboard ? _(", help tells what can be typed") : "");
	while (!plain.is_over)
		turn(&plain);
	signals_release();
	slot_return(collector_slot(session->collector), plain.early);
	slot_return(collector_slot(session->collector), plain.shown);
	leave_writes(session, &plain.left);
	return EXIT_WELL;
}

int plain_once(struct session *session)
{
	const struct snapshot *snapshot = session_poll_once(session, session_patience_ms(session));
	int code = EXIT_UNKNOWN;
	struct str out;

	if (!snapshot) {
		cli_complain("no source answered");
		return code;
	}
	str_init(&out, 0);
	text_status(snapshot, &out);
	code = cli_print(&out) ? snapshot_exit_code(snapshot) : EXIT_UNKNOWN;
	str_release(&out);
	snapshot_unref(snapshot);
	return code;
}
