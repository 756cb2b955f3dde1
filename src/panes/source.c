/* SPDX-License-Identifier: MIT
 * One source: how it is, all of what went wrong, what to do about it, and what may be done
 * there. Its URL is not here: it may have a secret in it. */
#include "config.h"

#include <string.h>

#include "nines/base/attr.h"
#include "nines/base/i18n.h"
#include "nines/base/str.h"
#include "nines/base/timefmt.h"
#include "nines/ui/label.h"
#include "panes/detail.h"

/* One page being written. */
struct page {
	struct paper *paper;
	const struct source_view *source;
	int64_t now_ms;
	bool is_ascii;
};

static const struct source_view *find(const struct snapshot *snapshot, const char *name)
{
	for (size_t i = 0; i < snapshot->source_count; i++)
		if (strcmp(snapshot->sources[i].name, name) == 0)
			return &snapshot->sources[i];
	return NULL;
}

static void add_next_poll(const struct page *page)
{
	int64_t next_ms = page->source->next_poll_ms;
	char left[TIME_TEXT_MAX];

	if (next_ms == INT64_MAX)
		return;
	if (next_ms <= page->now_ms) {
		paper_add(page->paper, _("asked"), ROLE_TEXT, _("now"));
		return;
	}
	duration_format(next_ms - page->now_ms, left);
	paper_add(page->paper, _("asked"), ROLE_TEXT, _("again in %s"), left);
}

static void add_state(const struct page *page)
{
	const struct source_view *source = page->source;
	const struct label_word *word = label_source_state(source->state);
	char text[LABEL_MAX], latency[LABEL_MAX], progress[LABEL_MAX];

	label_text(word, page->is_ascii, text);
	paper_add(page->paper, _("state"), word->role, "%s", text);
	paper_add(page->paper, _("type"), ROLE_TEXT, "%s", source->type);
	if (source->last_success_ms > 0)
		detail_time(page->paper, _("data of"), source->last_success_ms, page->now_ms);
	else
		paper_add(page->paper, _("data of"), ROLE_UNKNOWN, _("? it never answered"));
	label_latency(source->latency_ms, latency);
	if (source->latency_ms >= 0)
		paper_add(page->paper, _("reply"), ROLE_TEXT, _("after %s"), latency);
	add_next_poll(page);
	if (label_progress(source, progress, sizeof(progress)))
		paper_add(page->paper, _("history"), ROLE_DIM, "%s", progress);
}

static void add_wrong(const struct page *page)
{
	const struct source_view *source = page->source;

	paper_head(page->paper, _("what is wrong"));
	if (source->error)
		paper_add(page->paper, _("error"), ROLE_CRITICAL, "%s", source->error);
	if (source->notice)
		paper_add(page->paper, _("notice"), ROLE_WARNING, "%s", source->notice);
	if (source->skips_verify)
		paper_add(page->paper, _("TLS"), ROLE_WARNING,
			  _("its certificate is not verified: anyone between can read and answer"));
	if (source->error || source->notice)
		paper_add(page->paper, _("to do"), ROLE_TEXT,
			  _("`nines check` asks every source each of its questions and says what "
			    "to do for each that fails"));
	else if (!source->skips_verify)
		paper_add(page->paper, NULL, ROLE_DIM, _("nothing that it told"));
}

static void add_verb(const struct page *page, enum verb verb)
{
	const char *why = source_lacks(page->source, verb);

	if (!verb_info(verb)->phrase[0])
		return;
	if (why)
		paper_add(page->paper, verb_name(verb), ROLE_DIM, _("no: %s"), _(why));
	else
		paper_add(page->paper, verb_name(verb), ROLE_TEXT, _("yes"));
}

static void add_verbs(const struct page *page)
{
	paper_head(page->paper, _("what may be done there"));
	if (page->source->is_read_only)
		paper_add(page->paper, NULL, ROLE_WARNING,
			  _("nothing: it is read-only by the configuration"));
	else if (page->source->verbs == 0)
		paper_add(page->paper, NULL, ROLE_DIM, _("nothing: it is only read"));
	if (page->source->is_read_only || page->source->verbs == 0)
		return;
	detail_text(page->paper, _("as"), page->source->acts_as);
	for (int verb = VERB_NONE + 1; verb < VERB_COUNT; verb++)
		add_verb(page, (enum verb)verb);
}

static void write_page(const struct page *page)
{
	paper_add(page->paper, NULL, ROLE_STRONG, "%s", page->source->name);
	add_state(page);
	add_wrong(page);
	add_verbs(page);
}

static void source_draw(struct pane *pane, struct region region, const struct pane_context *context)
{
	struct detail *detail = pane->priv;
	struct page page = {.paper = &detail->paper,
			    .source = find(pane->snapshot, detail->id),
			    .now_ms = context->now_ms,
			    .is_ascii = region.canvas->is_ascii};

	paper_clear(&detail->paper);
	if (page.source)
		write_page(&page);
	else
		paper_add(&detail->paper, NULL, ROLE_UNKNOWN,
			  _("%s is not in the configuration any more"), detail->id);
	paper_draw(&detail->paper, region);
}

const struct pane_ops source_pane = {
	.name = "source",
	.title = N_("source"),
	.about = N_("one source: its state, all of its last error, and what may be done there"),
	DETAIL_PANE,
	.draw = source_draw,
	.act = detail_act,
};
