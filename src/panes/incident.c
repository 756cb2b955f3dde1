/* SPDX-License-Identifier: MIT
 * One incident: state, people, time line, alerts, labels, links. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "nines/base/attr.h"
#include "nines/base/i18n.h"
#include "nines/base/str.h"
#include "nines/base/timefmt.h"
#include "nines/ui/label.h"
#include "panes/detail.h"
#include "panes/incident_past.h"
#include "panes/incident_rows.h"

enum { SCOPE_SHOWN_MAX = 20 };

/* One page being written. */
struct page {
	struct paper *paper;
	const struct snapshot *snapshot;
	const char *id;
	const struct incident *incident; /* NULL = not open any more */
	const struct keymap *keymap;
	int64_t now_ms;
	bool is_ascii;
};

static void add_state(const struct page *page)
{
	const struct incident *incident = page->incident;
	const struct label_word *word = label_incident_status(incident->status);
	char status[LABEL_MAX], due[LABEL_MAX];
	enum role due_role = label_target(incident, page->now_ms, due);

	detail_due(incident->created_ms + incident->mtta_target_ms, page->now_ms, due);
	label_text(word, page->is_ascii, status);
	paper_add(page->paper, _("status"), word->role, "%s%s", status,
		  incident->is_stale ? _("  ~ stale: its source is not live") : "");
	paper_add(page->paper, _("severity"), label_severity_role(incident->severity), "%s%s",
		  label_severity(incident->severity),
		  incident->severity == SEVERITY_UNKNOWN ? _(" not said by the source") : "");
	if (due[0])
		paper_add(page->paper, _("ack due"), due_role, "%s", due);
	if (incident->is_suppressed)
		paper_add(page->paper, _("silenced"), ROLE_DIM, "%s",
			  incident->suppressed_by ? incident->suppressed_by : _("yes"));
}

static void add_ack_end(const struct page *page)
{
	const struct incident *incident = page->incident;
	char words[LABEL_MAX];
	enum role role = label_ack_end(incident, page->now_ms, words);

	if (!words[0] || (incident->ack_ends_ms <= 0 && !incident->is_ack_renewed))
		return;
	if (incident->is_ack_renewed)
		snprintf(words, sizeof(words), "%s", _("renewed by nines while it fires"));
	detail_due(incident->ack_ends_ms, page->now_ms, words);
	paper_add(page->paper, _("ack ends"), role, "%s", words);
}

static void add_write(const struct page *page)
{
	const struct incident *incident = page->incident;
	char text[512];
	enum role role = incident_write_words(incident->write, page->now_ms, page->keymap, text,
					      sizeof(text));

	if (text[0])
		paper_add(page->paper, _("write"), role, "%s", text);
	add_ack_end(page);
}

static void add_one_write(const struct page *page, const struct write_view *write)
{
	char at[TIME_TEXT_MAX];

	time_format_local(write->created_ms, INCIDENT_MOMENT_FORMAT, at);
	incident_past_write(page->paper, at, write, page->now_ms, page->is_ascii);
}

/* The newest write to this incident before writes[index]; SIZE_MAX = there is none. */
static size_t previous_write(const struct page *page, size_t index)
{
	while (index-- > 0) {
		const char *id = page->snapshot->writes[index].incident_id;

		if (id && strcmp(id, page->id) == 0 &&
		    !snapshot_write_is_twin(page->snapshot, index))
			return index;
	}
	return SIZE_MAX;
}

/* The newest first: what became of the last key is what one looks for. */
static void add_writes(const struct page *page)
{
	size_t index = previous_write(page, page->snapshot->write_count);

	if (index == SIZE_MAX)
		return;
	paper_head(page->paper, _("writes"));
	for (; index != SIZE_MAX; index = previous_write(page, index))
		add_one_write(page, &page->snapshot->writes[index]);
}

/* What an acknowledgement or a silence of an alert hits, before anybody presses a key. */
static void add_scope(const struct page *page)
{
	const struct incident *incident = page->incident, *hits[SCOPE_SHOWN_MAX];
	size_t count, shown;

	if (incident->scope_count == 0)
		return;
	count = snapshot_scope(page->snapshot, incident, hits, NINES_COUNT(hits));
	shown = count < NINES_COUNT(hits) ? count : NINES_COUNT(hits);
	paper_head(page->paper, _("an acknowledgement or a silence covers"));
	for (size_t i = 0; i < incident->scope_count; i++)
		detail_text(page->paper, incident->scope[i].name, incident->scope[i].value);
	if (count <= 1) {
		paper_add(page->paper, _("alerts"), ROLE_TEXT, _("this one alone"));
		return;
	}
	paper_add(page->paper, _("alerts"), ROLE_WARNING,
		  _("%zu that fire now, this one included:"), count);
	for (size_t i = 0; i < shown; i++)
		detail_incident(page->paper, hits[i], page->now_ms, page->is_ascii);
	if (count > shown)
		paper_add(page->paper, NULL, ROLE_DIM, _("and %zu more"), count - shown);
}

