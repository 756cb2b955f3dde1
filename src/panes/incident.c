/* SPDX-License-Identifier: MIT
 * One incident: state, people, time line, alerts, labels, links. */
#include "config.h"

#include "nines/base/str.h"
#include "nines/base/timefmt.h"
#include "nines/ui/label.h"
#include "panes/detail.h"

/* One page being written. */
struct page {
	struct paper *paper;
	const struct incident *incident;
	int64_t now_ms;
	bool is_ascii;
};

static void add_state(const struct page *page)
{
	const struct incident *incident = page->incident;
	const struct label_word *word = label_incident_status(incident->status);
	char status[LABEL_MAX], due[LABEL_MAX];
	enum role due_role = label_target(incident, page->now_ms, due);

	label_text(word, page->is_ascii, status);
	paper_add(page->paper, "status", word->role, "%s%s", status,
		  incident->is_stale ? "  ~ stale: its source is not live" : "");
	paper_add(page->paper, "severity", label_severity_role(incident->severity), "%s%s",
		  label_severity(incident->severity),
		  incident->severity == SEVERITY_UNKNOWN ? " not said by the source" : "");
	if (due[0])
		paper_add(page->paper, "ack due", due_role, "%s", due);
	if (incident->is_suppressed)
		paper_add(page->paper, "silenced", ROLE_DIM, "%s",
			  incident->suppressed_by ? incident->suppressed_by : "yes");
}

static void add_write(const struct page *page)
{
	const struct incident *incident = page->incident;
	char text[512];
	enum role role = label_write(incident, text, sizeof(text));

	if (text[0])
		paper_add(page->paper, "write", role, "%s", text);
	else if (incident->write)
		paper_add(page->paper, "write", ROLE_OK, "%s confirmed by the source",
			  verb_name(incident->write->verb));
	if (incident->ack_ends_ms > 0) {
		time_format_local(incident->ack_ends_ms, "%H:%M:%S", text);
		paper_add(page->paper, "ack ends", ROLE_TEXT, "%s unless renewed", text);
	}
}

static void add_commander(const struct page *page)
{
	const struct incident *incident = page->incident;
	bool is_severe =
		incident->severity >= SEVERITY_MIN && incident->severity <= SEVERITY_SEVERE;

	if (incident->commander)
		paper_add(page->paper, "commander", ROLE_TEXT, "%s", incident->commander);
	else if (incident->has_commander_role)
		paper_add(page->paper, "commander", ROLE_WARNING, "no commander");
	else if (is_severe && !incident->is_alert)
		paper_add(page->paper, "commander", ROLE_UNKNOWN, "? not said by the source");
}

static void add_people(const struct page *page)
{
	const struct incident *incident = page->incident;

	detail_text(page->paper, "service",
		    incident->service_title ? incident->service_title : incident->service);
	detail_text(page->paper, "team", incident->team);
	for (size_t i = 0; i < incident->assignee_count; i++)
		detail_text(page->paper, "assignee", incident->assignees[i]);
	add_commander(page);
	if (incident->assignee_count == 0 && !incident->is_alert)
		paper_add(page->paper, "assignee", ROLE_WARNING, "nobody");
	detail_text(page->paper, "acked by", incident->acknowledged_by);
}

static void add_times(const struct page *page)
{
	const struct incident *incident = page->incident;

	detail_time(page->paper, "created", incident->created_ms, page->now_ms);
	detail_time(page->paper, "acknowledged", incident->acknowledged_ms, page->now_ms);
	detail_time(page->paper, "resolved", incident->resolved_ms, page->now_ms);
}

static void add_links(const struct page *page)
{
	const struct incident *incident = page->incident;

	detail_text(page->paper, "id", incident->id);
	detail_text(page->paper, "number", incident->number);
	if (incident->url)
		paper_add(page->paper, "link", ROLE_LINK, "%s", incident->url);
	if (incident->runbook)
		paper_add(page->paper, "runbook", ROLE_LINK, "%s", incident->runbook);
}

static void add_events(const struct page *page)
{
	const struct incident *incident = page->incident;

	if (incident->event_count == 0)
		return;
	paper_head(page->paper, "time line");
	for (size_t i = 0; i < incident->event_count; i++) {
		const struct fact_event *event = &incident->events[i];
		char when[TIME_TEXT_MAX];

		time_format_local(event->at_ms, "%m-%d %H:%M:%S", when);
		paper_add(page->paper, when, ROLE_TEXT, "%s%s%s%s%s",
			  event->what ? event->what : "", event->who ? " by " : "",
			  event->who ? event->who : "", event->text ? ": " : "",
			  event->text ? event->text : "");
	}
}

static void add_joined(const struct page *page)
{
	if (page->incident->joined_count == 0)
		return;
	paper_head(page->paper, "alerts");
	for (size_t i = 0; i < page->incident->joined_count; i++)
		detail_incident(page->paper, page->incident->joined[i], page->now_ms,
				page->is_ascii);
}

static void add_labels(const struct page *page)
{
	if (page->incident->label_count == 0)
		return;
	paper_head(page->paper, "labels");
	for (size_t i = 0; i < page->incident->label_count; i++)
		detail_text(page->paper, page->incident->labels[i].name,
			    page->incident->labels[i].value);
}

static void write_page(const struct page *page)
{
	paper_add(page->paper, NULL, ROLE_STRONG, "%s",
		  page->incident->title ? page->incident->title : "(no title)");
	add_state(page);
	add_write(page);
	add_people(page);
	add_times(page);
	add_links(page);
	if (page->incident->description) {
		paper_head(page->paper, "description");
		paper_add(page->paper, NULL, ROLE_TEXT, "%s", page->incident->description);
	}
	add_events(page);
	add_joined(page);
	add_labels(page);
}

static void incident_draw(struct pane *pane, struct region region,
			  const struct pane_context *context)
{
	struct detail *detail = pane->priv;
	struct page page = {.paper = &detail->paper,
			    .incident = snapshot_incident(pane->snapshot, detail->id),
			    .now_ms = context->now_ms,
			    .is_ascii = region.canvas->is_ascii};

	paper_clear(&detail->paper);
	if (page.incident)
		write_page(&page);
	else
		paper_add(&detail->paper, NULL, ROLE_UNKNOWN,
			  "%s is not among the open incidents any more: it was resolved, or "
			  "its source no longer names it",
			  detail->id);
	paper_draw(&detail->paper, region);
}

static enum pane_result incident_act(struct pane *pane, enum action_id action)
{
	if (pane_is_write_action(action))
		return PANE_SEND;
	return detail_act(pane, action);
}

static void incident_targets(const struct pane *pane, struct pane_targets *targets)
{
	const struct detail *detail = pane->priv;
	const struct incident *incident = snapshot_incident(pane->snapshot, detail->id);

	/* also when it is gone: then the key says so */
	targets->ids[targets->count++] = detail->id;
	targets->selected = detail->id;
	if (!incident)
		return;
	targets->url = incident->url;
	targets->runbook = incident->runbook;
}

const struct pane_ops incident_pane = {
	.name = "incident",
	.title = "incident",
	.about = "one incident: state, people, time line, alerts, labels and links",
	.priv_size = sizeof(struct detail),
	.rows_min = 2,
	.cols_min = 20,
	.is_detail = true,
	.open = detail_open,
	.update = detail_update,
	.draw = incident_draw,
	.act = incident_act,
	.targets = incident_targets,
	.status = detail_status,
	.release = detail_release,
};
