/* SPDX-License-Identifier: MIT
 * One indicator: what is asked and where, its limits and where their times stand, the last
 * samples and all raises, so that state, flapping and false alarms can be recomputed. */
#include "config.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "nines/base/i18n.h"
#include "nines/base/str.h"
#include "nines/base/timefmt.h"
#include "panes/detail.h"
#include "panes/indicator_cells.h"

enum { SAMPLES_MAX = 30, RAISES_MAX = 50 };

/* One page being written. */
struct page {
	struct paper *paper;
	const struct indicator_view *view;
	const struct snapshot *snapshot;
	int64_t now_ms;
	bool is_ascii;
};

static const struct indicator_view *find(const struct snapshot *snapshot, const char *name)
{
	for (size_t i = 0; i < snapshot->indicator_count; i++) {
		if (strcmp(snapshot->indicators[i].name, name) == 0)
			return &snapshot->indicators[i];
	}
	return NULL;
}

static void add_state(const struct page *page)
{
	const struct indicator_view *view = page->view;
	const struct label_word *word = indicator_word(view);
	char state[LABEL_MAX], value[INDICATOR_TEXT_MAX];

	label_text(word, page->is_ascii, state);
	paper_add(page->paper, _("state"), word->role, "%s", state);
	detail_time(page->paper, _("since"), view->since_ms, page->now_ms);
	indicator_value_format(view->value, view->unit, value);
	if (isnan(view->value))
		paper_add(page->paper, _("value"), ROLE_UNKNOWN, _("? no sample came"));
	else
		paper_add(page->paper, _("value"), indicator_value_role(view), "%s  (%.10g)", value,
			  view->value);
	detail_time(page->paper, _("sample of"), view->at_ms, page->now_ms);
	if (view->is_stale)
		paper_add(page->paper, _("data"), ROLE_STALE, _("~ stale: its source is not live"));
	paper_add(page->paper, _("category"), ROLE_TEXT, "%s",
		  indicator_category_name(view->category));
	detail_text(page->paper, _("service"), view->service);
	detail_text(page->paper, _("unit"), view->unit);
	paper_add(page->paper, _("source"), view->source ? ROLE_TEXT : ROLE_UNKNOWN, "%s",
		  view->source ? view->source : _("? not among the sources that are asked"));
	paper_add(page->paper, _("query"), ROLE_TEXT, "%s", view->query);
}

/* How long a limit is crossed already. */
static void add_limit(const struct page *page, const char *name,
		      const struct indicator_limit *limit, int64_t since_ms)
{
	char text[INDICATOR_TEXT_MAX], span[TIME_TEXT_MAX];

	if (!limit->is_set)
		return;
	indicator_limit_format(limit, text);
	if (since_ms <= 0) {
		paper_add(page->paper, name, ROLE_TEXT, _("%s  not crossed by the last sample"),
			  text);
		return;
	}
	duration_format(page->view->at_ms - since_ms, span);
	paper_add(page->paper, name, ROLE_TEXT, _("%s  crossed by all samples of %s"), text, span);
}

static void add_flapping(const struct page *page)
{
	const struct indicator_state *state = &page->view->state;
	char changes[INDICATOR_CHANGES + 1] = "";

	for (int i = 0; i < INDICATOR_CHANGES; i++)
		changes[i] = state->changed[i] ? 'x' : '-';
	paper_add(page->paper, _("flapping"), state->is_flapping ? ROLE_WARNING : ROLE_TEXT,
		  _("%s: %.1f %% of the last %d samples changed sides, newest last: %s"),
		  state->is_flapping ? _("yes, nothing new is counted as raised") : _("no"),
		  floor(flap_percent_nagios(state->changed) * 10) / 10, INDICATOR_CHANGES, changes);
	paper_add(page->paper, NULL, ROLE_DIM,
		  _("weighed 0.75 (oldest) to 1.25 as by Nagios; from 30 %% on until below 20 %%"));
}

static void add_limits(const struct page *page)
{
	const struct indicator_view *view = page->view;
	char gap[TIME_TEXT_MAX];

	paper_head(page->paper, _("limits"));
	if (!indicator_has_limit(view))
		paper_add(page->paper, NULL, ROLE_DIM, _("none: it is shown and never raised"));
	add_limit(page, _("warn"), &view->rule.warn, view->state.warn_since_ms);
	add_limit(page, _("crit"), &view->rule.crit, view->state.crit_since_ms);
	add_limit(page, _("clear"), &view->rule.clear, view->state.clear_since_ms);
	if (indicator_has_limit(view) && !view->rule.clear.is_set)
		paper_add(page->paper, _("clear"), ROLE_TEXT, _("%s not crossed for as long"),
			  view->rule.warn.is_set ? _("warn") : _("crit"));
	duration_format_exact(view->rule.gap_ms, gap);
	paper_add(page->paper, _("unknown"), ROLE_TEXT, _("when no sample comes for %s"), gap);
	add_flapping(page);
}

