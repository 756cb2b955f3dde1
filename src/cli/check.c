/* SPDX-License-Identifier: MIT
 * nines check: validates the configuration and tries every source, one line each. */
#include "config.h"

#include "nines/ui/keymap.h"
#include "session.h"

struct counts {
	size_t incidents, shifts;
};

static struct counts count_of(const struct snapshot *snapshot, size_t source)
{
	struct counts counts = {0};

	for (size_t i = 0; i < snapshot->incident_count; i++) {
		const struct incident *incident = &snapshot->incidents[i];

		counts.incidents += incident->source == source;
		for (size_t k = 0; k < incident->joined_count; k++)
			counts.incidents += incident->joined[k]->source == source;
	}
	for (size_t i = 0; i < snapshot->oncall_count; i++)
		counts.shifts += snapshot->oncall[i].source == source;
	return counts;
}

/* What may be written there, and as whom. */
static void print_writes(const struct source_view *source, struct str *out)
{
	size_t count = 0;

	if (source->is_read_only) {
		str_append(out, "; read-only");
		return;
	}
	for (int verb = VERB_NONE + 1; verb < VERB_COUNT; verb++) {
		const struct verb_info *info = verb_info((enum verb)verb);

		if (!(source->verbs & VERB_BIT(verb)) || !info->phrase[0])
			continue;
		str_printf(out, "%s%s", count > 0 ? ", " : "; may ", info->name);
		count++;
	}
	if (count == 0)
		str_append(out, "; nothing can be written");
	else if (source->acts_as)
		str_printf(out, " as %s", source->acts_as);
}

static void print_source(const struct snapshot *snapshot, size_t index, struct str *out)
{
	const struct source_view *source = &snapshot->sources[index];
	struct counts counts = count_of(snapshot, index);

	str_printf(out, "%s (%s): ", source->name, source->type);
	if (source->state != SOURCE_LIVE) {
		str_printf(out, "%s: %s\n", source_state_name(source->state),
			   source->error ? source->error : "no answer yet");
		return;
	}
	str_printf(out, "ok, %lld ms, %zu open incidents, %zu on-call shifts",
		   (long long)source->latency_ms, counts.incidents, counts.shifts);
	if (source->notice)
		str_printf(out, " (%s)", source->notice);
	print_writes(source, out);
	str_append(out, "\n");
}

/* Whether its query gives anything. */
static void print_indicator(const struct indicator_view *view, struct str *out)
{
	char value[INDICATOR_TEXT_MAX];

	indicator_value_format(view->value, view->unit, value);
	if (view->at_ms == 0)
		str_printf(out, "indicator %s: no sample came from %s: %s\n", view->name,
			   view->source ? view->source : "a source that is not asked", view->query);
	else
		str_printf(out, "indicator %s: %s, %s\n", view->name, value,
			   indicator_level_name(view->state.level));
}

static bool print_all(const struct settings *settings, const struct snapshot *snapshot)
{
	struct str out;
	bool is_good = snapshot->totals.is_complete;

	str_init(&out, 0);
	for (size_t i = 0; i < snapshot->source_count; i++)
		print_source(snapshot, i, &out);
	for (size_t i = 0; i < snapshot->indicator_count; i++)
		print_indicator(&snapshot->indicators[i], &out);
	for (size_t i = 0; i < snapshot->notice_count; i++)
		str_printf(&out, "notice: %s\n", snapshot->notices[i].text);
	keymap_notes(settings, &out);
	str_printf(&out, "%zu services found\n", snapshot->service_count);
	is_good &= cli_print(&out);
	str_release(&out);
	return is_good;
}

static int run(struct cli *cli)
{
	struct session session = {.skips_history = true, .sends_nothing = true};
	const struct snapshot *snapshot = NULL;
	int code = EXIT_CONFIG;

	if (session_load(&session, cli)) {
		code = EXIT_REFUSED;
		if (session_start(&session))
			snapshot = session_poll_once(&session, session_patience_ms(&session));
		if (snapshot && print_all(session.settings, snapshot))
			code = EXIT_WELL;
		snapshot_unref(snapshot);
	}
	session_close(&session);
	return code;
}

const struct cli_command cli_command_check = {
	.name = "check",
	.synopsis = "",
	.example = "nines check --source pager",
	.about = N_("validate the configuration, try every source, and say what may be written"),
	.run = run,
};
