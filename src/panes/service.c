/* SPDX-License-Identifier: MIT
 * One service: state and why, uptime by window, budget and burn, on-call, open incidents. */
#include "config.h"

#include <math.h>
#include <stdio.h>

#include "nines/base/i18n.h"
#include "nines/base/str.h"
#include "nines/base/timefmt.h"
#include "nines/model/history_view.h"
#include "nines/ui/label.h"
#include "panes/detail.h"
#include "panes/figure_cells.h"
#include "panes/indicator_cells.h"
#include "panes/service_cells.h"
#include "panes/service_work.h"
#include "panes/service_sums.h"

enum { RECENT_MAX = 10 };

/* One page being written. */
struct page {
	struct paper *paper;
	const struct service *service;
	const struct snapshot *snapshot;
	int64_t now_ms;
	bool is_ascii;
};

static void add_state(const struct page *page)
{
	const struct service *service = page->service;
	const struct label_word *word = label_service(service);
	char state[LABEL_MAX];

	label_text(word, page->is_ascii, state);
	paper_add(page->paper, _("state"), word->role, "%s%s%s", state,
		  service->state_reason ? ": " : "",
		  service->state_reason ? service->state_reason : "");
	if (service->is_stale)
		paper_add(page->paper, _("data"), ROLE_STALE, _("~ stale: a source is not live"));
	detail_time(page->paper, _("asked at"), service->data_ms, page->now_ms);
	detail_text(page->paper, _("team"), service->team);
	if (service->tier > 0)
		paper_add(page->paper, _("tier"), ROLE_TEXT, "%d", service->tier);
	if (service->last_deploy_ms > 0)
		detail_time(page->paper, _("last deploy"), service->last_deploy_ms, page->now_ms);
	else
		paper_add(page->paper, _("last deploy"), ROLE_UNKNOWN, _("? not said by a source"));
}

/* How much of the window stands behind a figure. */
static void describe_coverage(double coverage, char out[LABEL_MAX])
{
	if (isnan(coverage))
		snprintf(out, LABEL_MAX, _("coverage not said"));
	else if (coverage < 0.995)
		snprintf(out, LABEL_MAX, _("ONLY %d %% of the window seen"), (int)(coverage * 100));
	else
		snprintf(out, LABEL_MAX, _("all of the window seen"));
}

static void add_uptime(const struct page *page, const char *window, const struct uptime *uptime)
{
	double objective = page->service->objective;
	bool is_low = !isnan(objective) && uptime->ratio < objective;
	char percent[16], seen[LABEL_MAX], events[LABEL_MAX];

	if (isnan(uptime->ratio)) {
		paper_add(page->paper, window, ROLE_UNKNOWN, _("? no data"));
		return;
	}
	percent_format(uptime->ratio, percent_decimals(objective), percent);
	describe_coverage(uptime->coverage, seen);
	figure_events(_("bad"), uptime->total - uptime->good, uptime->total, events);
	paper_add(page->paper, window, is_low ? ROLE_CRITICAL : ROLE_TEXT, "%s %%%s  %s", percent,
		  events, seen);
}

static void add_uptimes(const struct page *page)
{
	const struct service *service = page->service;
	struct spark spark;

	paper_head(page->paper, _("uptime"));
	for (int i = 0; i < UPTIME_WINDOW_COUNT; i++)
		add_uptime(page, uptime_window_name[i], &service->uptime[i]);
	detail_text(page->paper, _("counted as"), service->uptime_method);
	detail_text(page->paper, _("from"), service->uptime_source);
	if (!service_spark(service, &spark))
		return;
	spark.is_dense = true;
	paper_add_spark(page->paper, _("trend"), &spark);
}

static void add_objective(const struct page *page)
{
	const struct service *service = page->service;
	char percent[16], left[16], window[TIME_TEXT_MAX], budget[LABEL_MAX], down[LABEL_MAX];

	duration_format_exact(service->window_ms, window);
	label_seconds(service->downtime_s, down);
	paper_head(page->paper, _("objective"));
	if (isnan(service->objective)) {
		paper_add(page->paper, _("SLO"), ROLE_DIM, _("none is set for this service"));
		return;
	}
	percent_format(service->objective, percent_decimals(service->objective), percent);
	paper_add(page->paper, _("SLO"), ROLE_TEXT, _("%s %% over %s"), percent, window);
	add_uptime(page, window, &service->window_uptime);
	label_seconds(service->budget_seconds, budget);
	percent_budget(service->budget_remaining, 1, left);
	if (isnan(service->budget_remaining))
		paper_add(page->paper, _("budget"), ROLE_UNKNOWN, _("? of %s"), budget);
	else
		paper_add(page->paper, _("budget"),
			  service->budget_remaining <= 0 ? ROLE_CRITICAL : ROLE_TEXT,
			  _("%s %% left of %s, %s used%s"), left, budget, down,
			  service->window_uptime.coverage < 0.995 ? _(", of what was seen") : "");
}