static void add_commander(const struct page *page)
{
	const struct incident *incident = page->incident;

	if (incident->commander)
		paper_add(page->paper, _("commander"), ROLE_TEXT, "%s", incident->commander);
	else if (incident->has_commander_role && incident_is_severe(incident))
		paper_add(page->paper, _("commander"), ROLE_CRITICAL, _("NO COMMANDER"));
	else if (incident->has_commander_role)
		paper_add(page->paper, _("commander"), ROLE_DIM, _("nobody"));
	else if (incident_is_severe(incident))
		paper_add(page->paper, _("commander"), ROLE_UNKNOWN, _("? not said by the source"));
}

/* The last word to those who wait, and the next. */
static void add_updates(const struct page *page)
{
	const struct incident *incident = page->incident;
	char due[LABEL_MAX];
	enum role role = incident_update_words(incident, page->now_ms, due);

	detail_due(incident->update_due_ms, page->now_ms, due);
	detail_time(page->paper, _("last update"), incident->last_update_ms, page->now_ms);
	if (due[0])
		paper_add(page->paper, _("update due"), role, "%s", due);
}

static void add_untold(const struct page *page, const char *label)
{
	paper_add(page->paper, label, ROLE_UNKNOWN, _("? not told by %s"),
		  page->snapshot->sources[page->incident->source].name);
}

/* Who was called first; the time line has the others. Alerts page nobody by themselves. */
static void add_paged(const struct page *page)
{
	const struct incident *incident = page->incident;
	char at[TIME_TEXT_MAX];

	if (incident->is_alert)
		return;
	if (!incident->paged) {
		add_untold(page, _("paged"));
		return;
	}
	if (incident->paged_ms > 0)
		time_format_local(incident->paged_ms, "%Y-%m-%d %H:%M:%S %Z", at);
	paper_add(page->paper, _("paged"), ROLE_TEXT, "%s, %s", incident->paged,
		  incident->paged_ms > 0 ? at : _("at an unknown time"));
}

static void add_people(const struct page *page)
{
	const struct incident *incident = page->incident;

	detail_text(page->paper, _("service"),
		    incident->service_title ? incident->service_title : incident->service);
	detail_text(page->paper, _("team"), incident->team);
	for (size_t i = 0; i < incident->assignee_count; i++)
		detail_text(page->paper, _("assignee"), incident->assignees[i]);
	add_commander(page);
	if (incident->assignee_count == 0 && !incident->is_alert)
		paper_add(page->paper, _("assignee"), ROLE_WARNING, _("nobody"));
	if (incident->acknowledged_by || incident->status != INCIDENT_ACKNOWLEDGED)
		detail_text(page->paper, _("acked by"), incident->acknowledged_by);
	else
		add_untold(page, _("acked by"));
	add_paged(page);
}

static void add_times(const struct page *page)
{
	const struct incident *incident = page->incident;

	detail_time(page->paper, _("created"), incident->created_ms, page->now_ms);
	detail_time(page->paper, _("acknowledged"), incident->acknowledged_ms, page->now_ms);
	detail_time(page->paper, _("resolved"), incident->resolved_ms, page->now_ms);
	add_updates(page);
}

static void add_links(const struct page *page)
{
	const struct incident *incident = page->incident;

	detail_text(page->paper, _("id"), incident->id);
	detail_text(page->paper, _("number"), incident->number);
	if (incident->url)
		paper_add(page->paper, _("link"), ROLE_LINK, "%s", incident->url);
	else
		add_untold(page, _("link"));
	detail_text(page->paper, _("record"), incident->record_id);
	if (incident->record_url)
		paper_add(page->paper, _("record link"), ROLE_LINK, "%s", incident->record_url);
	if (incident->runbook)
		paper_add(page->paper, _("runbook"), ROLE_LINK, "%s", incident->runbook);
	else
		paper_add(page->paper, _("runbook"), ROLE_UNKNOWN,
			  _("? none is told: [service NAME] runbook = sets one"));
}

