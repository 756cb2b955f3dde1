/* SPDX-License-Identifier: MIT
 * Opens and closes what a polling command needs, see session.h. */
#include "config.h"

#include "session.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "nines/base/clock.h"
#include "nines/base/i18n.h"
#include "nines/base/log.h"
#include "nines/base/str.h"
#include "nines/base/timefmt.h"
#include "nines/model/query.h"
#include "first_run.h"
#include "layouts.h"
#include "nines/ui/keymap.h"
#include "nines/ui/view.h"

enum { SILENT_MS = 3000 }; /* so long a one-shot command waits without a word */
enum { PATIENCE_MARGIN_MS = 5000, PATIENCE_HISTORY_MS = 60000, PATIENCE_COMMAND_MS = 10000 };

static void print_errors(const struct conf_errors *errors)
{
	for (size_t i = 0; i < errors->list.len; i++) {
		const struct conf_error *error = &errors->list.items[i];

		if (error->line > 0)
			cli_complain("%s:%d: %s", error->file, error->line, error->text);
		else
			cli_complain("%s: %s", error->file, error->text);
	}
}

/* The last line: nothing was opened, and what to do. */
static void print_verdict(const struct conf_errors *errors, const struct cli *cli)
{
	size_t count = errors->list.len;
	struct str call;

	if (count == 0 || errors->list.items[0].line == 0 || cli->is_demo)
		return;
	str_init(&call, 0);
	first_run_call(cli, "check", &call);
	cli_complain(P_("%zu mistake in the configuration, nothing was opened: correct it, "
			"then %s reads it again",
			"%zu mistakes in the configuration, nothing was opened: correct "
			"them, then %s reads it again",
			count),
		     count, call.text);
	str_release(&call);
}

static bool load_demo(struct session *session)
{
	struct demo_config config = {.speed = 1};
	struct err err = {0};

	if (session->cli->demo_seed)
		config.seed = strtoull(session->cli->demo_seed, NULL, 10);
	if (session->cli->demo_speed)
		clock_set_speed(strtod(session->cli->demo_speed, NULL));
	session->demo = demo_start(&config, &err);
	if (!session->demo) {
		cli_complain("demo: %s", err.text);
		return false;
	}
	session->settings =
		settings_load_text("demonstration", demo_settings(session->demo), &session->errors);
	return session->settings != NULL;
}

static bool load_file(struct session *session)
{
	char *path = settings_path(session->cli->config);

	if (!path) {
		cli_complain("no configuration: `nines init` writes one, `nines --demo` shows "
			     "a demonstration");
		return false;
	}
	session->settings = settings_load(path, &session->errors);
	free(path);
	if (session->settings && session->settings->core.shown_zone)
		time_zone_use(session->settings->core.shown_zone);
	return session->settings != NULL;
}

/* The filter of what asks for attention: conf can't read it. */
static void check_notify(struct session *session)
{
	const struct settings *settings = session->settings;
	const char *text = settings->core.notify_when ? settings->core.notify_when : "";
	struct err err = {0};
	struct query *query = query_new(text, &err);

	if (!query)
		conf_error_add(&session->errors, settings->path,
			       settings_line(settings, "nines", "", "notify_when"),
			       "notify_when = %s: %s", text, err.text);
	query_free(query);
}

static bool is_wanted(const struct cli *cli, const char *name)
{
	for (size_t i = 0; i < cli->sources.len; i++) {
		if (strcmp(cli->sources.items[i], name) == 0)
			return true;
	}
	return cli->sources.len == 0;
}

static bool check_wanted(const struct session *session)
{
	for (size_t i = 0; i < session->cli->sources.len; i++) {
		const char *name = session->cli->sources.items[i];
		bool is_known = false;

		for (size_t k = 0; k < session->settings->sources.len; k++)
			is_known |= strcmp(session->settings->sources.items[k].name, name) == 0;
		if (!is_known) {
			cli_complain("--source %s: no section [source %s] in %s", name, name,
				     session->settings->path);
			return false;
		}
	}
	return true;
}

static void load_sources(struct session *session)
{
	for (size_t i = 0; i < session->settings->sources.len; i++) {
		const struct source_settings *section = &session->settings->sources.items[i];
		struct source *source = source_new(session->settings, section, &session->errors);

		if (source)
			VEC_PUSH(&session->sources, source);
	}
	indicators_check(session->settings, session->sources.items, session->sources.len,
			 &session->errors);
	sources_hide_secrets(session->sources.items, session->sources.len);
}