static void add_burn(const struct page *page)
{
	static const char *const alarms[] = {[BURN_ALARM_NONE] = "",
					     [BURN_ALARM_TICKET] = N_("  ticket"),
					     [BURN_ALARM_PAGE] = N_("  PAGE")};
	const struct service *service = page->service;
	struct str text;

	if (isnan(service->objective))
		return;
	str_init(&text, 256);
	for (int i = 0; i < BURN_WINDOW_COUNT; i++) {
		str_printf(&text, "%s%s ", i > 0 ? "  " : "", burn_window_name[i]);
		if (isnan(service->burn[i]))
			str_append(&text, "?");
		else
			str_printf(&text, "%.1fx", service->burn[i]);
	}
	str_append(&text, _(alarms[service->burn_alarm]));
	paper_add(page->paper, _("burn rate"),
		  service->burn_alarm == BURN_ALARM_NONE ? ROLE_TEXT : ROLE_CRITICAL, "%s",
		  text.text);
	str_release(&text);
}

static void add_figures(const struct page *page)
{
	const struct service *service = page->service;
	char window[TIME_TEXT_MAX], mtta[LABEL_MAX], mttr[LABEL_MAX];
	char p50[LABEL_MAX], p95[LABEL_MAX], cost[LABEL_MAX];

	duration_format_exact(service->window_ms, window);
	figure_latency(service->latency_p50_s, p50);
	figure_latency(service->latency_p95_s, p95);
	if (!isnan(service->latency_p95_s) || !isnan(service->latency_p50_s))
		paper_add(page->paper, _("latency"), ROLE_TEXT, "p50 %s, p95 %s", p50, p95);
	label_seconds(service->mtta_s, mtta);
	label_seconds(service->mttr_s, mttr);
	paper_add(page->paper, _("MTTA"), ROLE_TEXT, _("median %s (n %zu), %s"), mtta,
		  service->mtta_count, window);
	paper_add(page->paper, _("MTTR"), ROLE_TEXT, _("median %s (n %zu), %s"), mttr,
		  service->mttr_count, window);
	figure_money(service->cost, service->currency, cost);
	if (!isnan(service->cost))
		paper_add(page->paper, _("cost"), ROLE_TEXT, _("%s of downtime, %s"), cost, window);
}

static void add_oncall(const struct page *page)
{
	const struct service *service = page->service;

	paper_head(page->paper, _("on-call"));
	for (size_t i = 0; i < service->oncall_count; i++) {
		const struct shift_view *shift = service->oncall[i];
		char until[TIME_TEXT_MAX] = "", level[LABEL_MAX];

		if (shift->end_ms > 0)
			time_format_local(shift->end_ms, _(" until %a %m-%d %H:%M %Z"), until);
		snprintf(level, sizeof(level), _("level %d"), shift->level);
		paper_add(page->paper, level, shift->is_stale ? ROLE_STALE : ROLE_TEXT,
			  "%s%s%s%s%s", shift->is_stale ? "~ " : "",
			  shift->user ? shift->user : "?", until,
			  shift->next_user ? _(", then ") : "",
			  shift->next_user ? shift->next_user : "");
	}
	if (service->oncall_count == 0)
		paper_add(page->paper, NULL, ROLE_UNKNOWN, _("nobody is known to be on call"));
}

static void add_indicator(const struct page *page, const struct indicator_view *view)
{
	const struct label_word *word = indicator_word(view);
	char value[INDICATOR_TEXT_MAX], limits[LABEL_MAX * 2], since[TIME_TEXT_MAX] = "";
	char state[LABEL_MAX];
	struct spark spark;

	indicator_value_format(view->value, view->unit, value);
	indicator_limits(view, limits, sizeof(limits));
	label_text(word, page->is_ascii, state);
	if (view->since_ms > 0)
		time_format_local(view->since_ms, " since %m-%d %H:%M", since);
	paper_add(page->paper, view->title, word->role, "%s%s  %s%s  %s",
		  view->is_stale ? "~ " : "", state, value, since, limits);
	if (indicator_spark(view, &spark))
		paper_add_spark(page->paper, "", &spark);
}

/* Those that are about this service; without any there is no heading. */
static void add_indicators(const struct page *page)
{
	bool has_any = false;

	for (size_t i = 0; i < page->snapshot->indicator_count; i++) {
		const struct indicator_view *view = &page->snapshot->indicators[i];

		if (!text_equal(view->service, page->service->key))
			continue;
		if (!has_any)
			paper_head(page->paper, _("indicators"));
		add_indicator(page, view);
		has_any = true;
	}
}