static void add_joined(const struct page *page)
{
	if (page->incident->joined_count == 0)
		return;
	paper_head(page->paper, _("alerts"));
	for (size_t i = 0; i < page->incident->joined_count; i++)
		detail_incident(page->paper, page->incident->joined[i], page->now_ms,
				page->is_ascii);
}

static void add_labels(const struct page *page)
{
	if (page->incident->label_count == 0)
		return;
	paper_head(page->paper, _("labels"));
	for (size_t i = 0; i < page->incident->label_count; i++)
		detail_text(page->paper, page->incident->labels[i].name,
			    page->incident->labels[i].value);
}

static void write_page(const struct page *page)
{
	paper_add(page->paper, NULL, ROLE_STRONG, "%s",
		  page->incident->title ? page->incident->title : _("(no title)"));
	add_state(page);
	add_write(page);
	add_people(page);
	add_times(page);
	add_links(page);
	if (page->incident->description) {
		paper_head(page->paper, _("description"));
		paper_add(page->paper, NULL, ROLE_TEXT, "%s", page->incident->description);
	}
	incident_past_timeline(page->paper, page->snapshot, page->incident, page->now_ms,
			       page->is_ascii);
	add_joined(page);
	add_scope(page);
	add_labels(page);
	incident_past_similar(page->paper, page->snapshot, page->incident);
}

static void write_gone(const struct page *page)
{
	size_t last = previous_write(page, page->snapshot->write_count);

	if (last != SIZE_MAX && page->snapshot->writes[last].title)
		paper_add(page->paper, NULL, ROLE_STRONG, "%s", page->snapshot->writes[last].title);
	paper_add(page->paper, NULL, ROLE_UNKNOWN,
		  _("%s is not among the open incidents any more: it was resolved, or "
		    "its source no longer names it"),
		  page->id);
	add_writes(page);
}

static void incident_draw(struct pane *pane, struct region region,
			  const struct pane_context *context)
{
	struct detail *detail = pane->priv;
	struct page page = {.paper = &detail->paper,
			    .snapshot = pane->snapshot,
			    .id = detail->id,
			    .incident = snapshot_incident(pane->snapshot, detail->id),
			    .keymap = context->is_read_only ? NULL : context->keymap,
			    .now_ms = context->now_ms,
			    .is_ascii = region.canvas->is_ascii};

	paper_clear(&detail->paper);
	if (page.incident)
		write_page(&page);
	else
		write_gone(&page);
	paper_draw(&detail->paper, region);
}

/* Of an incident that is gone, its writes can still be sent or dropped. */
static void target_writes(const struct pane *pane, struct pane_targets *targets)
{
	const struct detail *detail = pane->priv;
	const struct page page = {.snapshot = pane->snapshot, .id = detail->id};
	size_t index = previous_write(&page, page.snapshot->write_count);

	targets->are_writes = true;
	for (; index != SIZE_MAX; index = previous_write(&page, index)) {
		const struct write_view *write = &page.snapshot->writes[index];

		if (write->state == WRITE_CONFIRMED)
			continue;
		if (targets->count < NINES_COUNT(targets->ids))
			targets->ids[targets->count++] = write->uuid;
		else
			targets->is_cut = true;
	}
}

static void incident_targets(const struct pane *pane, struct pane_targets *targets)
{
	const struct detail *detail = pane->priv;
	const struct incident *incident = snapshot_incident(pane->snapshot, detail->id);

	if (!incident) {
		target_writes(pane, targets);
		return;
	}
	targets->ids[targets->count++] = incident->id;
	targets->selected = incident->id;
	targets->url = incident->url;
	targets->runbook = incident->runbook;
}

static enum pane_result incident_act(struct pane *pane, enum action_id action)
{
	bool is_of_write = action == ACTION_SEND || action == ACTION_DISMISS;
	struct pane_targets targets = {.count = 0};

	if (!pane_is_write_action(action))
		return detail_act(pane, action);
	incident_targets(pane, &targets);
	if (targets.count == 0 || (targets.are_writes && !is_of_write))
		return PANE_IGNORED;
	return PANE_SEND;
}

const struct pane_ops incident_pane = {
	.name = "incident",
	.title = N_("incident"),
	.about = N_("one incident: state, writes, people, time line, alerts, labels and links"),
	DETAIL_PANE,
	.draw = incident_draw,
	.act = incident_act,
	.targets = incident_targets,
};