/* Leaves the sources that --source names. */
static void keep_wanted(struct session *session)
{
	size_t kept = 0;

	for (size_t i = 0; i < session->sources.len; i++) {
		struct source *source = session->sources.items[i];

		if (is_wanted(session->cli, source->name))
			session->sources.items[kept++] = source;
		else
			source_free(source);
	}
	session->sources.len = kept;
}

static void apply_command_line(struct session *session)
{
	struct core_settings *core = &session->settings->core;
	const struct cli *cli = session->cli;
	const char *no_color = getenv("NO_COLOR");

	core->is_ascii |= cli->is_ascii;
	core->read_only |= cli->is_read_only;
	if (cli->has_no_color || (no_color && *no_color))
		core->is_color = false;
}

/* The demonstration's writes are kept apart from real ones and are not kept at all. */
static bool find_state(struct session *session)
{
	struct err err = {0};

	if (session->cli->is_demo) {
		session->state_path = xstrdup(":memory:");
		return true;
	}
	session->state_path = state_file(&err);
	if (!session->state_path)
		cli_complain("%s: nothing can be written", err.text);
	return true;
}

/* What only the screen can tell of: keys and saved filters. */
static void check_screen(struct session *session)
{
	keymap_check(session->settings, &session->errors);
	view_check_filters(session->settings, &session->errors);
}

bool session_load(struct session *session, const struct cli *cli)
{
	struct err err = {0};
	bool is_loaded;

	session->cli = cli;
	if (cli->log && !log_open(cli->log, &err)) {
		cli_complain("--log: %s", err.text);
		return false;
	}
	is_loaded = cli->is_demo ? load_demo(session) : load_file(session);
	if (is_loaded)
		load_sources(session);
	if (is_loaded)
		check_screen(session);
	if (is_loaded)
		layouts_check(session->settings, &session->errors);
	if (is_loaded)
		check_notify(session);
	conf_errors_sort(&session->errors);
	print_errors(&session->errors);
	print_verdict(&session->errors, cli);
	if (!is_loaded || session->errors.list.len > 0)
		return false;
	if (!check_wanted(session))
		return false;
	keep_wanted(session);
	if (session->sources.len == 0) {
		cli_complain("%s: no [source NAME] section: nothing to watch: uncomment or add one "
			     "there, or `nines --config FILE init` writes another file",
			     session->settings->path);
		return false;
	}
	apply_command_line(session);
	return find_state(session);
}

/* To the moment that is wanted. */
static bool session_go(struct session *session)
{
	const struct command command = {.kind = COMMAND_TRAVEL, .at_ms = session->at_ms};

	return session->at_ms == 0 || queue_push(collector_queue(session->collector), &command);
}

bool session_start(struct session *session)
{
	struct collector_config config = {
		.settings = session->settings,
		.sources = session->sources.items,
		.source_count = session->sources.len,
		.state_path = session->state_path,
		.is_read_only = session->settings->core.read_only,
		.is_dry_run = session->cli->is_dry_run,
		.skips_history = session->skips_history,
		.asks_login = session->asks_login,
		.sends_nothing = session->sends_nothing,
	};
	struct err err = {0};

	if (session->window_ms > 0)
		session->settings->core.window_ms = session->window_ms;
	session->collector = collector_new(&config, &err);
	if (session->collector && collector_start(session->collector, &err))
		return session_go(session);
	cli_complain("%s", err.text);
	return false;
}

void session_stop(struct session *session)
{
	collector_free(session->collector);
	session->collector = NULL;
}

void session_close(struct session *session)
{
	session_stop(session);
	for (size_t i = 0; i < session->sources.len; i++)
		source_free(session->sources.items[i]);
	VEC_RELEASE(&session->sources);
	settings_free(session->settings);
	demo_stop(session->demo);
	conf_errors_release(&session->errors);
	free(session->state_path);
	log_close();
	memset(session, 0, sizeof(*session));
}