static void add_none(const struct page *page)
{
	static const char *const texts[] = {
		[KNOWN_NOT_ASKED] = N_("? no source of incidents is configured"),
		[KNOWN_NOTHING] = N_("? no source of incidents has answered"),
		[KNOWN_PART] = N_("none that we can see: not every source is live"),
		[KNOWN_ALL] = N_("none"),
	};
	enum known knows = snapshot_knows(page->snapshot, SUBJECT_INCIDENTS);

	paper_add(page->paper, NULL, knows == KNOWN_ALL ? ROLE_DIM : ROLE_UNKNOWN, "%s",
		  _(texts[knows]));
}

static void add_incidents(const struct page *page)
{
	bool has_any = false;

	paper_head(page->paper, _("open incidents"));
	for (size_t i = 0; i < page->snapshot->incident_count; i++) {
		const struct incident *incident = &page->snapshot->incidents[i];

		if (!text_equal(incident->service, page->service->key))
			continue;
		detail_incident(page->paper, incident, page->now_ms, page->is_ascii);
		has_any = true;
	}
	if (!has_any)
		add_none(page);
}

/* The newest closed incidents of the service, over its window. */
static void add_recent(const struct page *page)
{
	const struct history_view *history = page->snapshot->history;
	int64_t from_ms = page->now_ms - page->service->window_ms;
	char window[TIME_TEXT_MAX], heading[LABEL_MAX];
	size_t shown = 0, more = 0;

	duration_format_exact(page->service->window_ms, window);
	snprintf(heading, sizeof(heading), _("closed incidents, %s"), window);
	paper_head(page->paper, heading);
	for (size_t i = 0; history && i < history->count; i++) {
		const struct closed_incident *closed = &history->items[i];

		if (closed->fact->created_ms < from_ms)
			break; /* the newest come first */
		if (closed->is_record || !text_equal(closed->service, page->service->key))
			continue;
		if (shown < RECENT_MAX)
			detail_closed(page->paper, closed);
		shown++;
	}
	more = shown > RECENT_MAX ? shown - RECENT_MAX : 0;
	if (more > 0)
		paper_add(page->paper, NULL, ROLE_DIM, _("and %zu more"), more);
	if (shown == 0)
		paper_add(page->paper, NULL, history ? ROLE_DIM : ROLE_UNKNOWN, "%s",
			  !history || page->snapshot->kpi.history_from_ms <= 0
				  ? _("? no history is loaded")
			  : page->snapshot->kpi.is_complete ? _("none")
							    : _("none in what is loaded"));
}

static void write_page(const struct page *page)
{
	const struct service *service = page->service;

	paper_add(page->paper, NULL, ROLE_STRONG, "%s", service->title);
	add_state(page);
	if (service->url)
		paper_add(page->paper, _("link"), ROLE_LINK, "%s", service->url);
	if (service->runbook)
		paper_add(page->paper, _("runbook"), ROLE_LINK, "%s", service->runbook);
	add_objective(page);
	add_burn(page);
	service_add_rules(page->paper, service);
	add_uptimes(page);
	service_add_days(page->paper, service);
	paper_head(page->paper, _("figures"));
	add_figures(page);
	service_add_cost(page->paper, service);
	add_oncall(page);
	add_incidents(page);
	add_indicators(page);
	service_work(page->paper, service, page->snapshot, page->now_ms);
	add_recent(page);
}

static void service_draw(struct pane *pane, struct region region,
			 const struct pane_context *context)
{
	struct detail *detail = pane->priv;
	struct page page = {.paper = &detail->paper,
			    .service = snapshot_service(pane->snapshot, detail->id),
			    .snapshot = pane->snapshot,
			    .now_ms = context->now_ms,
			    .is_ascii = region.canvas->is_ascii};

	paper_clear(&detail->paper);
	if (page.service)
		write_page(&page);
	else
		paper_add(&detail->paper, NULL, ROLE_UNKNOWN,
			  _("%s is not known to any source any more"), detail->id);
	paper_draw(&detail->paper, region);
}

static void service_targets(const struct pane *pane, struct pane_targets *targets)
{
	const struct detail *detail = pane->priv;
	const struct service *service = snapshot_service(pane->snapshot, detail->id);

	if (!service)
		return;
	targets->selected = service->key;
	targets->url = service->url;
	targets->runbook = service->runbook;
}

const struct pane_ops service_pane = {
	.name = "service",
	.title = N_("service"),
	.about = N_("one service: why it is in its state, uptime, budget, on-call and incidents"),
	DETAIL_PANE,
	.draw = service_draw,
	.act = detail_act,
	.targets = service_targets,
};