static void add_sample(const struct page *page, size_t index)
{
	const struct indicator_view *view = page->view;
	double value = view->samples->values[index];
	const char *beyond = indicator_is_beyond(&view->rule.crit, value)   ? _("  beyond crit")
			     : indicator_is_beyond(&view->rule.warn, value) ? _("  beyond warn")
									    : "";
	char when[TIME_TEXT_MAX];

	time_format_local(view->samples->start_ms + (int64_t)index * view->samples->step_ms,
			  "%m-%d %H:%M:%S", when);
	if (isnan(value))
		paper_add(page->paper, NULL, ROLE_UNKNOWN, _("%s  ? no data"), when);
	else
		paper_add(page->paper, NULL, *beyond ? ROLE_WARNING : ROLE_TEXT, "%s  %.10g%s",
			  when, value, beyond);
}

static void add_samples(const struct page *page)
{
	const struct fact_series *series = page->view->samples;
	size_t shown = series && series->count < SAMPLES_MAX ? series->count : SAMPLES_MAX;
	char step[TIME_TEXT_MAX];
	struct spark spark;

	paper_head(page->paper, _("samples, newest first"));
	if (!series || !indicator_spark(page->view, &spark)) {
		paper_add(page->paper, NULL, ROLE_UNKNOWN, _("? none came"));
		return;
	}
	spark.is_dense = true;
	paper_add_spark(page->paper, _("trend"), &spark);
	duration_format_exact(series->step_ms, step);
	paper_add(page->paper, _("of"), ROLE_TEXT, _("%zu samples, %s apart"), series->count, step);
	for (size_t i = 0; i < shown; i++)
		add_sample(page, series->count - 1 - i);
}

static void add_raise(const struct page *page, const struct indicator_raise *raise)
{
	char from[TIME_TEXT_MAX], span[TIME_TEXT_MAX];
	const char *verdict = !raise->ended_ms     ? _("goes on")
			      : !raise->is_cleared ? _("not judged: samples failed to come")
			      : !raise->is_judged  ? _("not judged: history doesn't reach back")
			      : raise->is_false    ? _("FALSE ALARM")
						   : _("right");
	int64_t to_ms = raise->ended_ms > 0 ? raise->ended_ms : page->now_ms;
	struct str text;

	time_format_local(raise->raised_ms, "%m-%d %H:%M:%S", from);
	duration_format(to_ms > raise->raised_ms ? to_ms - raise->raised_ms : 0, span);
	str_init(&text, 256);
	str_printf(&text, "%s  ", from);
	str_pad(&text, _(indicator_level_name(raise->level)), 4);
	str_printf(&text, "  %-9s %s", span, verdict);
	paper_add(page->paper, NULL, raise->is_false ? ROLE_WARNING : ROLE_TEXT, "%s", text.text);
	str_release(&text);
}

static void add_raises(const struct page *page)
{
	const struct indicator_view *view = page->view;
	size_t shown = view->raised < RAISES_MAX ? view->raised : RAISES_MAX;
	char window[TIME_TEXT_MAX], text[LABEL_MAX];
	enum role role = indicator_false_alarms(view, text);

	duration_format_exact(page->snapshot->window_ms, window);
	snprintf(text, sizeof(text), _("raised in %.16s"), window);
	paper_head(page->paper, text);
	indicator_false_alarms(view, text);
	paper_add(page->paper, _("raised"), ROLE_TEXT, _("%zu, judged %zu"), view->raised,
		  view->judged);
	paper_add(page->paper, _("false"), role, "%s", text);
	paper_add(
		page->paper, NULL, ROLE_DIM,
		_("false: it cleared, no incident of %s was open meanwhile, and nobody acknowledged "
		  "anything of it"),
		view->service ? _("its service") : _("any service"));
	for (size_t i = 0; i < shown; i++)
		add_raise(page, &view->raises[view->raised - 1 - i]);
	if (view->raised > shown)
		paper_add(page->paper, NULL, ROLE_DIM, _("and %zu earlier"), view->raised - shown);
}

static void write_page(const struct page *page)
{
	paper_add(page->paper, NULL, ROLE_STRONG, "%s", page->view->title);
	add_state(page);
	add_limits(page);
	add_raises(page);
	add_samples(page);
}

static void indicator_draw(struct pane *pane, struct region region,
			   const struct pane_context *context)
{
	struct detail *detail = pane->priv;
	struct page page = {.paper = &detail->paper,
			    .view = find(pane->snapshot, detail->id),
			    .snapshot = pane->snapshot,
			    .now_ms = context->now_ms,
			    .is_ascii = region.canvas->is_ascii};

	paper_clear(&detail->paper);
	if (page.view)
		write_page(&page);
	else
		paper_add(&detail->paper, NULL, ROLE_UNKNOWN, _("%s is not declared any more"),
			  detail->id);
	paper_draw(&detail->paper, region);
}

static void indicator_targets(const struct pane *pane, struct pane_targets *targets)
{
	const struct detail *detail = pane->priv;
	const struct indicator_view *view = find(pane->snapshot, detail->id);
	const struct service *service =
		view ? snapshot_service(pane->snapshot, view->service) : NULL;

	if (!view)
		return;
	targets->selected = view->name;
	targets->url = service ? service->url : NULL;
	targets->runbook = service ? service->runbook : NULL;
}

const struct pane_ops indicator_pane = {
	.name = "indicator",
	.title = N_("indicator"),
	.about = N_("one indicator: its query, limits, samples and raises"),
	DETAIL_PANE,
	.draw = indicator_draw,
	.act = detail_act,
	.targets = indicator_targets,
};
