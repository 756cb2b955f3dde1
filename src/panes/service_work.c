/* SPDX-License-Identifier: MIT
 * A service's deploys, reviews and action items on its page. */
#include "config.h"

#include "panes/service_work.h"

#include <stdio.h>

#include "nines/base/i18n.h"
#include "nines/base/timefmt.h"
#include "nines/base/str.h"
#include "panes/work_cells.h"

enum { DEPLOYS_SHOWN = 5, TASKS_SHOWN = 10 };

static void add_deploy(struct paper *paper, const struct deploy_view *deploy)
{
	char when[TIME_TEXT_MAX], after[LABEL_MAX];
	const char *word;
	enum role role = work_outcome(deploy, &word);
	struct str text;

	str_init(&text, 1024);
	time_format_local(deploy->at_ms, "%m-%d %H:%M", when);
	str_pad(&text, _(word), 11);
	str_printf(&text, " %s", deploy->version ? deploy->version : "");
	if (deploy->who)
		str_printf(&text, _(" by %s"), deploy->who);
	if (deploy->is_expedited)
		str_append(&text, _(", EXPEDITED"));
	label_span(deploy->incident_after_ms, after);
	if (deploy->incident)
		str_printf(&text, _("; %s after it began: %s"), after,
			   deploy->incident_title ? deploy->incident_title : deploy->incident);
	paper_add(paper, when, role, "%s", text.text);
	str_release(&text);
}

/* Why there is nothing to show. */
static void add_unknown(struct paper *paper, const struct snapshot *snapshot, enum subject subject,
			const char *what)
{
	bool is_asked = snapshot_knows(snapshot, subject) != KNOWN_NOT_ASKED;

	paper_add(paper, NULL, ROLE_UNKNOWN,
		  is_asked ? _("? no source has told of its %s")
			   : _("? no source of %s is configured"),
		  what);
}

static void add_deploys(struct paper *paper, const struct service *service,
			const struct snapshot *snapshot)
{
	size_t shown = 0;
	struct str text;

	paper_head(paper, _("deploys"));
	if (service->deploys.from_ms == 0 && service->deploys.window == 0) {
		add_unknown(paper, snapshot, SUBJECT_DEPLOYS, _("deploys"));
		return;
	}
	str_init(&text, 512);
	work_deploy_stat(&service->deploys, snapshot, &text);
	paper_add(paper, _("rate"), ROLE_TEXT, "%s", text.text);
	str_release(&text);
	for (size_t i = 0; i < snapshot->deploy_count && shown < DEPLOYS_SHOWN; i++) {
		if (!text_equal(snapshot->deploys[i].service, service->key))
			continue;
		add_deploy(paper, &snapshot->deploys[i]);
		shown++;
	}
	paper_add(
		paper, NULL, ROLE_DIM,
		_("failed: by its own word, or an incident of severity 1 to 3 began within 1h after"));
}

static void add_reviews(struct paper *paper, const struct service *service,
			const struct snapshot *snapshot, int64_t now_ms)
{
	size_t shown = 0;

	for (size_t i = 0; i < snapshot->review_count && shown < TASKS_SHOWN; i++) {
		const struct review_view *review = &snapshot->reviews[i];
		char due[LABEL_MAX];
		const char *word;
		enum role role = work_review_state(review, &word);

		if (!text_equal(review->service, service->key) || review->state == REVIEW_DONE)
			continue;
		work_due(review->due_ms, now_ms, due);
		paper_add(paper, _("review"), role, "%s, %s: %s", _(word), due, review->title);
		shown++;
	}
}

static void add_actions(struct paper *paper, const struct service *service,
			const struct snapshot *snapshot, int64_t now_ms)
{
	size_t shown = 0;

	for (size_t i = 0; i < snapshot->action_count && shown < TASKS_SHOWN; i++) {
		const struct action_view *item = &snapshot->actions[i];
		char due[LABEL_MAX];
		enum role role = work_due(item->due_ms, now_ms, due);

		if (!text_equal(item->service, service->key))
			continue;
		paper_add(paper, _("action"), role, "%s, %s: %s", due,
			  item->owner ? item->owner : _("nobody"), item->title ? item->title : "?");
		shown++;
	}
}

static void add_follow(struct paper *paper, const struct service *service,
		       const struct snapshot *snapshot, int64_t now_ms)
{
	const struct follow_stat *follow = &service->follow;
	const char *word;
	enum role role = work_follow(follow, &word);

	paper_head(paper, _("follow-through"));
	if (role == ROLE_UNKNOWN) {
		add_unknown(paper, snapshot, SUBJECT_TASKS, _("reviews and action items"));
		return;
	}
	paper_add(paper, _("state"), role,
		  _("%s: reviews %zu overdue, %zu due, %zu done in 365d; "
		    "action items %zu open, %zu overdue"),
		  _(word), follow->reviews_overdue, follow->reviews_due, follow->reviews_done,
		  follow->actions_open, follow->actions_overdue);
	add_reviews(paper, service, snapshot, now_ms);
	add_actions(paper, service, snapshot, now_ms);
}

void service_work(struct paper *paper, const struct service *service,
		  const struct snapshot *snapshot, int64_t now_ms)
{
	add_deploys(paper, service, snapshot);
	add_follow(paper, service, snapshot, now_ms);
}
