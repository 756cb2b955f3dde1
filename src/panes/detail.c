/* SPDX-License-Identifier: MIT
 * Panes that show one record on paper. */
#include "config.h"

#include "panes/detail.h"

#include <stdio.h>

#include "nines/base/i18n.h"
#include "nines/base/str.h"
#include "nines/base/timefmt.h"
#include "nines/model/history_view.h"
#include "nines/ui/label.h"

void detail_open(struct pane *pane, const char *id)
{
	struct detail *detail = pane->priv;

	snprintf(detail->id, sizeof(detail->id), "%s", id ? id : "");
	detail->paper.top = 0;
}

/* The paper is written when it is drawn: ages are on it. */
void detail_update(struct pane *pane)
{
	pane->rows_wanted = 0;
}

enum pane_result detail_act(struct pane *pane, enum action_id action)
{
	struct detail *detail = pane->priv;

	return paper_act(&detail->paper, action) ? PANE_HANDLED : PANE_IGNORED;
}

void detail_status(const struct pane *pane, struct str *out)
{
	const struct detail *detail = pane->priv;
	const struct paper *paper = &detail->paper;

	/* where there is little room the id is what goes: it is on the paper, too */
	if (paper->page > 0 && paper->height > paper->page)
		str_printf(out, _("lines %d-%d of %d%s"), paper->top + 1, paper->top + paper->page,
			   paper->height, detail->id[0] ? ", " : "");
	str_append(out, detail->id);
}

struct paper *detail_paper(struct pane *pane)
{
	return &((struct detail *)pane->priv)->paper;
}

void detail_release(struct pane *pane)
{
	paper_release(&((struct detail *)pane->priv)->paper);
}

void detail_text(struct paper *paper, const char *label, const char *text)
{
	if (text && *text)
		paper_add(paper, label, ROLE_TEXT, "%s", text);
}

void detail_time(struct paper *paper, const char *label, int64_t at_ms, int64_t now_ms)
{
	char text[TIME_TEXT_MAX], age[LABEL_MAX];

	if (at_ms <= 0)
		return;
	time_format_local(at_ms, "%Y-%m-%d %H:%M:%S %Z", text);
	label_age(now_ms, at_ms, age);
	paper_add(paper, label, ROLE_TEXT, _("%s, %s ago"), text, age);
}

void detail_due(int64_t at_ms, int64_t now_ms, char text[LABEL_MAX])
{
	char at[TIME_TEXT_MAX], words[LABEL_MAX];

	if (!text[0] || at_ms <= 0)
		return;
	snprintf(words, sizeof(words), "%s", text);
	time_format_local(at_ms,
			  time_is_same_day(at_ms, now_ms) ? "%H:%M:%S %Z" : "%Y-%m-%d %H:%M:%S %Z",
			  at);
	snprintf(text, LABEL_MAX, "%s, %.60s", at, words);
}

void detail_incident(struct paper *paper, const struct incident *incident, int64_t now_ms,
		     bool is_ascii)
{
	const struct label_word *word = label_incident_status(incident->status);
	char status[LABEL_MAX], age[LABEL_MAX], at[TIME_TEXT_MAX] = "?";

	label_text(word, is_ascii, status);
	label_age(now_ms, incident->created_ms, age);
	if (incident->created_ms > 0)
		time_format_local(incident->created_ms, "%m-%d %H:%M", at);
	paper_add(paper, label_severity(incident->severity), word->role,
		  _("%s  %s, %s ago  %s  (%s)"), status, at, age,
		  incident->title ? incident->title : "", incident->id);
}

void detail_closed(struct paper *paper, const struct closed_incident *closed)
{
	int64_t created_ms = closed->fact->created_ms;
	char when[TIME_TEXT_MAX], acked[LABEL_MAX], took[LABEL_MAX] = "?";
	struct str by;

	time_format_local(created_ms, "%m-%d %H:%M", when);
	snprintf(acked, sizeof(acked), "%s", _("never acked"));
	if (closed->acknowledged_ms > 0) {
		char span[LABEL_MAX];

		duration_format(closed->acknowledged_ms - created_ms, span);
		snprintf(acked, sizeof(acked), _("acked after %.32s"), span);
	}
	if (closed->resolved_ms > 0)
		duration_format(closed->resolved_ms - created_ms, took);
	str_init(&by, 256);
	if (closed->resolved_by)
		str_printf(&by, _(", resolved by %s"), closed->resolved_by);
	paper_add(paper, label_severity(closed->severity), ROLE_RESOLVED,
		  _("%s  %s, took %s%s  %s  (%s:%s)"), when, acked, took, by.text,
		  closed->fact->title ? closed->fact->title : "", closed->source,
		  closed->fact->native_id);
	str_release(&by);
}
