/* SPDX-License-Identifier: MIT
 * Words of what is due, done or failed. */
#include "config.h"

#include "panes/work_cells.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "nines/base/attr.h"
#include "nines/base/i18n.h"
#include "nines/base/str.h"
#include "nines/base/timefmt.h"

enum role work_follow(const struct follow_stat *stat, const char **word)
{
	static const struct {
		const char *word;
		enum role role;
	} rows[] = {
		{N_("overdue"), ROLE_CRITICAL}, {N_("due"), ROLE_WARNING}, {N_("done"), ROLE_OK}};

	*word = follow_stat_state(stat);
	for (size_t i = 0; i < NINES_COUNT(rows); i++)
		if (strcmp(rows[i].word, *word) == 0)
			return rows[i].role;
	return ROLE_UNKNOWN;
}

enum role work_due(int64_t due_ms, int64_t now_ms, char out[LABEL_MAX])
{
	bool is_over = due_ms < now_ms;
	char span[LABEL_MAX];

	snprintf(out, LABEL_MAX, "?");
	if (due_ms <= 0)
		return ROLE_UNKNOWN;
	label_span(is_over ? now_ms - due_ms : due_ms - now_ms, span);
	snprintf(out, LABEL_MAX, is_over ? _("OVERDUE %s") : _("in %s"), span);
	return is_over ? ROLE_CRITICAL : ROLE_TEXT;
}

enum role work_outcome(const struct deploy_view *deploy, const char **word)
{
	static const char *const words[] = {[DEPLOY_UNKNOWN] = "?",
					    [DEPLOY_SUCCEEDED] = N_("ok"),
					    [DEPLOY_FAILED] = N_("FAILED"),
					    [DEPLOY_ROLLED_BACK] = N_("ROLLED BACK")};
	bool is_told = deploy->outcome == DEPLOY_FAILED || deploy->outcome == DEPLOY_ROLLED_BACK;

	*word = deploy->is_failed && !is_told ? N_("INCIDENT") : words[deploy->outcome];
	if (deploy->is_failed || is_told)
		return ROLE_CRITICAL;
	return deploy->outcome == DEPLOY_SUCCEEDED ? ROLE_OK : ROLE_UNKNOWN;
}

void work_time(int64_t at_ms, int64_t now_ms, char out[LABEL_MAX])
{
	int64_t apart = at_ms > now_ms ? at_ms - now_ms : now_ms - at_ms;
	char text[TIME_TEXT_MAX];

	snprintf(out, LABEL_MAX, "?");
	if (at_ms <= 0)
		return;
	time_format_local(at_ms,
			  time_is_same_day(at_ms, now_ms) ? "%H:%M"
			  : apart < 6 * (int64_t)DAY_MS   ? "%a %H:%M"
							  : "%d %b %H:%M",
			  text);
	snprintf(out, LABEL_MAX, "%s", text);
}

enum role work_review_state(const struct review_view *review, const char **word)
{
	static const char *const words[] = {[REVIEW_MISSING] = N_("MISSING"),
					    [REVIEW_OPEN] = N_("open"),
					    [REVIEW_DONE] = N_("done")};

	*word = words[review->state];
	if (review->state == REVIEW_DONE)
		return ROLE_OK;
	return review->is_overdue ? ROLE_CRITICAL : ROLE_WARNING;
}

/* Lists that don't reach back say so. */
void work_deploy_stat(const struct deploy_stat *stat, const struct snapshot *snapshot,
		      struct str *out)
{
	int64_t begin_ms = snapshot->built_ms - snapshot->window_ms;
	char window[TIME_TEXT_MAX], text[LABEL_MAX], percent[16];

	duration_format_exact(snapshot->window_ms, window);
	percent_share(stat->fail_ratio, percent);
	if (stat->from_ms == 0 && stat->window == 0) {
		str_append(out, _("how many is not known"));
		return;
	}
	str_printf(out, _("%zu in 1d, %zu in 7d"), stat->day, stat->week);
	if (isnan(stat->fail_ratio))
		str_printf(out, _(", %zu in %s"), stat->window, window);
	else
		str_printf(out, _(", %zu of %zu failed in %s (%s %%)"), stat->failed, stat->window,
			   window, percent);
	if (stat->expedited > 0)
		str_printf(out, _(", %zu expedited"), stat->expedited);
	label_seconds(stat->lead_time_s, text);
	if (!isnan(stat->lead_time_s))
		str_printf(out, _(", median lead time %s"), text);
	label_seconds(stat->recovery_s, text);
	if (!isnan(stat->recovery_s))
		str_printf(out, _(", recovery %s"), text);
	if (stat->from_ms == 0)
		str_append(out, _(", there may be more"));
	else if (stat->from_ms > begin_ms + DAY_MS) {
		label_age(snapshot->built_ms, stat->from_ms, text);
		str_printf(out, _(", known for %s only"), text);
	}
}

void work_explain(struct pane *pane, const char *what)
{
	struct table *table = &((struct list *)pane->priv)->table;

	if (table->hidden == 0 && !pane->snapshot->kpi.follow.is_known &&
	    snapshot_knows(pane->snapshot, SUBJECT_TASKS) == KNOWN_ALL)
		snprintf(table->empty_text, TABLE_BUFFER, _("no source has told of %s yet"), what);
}

enum pane_result work_act(struct pane *pane, const char *service, enum action_id action)
{
	if (action == ACTION_OPEN && !service)
		return PANE_HANDLED;
	return list_act(pane, action);
}

void work_release(struct pane *pane)
{
	arena_release(&((struct work_list *)pane->priv)->ids);
	list_release(pane);
}