const struct snapshot *session_next(struct session *session, int64_t deadline_ms)
{
	struct slot *slot = collector_slot(session->collector);
	struct pollfd wait = {.fd = slot_fd(slot), .events = POLLIN};
	int64_t left_ms = deadline_ms - clock_mono_ms();

	while (left_ms > 0) {
		int ready = poll(&wait, 1, (int)left_ms);

		if (ready > 0)
			return slot_acquire(slot);
		if (ready < 0 && errno != EINTR)
			return NULL;
		left_ms = deadline_ms - clock_mono_ms();
	}
	return NULL;
}

static bool has_answered(const struct source_view *source)
{
	if (source->state == SOURCE_CONNECTING)
		return false;
	return source->state != SOURCE_LIVE || source->loaded >= source->to_load;
}

static bool have_all_answered(const struct snapshot *snapshot, int64_t at_ms)
{
	if (snapshot->past_ms != at_ms)
		return false;
	for (size_t i = 0; i < snapshot->source_count; i++) {
		if (!has_answered(&snapshot->sources[i]))
			return false;
	}
	return true;
}

/* "waiting for slow, pd: 37s at most" */
static void tell_wait(const struct snapshot *newest, int64_t left_ms)
{
	char left[TIME_TEXT_MAX];
	struct str names;

	str_init(&names, 0);
	for (size_t i = 0; newest && i < newest->source_count; i++)
		if (!has_answered(&newest->sources[i]))
			str_printf(&names, "%s%s", names.len > 0 ? ", " : "",
				   newest->sources[i].name);
	duration_format_short(left_ms, left);
	cli_complain("waiting for %s: %s at most", names.len > 0 ? names.text : _("the sources"),
		     left);
	str_release(&names);
}

const struct snapshot *session_poll_once(struct session *session, int64_t timeout_ms)
{
	int64_t deadline_ms = clock_mono_ms() + timeout_ms;
	int64_t until_ms =
		timeout_ms > SILENT_MS ? deadline_ms - timeout_ms + SILENT_MS : deadline_ms;
	const struct snapshot *newest = NULL;

	for (;;) {
		const struct snapshot *next = session_next(session, until_ms);

		if (!next && until_ms < deadline_ms) {
			tell_wait(newest, deadline_ms - clock_mono_ms());
			until_ms = deadline_ms;
			continue;
		}
		if (!next)
			return newest;
		snapshot_unref(newest);
		newest = next;
		if (have_all_answered(newest, session->at_ms))
			return newest;
	}
}

int64_t session_patience_ms(const struct session *session)
{
	int64_t slowest_ms = 0;

	for (size_t i = 0; i < session->sources.len; i++) {
		const struct source_common *common = &session->sources.items[i]->common;
		bool has_command = common->token.kind == SECRET_COMMAND ||
				   common->password.kind == SECRET_COMMAND;
		int64_t wait_ms = common->timeout_ms + (has_command ? PATIENCE_COMMAND_MS : 0);

		slowest_ms = wait_ms > slowest_ms ? wait_ms : slowest_ms;
	}
	return slowest_ms + (session->skips_history ? PATIENCE_MARGIN_MS : PATIENCE_HISTORY_MS);
}

void session_complain(const struct snapshot *snapshot)
{
	for (size_t i = 0; i < snapshot->source_count; i++) {
		const struct source_view *source = &snapshot->sources[i];

		if (source->state != SOURCE_LIVE)
			cli_complain("%s: %s", source->name,
				     source->error ? source->error
						   : _("no answer yet: raise its timeout"));
		else if (source->notice)
			cli_complain("%s: %s", source->name, source->notice);
	}
	for (size_t i = 0; i < snapshot->notice_count; i++)
		cli_complain("%s", snapshot->notices[i].text);
}

int session_report(struct cli *cli, bool skips_history,
		   int (*print)(struct cli *cli, const struct snapshot *snapshot))
{
	struct session session = {.skips_history = skips_history, .sends_nothing = true};
	const struct snapshot *snapshot;
	int code = EXIT_UNKNOWN;

	if (session_load(&session, cli) && session_start(&session)) {
		snapshot = session_poll_once(&session, session_patience_ms(&session));
		if (snapshot) {
			session_complain(snapshot);
			code = print(cli, snapshot);
		} else {
			cli_complain("no source answered: `nines check` tries each of them");
		}
		snapshot_unref(snapshot);
	}
	session_close(&session);
	return code;
}
