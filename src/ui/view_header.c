/* SPDX-License-Identifier: MIT
 * The first line and the bar of sources: never greener than the truth. What is not known
 * for sure is said with '~', and a source that doesn't answer is named. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "nines/base/attr.h"
#include "nines/base/i18n.h"
#include "nines/base/text.h"
#include "nines/base/timefmt.h"
#include "nines/ui/label.h"
#include "ui/view_state.h"

enum {
	SEGMENTS_MAX = 9,
	SEGMENT_TEXT = 160,
	CLOCK_COLS_MIN = 60 /* narrower screens have no clock, only banners */
};

/* A part of the line; the short form is for narrow screens. */
struct segment {
	char text[SEGMENT_TEXT], brief[SEGMENT_TEXT];
	enum role role;
	int keep; /* without room the largest goes first; 0 = never */
	bool is_brief, is_reversed;
};

struct segments {
	struct segment items[SEGMENTS_MAX];
	size_t count;
};

static struct segment *next_segment(struct segments *line, enum role role)
{
	struct segment *segment = &line->items[line->count++];

	segment->role = role;
	segment->keep = 0;
	segment->is_brief = segment->is_reversed = false;
	return segment;
}

/* '~' before a figure that a missing source of incidents may change. */
static const char *doubt(enum known knows)
{
	return knows == KNOWN_ALL ? "" : "~";
}

/* Where nobody could look there are not none. */
static void add_no_incidents(enum known knows, struct segments *line)
{
	struct segment *segment = next_segment(line, ROLE_UNKNOWN);
	bool is_asked = knows != KNOWN_NOT_ASKED;

	segment->keep = is_asked ? 1 : 4;
	snprintf(segment->text, SEGMENT_TEXT, "%s",
		 is_asked ? _("incidents unknown") : _("no source of incidents"));
	snprintf(segment->brief, SEGMENT_TEXT, "%s",
		 is_asked ? _("? trig") : _("no incidents source"));
}

static void add_acknowledged(const struct totals *totals, struct segments *line)
{
	size_t count = totals->open - totals->unacknowledged;
	struct segment *segment;

	if (count == 0)
		return;
	segment = next_segment(line, ROLE_ACKNOWLEDGED);
	segment->keep = 4;
	snprintf(segment->text, SEGMENT_TEXT, _("%zu acked"), count);
	snprintf(segment->brief, SEGMENT_TEXT, _("%zu ack"), count);
}

static void add_incidents(const struct snapshot *snapshot, struct segments *line)
{
	const struct totals *totals = &snapshot->totals;
	enum known knows = snapshot_knows(snapshot, SUBJECT_INCIDENTS);
	enum role calm = totals->is_complete ? ROLE_OK : ROLE_UNKNOWN;
	struct segment *segment;

	if (knows <= KNOWN_NOTHING && totals->open == 0) {
		add_no_incidents(knows, line);
		return;
	}
	segment = next_segment(line, totals->unacknowledged > 0 ? ROLE_TRIGGERED : calm);
	segment->keep = totals->severe_unacknowledged > 0 ? 1 : 0;
	snprintf(segment->text, SEGMENT_TEXT, _("%s%zu triggered"), doubt(knows),
		 totals->unacknowledged);
	snprintf(segment->brief, SEGMENT_TEXT, _("%s%zu trig"), doubt(knows),
		 totals->unacknowledged);
	if (totals->severe_unacknowledged > 0) {
		segment = next_segment(line, ROLE_CRITICAL);
		snprintf(segment->text, SEGMENT_TEXT, _("%zu severe unacked"),
			 totals->severe_unacknowledged);
		snprintf(segment->brief, SEGMENT_TEXT, _("%zu severe"),
			 totals->severe_unacknowledged);
	}
	add_acknowledged(totals, line);
}

/* What a service may be instead of well, the worst first. */
static const enum service_state bad_states[] = {SERVICE_DOWN, SERVICE_DEGRADED, SERVICE_UNKNOWN};

static enum role services_role(const struct totals *totals)
{
	for (size_t i = 0; i < NINES_COUNT(bad_states); i++)
		if (totals->by_state[bad_states[i]] > 0)
			return label_service_state(bad_states[i])->role;
	return totals->is_complete && totals->services > 0 ? ROLE_OK : ROLE_UNKNOWN;
}

/* The worst state and how many are well: "1 down 9/12 ok". */
static void brief_services(const struct totals *totals, char out[SEGMENT_TEXT])
{
	enum service_state worst = SERVICE_OK;
	char bad[SEGMENT_TEXT / 2] = "";

	for (size_t i = 0; i < NINES_COUNT(bad_states) && worst == SERVICE_OK; i++)
		if (totals->by_state[bad_states[i]] > 0)
			worst = bad_states[i];
	if (worst != SERVICE_OK)
		snprintf(bad, sizeof(bad), "%zu %s ", totals->by_state[worst],
			 _(service_state_name(worst)));
	snprintf(out, SEGMENT_TEXT, _("%s%zu/%zu ok"), bad, totals->by_state[SERVICE_OK],
		 totals->services);
}

static void add_services(const struct snapshot *snapshot, struct segments *line)
{
	const struct totals *totals = &snapshot->totals;
	static const enum service_state order[] = {SERVICE_DOWN, SERVICE_DEGRADED, SERVICE_UNKNOWN,
						   SERVICE_MAINTENANCE, SERVICE_OK};
	struct segment *segment = next_segment(line, services_role(totals));
	struct str text;

	segment->keep = 2;
	if (totals->services == 0 && snapshot_knows(snapshot, SUBJECT_SERVICES) < KNOWN_PART) {
		snprintf(segment->text, SEGMENT_TEXT, _("services unknown"));
		snprintf(segment->brief, SEGMENT_TEXT, _("? services"));
		return;
	}
	str_init(&text, SEGMENT_TEXT - 1);
	str_printf(&text, P_("%zu service", "%zu services", totals->services), totals->services);
	for (size_t i = 0; i < NINES_COUNT(order); i++)
		if (totals->by_state[order[i]] > 0)
			str_printf(&text, " %zu %s", totals->by_state[order[i]],
				   _(service_state_name(order[i])));
	snprintf(segment->text, SEGMENT_TEXT, "%s", text.text);
	brief_services(totals, segment->brief);
	str_release(&text);
}

static void add_live_sources(const struct snapshot *snapshot, struct segments *line)
{
	struct segment *segment;

	if (snapshot->totals.sources_live < snapshot->source_count)
		return;
	segment = next_segment(line, snapshot->source_count > 0 ? ROLE_OK : ROLE_UNKNOWN);
	segment->keep = 5;
	snprintf(segment->brief, SEGMENT_TEXT, _("%zu/%zu live"), snapshot->totals.sources_live,
		 snapshot->source_count);
	snprintf(segment->text, SEGMENT_TEXT, _("%zu/%zu sources live"),
		 snapshot->totals.sources_live, snapshot->source_count);
}

/* What is missing stands first, and it stays when there is little room. */
static void add_missing(const struct snapshot *snapshot, int64_t now_ms, struct segments *line)
{
	const struct source_view *worst = snapshot_unwell(snapshot, SUBJECT_COUNT);
	size_t live = snapshot->totals.sources_live, count = snapshot->source_count;
	char age[LABEL_MAX] = "", more[LABEL_MAX] = "";
	struct segment *segment;

	if (!worst)
		return;
	segment = next_segment(line, label_source_state(worst->state)->role);
	if (worst->last_success_ms > 0)
		label_age(now_ms, worst->last_success_ms, age);
	if (count - live > 1)
		snprintf(more, sizeof(more), " +%zu", count - live - 1);
	snprintf(segment->text, SEGMENT_TEXT, _("%.60s %s%s%s%s: %zu/%zu sources live"),
		 worst->name, _(source_state_name(worst->state)), age[0] ? " " : "", age, more,
		 live, count);
	if (live == 0 && count > 1)
		snprintf(segment->brief, SEGMENT_TEXT, _("no source live"));
	else
		snprintf(segment->brief, SEGMENT_TEXT, "%.14s %s%s%s%s", worst->name,
			 _(source_state_name(worst->state)), age[0] ? " " : "", age, more);
}

/* A disk that is full and its like: said once, wherever the screen has no bar for it. */
static void add_notices(const struct snapshot *snapshot, struct segments *line)
{
	struct segment *segment;

	if (snapshot->notice_count == 0)
		return;
	segment = next_segment(line, ROLE_WARNING);
	segment->keep = 1;
	snprintf(segment->text, SEGMENT_TEXT, "! %.120s", snapshot->notices[0].text);
	snprintf(segment->brief, SEGMENT_TEXT,
		 P_("! %zu notice", "! %zu notices", snapshot->notice_count),
		 snapshot->notice_count);
}

/* What the user has not seen: it never goes, and is reversed. */
static void add_new(const struct view *view, struct segments *line)
{
	struct segment *segment;

	if (view->attention.new_count == 0 || view->config.rotate_ms > 0 ||
	    view->snapshot->past_ms != 0)
		return;
	segment = next_segment(line, ROLE_SEVERITY_1);
	segment->is_reversed = true;
	snprintf(segment->text, SEGMENT_TEXT, _(" %zu NEW "), view->attention.new_count);
	snprintf(segment->brief, SEGMENT_TEXT, _("%zu NEW"), view->attention.new_count);
}

static void collect_segments(const struct view *view, int64_t now_ms, struct segments *line)
{
	const struct snapshot *snapshot = view->snapshot;
	struct segment *segment;

	if (!snapshot) {
		segment = next_segment(line, ROLE_UNKNOWN);
		snprintf(segment->text, SEGMENT_TEXT, _("connecting: no data yet"));
		snprintf(segment->brief, SEGMENT_TEXT, _("connecting"));
		return;
	}
	add_new(view, line);
	add_missing(snapshot, now_ms, line);
	add_incidents(snapshot, line);
	if (snapshot->totals.burning > 0) {
		segment = next_segment(line, ROLE_WARNING);
		segment->keep = 3;
		snprintf(segment->text, SEGMENT_TEXT, _("%zu SLO burning"),
			 snapshot->totals.burning);
		snprintf(segment->brief, SEGMENT_TEXT, _("%zu burn"), snapshot->totals.burning);
	}
	add_services(snapshot, line);
	add_live_sources(snapshot, line);
	add_notices(snapshot, line);
}

static const char *segment_text(const struct segment *segment)
{
	return segment->is_brief ? segment->brief : segment->text;
}

static int segments_columns(const struct segments *line)
{
	int columns = 0;

	for (size_t i = 0; i < line->count; i++)
		columns += text_columns(segment_text(&line->items[i])) + 3;
	return columns - 3;
}

static void drop_least(struct segments *line)
{
	size_t least = 0;

	for (size_t i = 1; i < line->count; i++)
		if (line->items[i].keep >= line->items[least].keep)
			least = i;
	line->count--;
	memmove(&line->items[least], &line->items[least + 1],
		(line->count - least) * sizeof(line->items[0]));
}

/* First the words get short, then the least important parts go. */
static void fit_segments(struct segments *line, int columns)
{
	for (size_t i = line->count; i-- > 0 && segments_columns(line) > columns;)
		line->items[i].is_brief = true;
	while (line->count > 1 && segments_columns(line) > columns)
		drop_least(line);
}

static void draw_segments(const struct view *view, struct region region,
			  const struct segments *line)
{
	int col = 0;

	for (size_t i = 0; i < line->count; i++) {
		const struct segment *segment = &line->items[i];
		int columns;

		if (i > 0)
			col += draw_text(region, at(0, col, -1), ROLE_DIM,
					 label_dot(view->config.is_ascii));
		columns = draw_text(region, at(0, col, -1), segment->role, segment_text(segment));
		if (segment->is_reversed)
			draw_selection(region_part(region, 0, col, 1, columns), 0);
		col += columns;
	}
}

static bool skips_verify(const struct snapshot *snapshot)
{
	for (size_t i = 0; snapshot && i < snapshot->source_count; i++)
		if (snapshot->sources[i].skips_verify)
			return true;
	return false;
}

/* What must always be seen, then the clock. */
static void append_banners(const struct view *view, int64_t now_ms, bool has_clock, struct str *out)
{
	char clock[TIME_TEXT_MAX];

	view_past_banner(view, now_ms, has_clock, out);
	if (view->board != 0)
		str_printf(out, "[%s] ", view_shown(view)->layout.name);
	if (view->config.banner)
		str_printf(out, "[%s] ", view->config.banner);
	if (view->config.is_read_only)
		str_append(out, _("[READ-ONLY] "));
	if (view->config.is_dry_run)
		str_append(out, _("[DRY RUN] "));
	if (view_offered(view->snapshot) > 0)
		str_printf(out, _("[%zu NOT SENT] "), view_offered(view->snapshot));
	if (view->is_paused)
		str_append(out, _("[PAUSED] "));
	if (skips_verify(view->snapshot))
		str_append(out, _("[TLS NOT VERIFIED] "));
	time_format_local(now_ms, "%H:%M %Z", clock);
	if (has_clock)
		str_append(out, clock);
	else if (out->len > 0)
		str_truncate(out, out->len - 1);
}

void view_draw_header(const struct view *view, struct region region, int64_t now_ms)
{
	struct segments line = {.count = 0};
	struct str banners;
	int columns, left;

	str_init(&banners, 256);
	append_banners(view, now_ms, region.cols >= CLOCK_COLS_MIN, &banners);
	columns = text_columns(banners.text);
	left = columns > 0 ? region.cols - columns - 2 : region.cols;
	if (left < 0) /* what stands first in the banners is never cut off */
		left = 0;
	collect_segments(view, now_ms, &line);
	fit_segments(&line, left);
	if (left == 0)
		draw_text(region, at(0, 0, -1), ROLE_HEADER, banners.text);
	else
		draw_text_right(region, at(0, left, region.cols - left), ROLE_HEADER, banners.text);
	if (left > 0)
		draw_segments(view, region_part(region, 0, 0, 1, left), &line);
	if (view->is_flashing)
		draw_selection(region, 0);
	str_release(&banners);
}

static int draw_source(const struct view *view, struct region region, int col,
		       const struct source_view *source, int64_t now_ms)
{
	const struct label_word *word = label_source_state(source->state);
	const char *wrong = source->error ? source->error : source->notice;
	char text[2 * SEGMENT_TEXT], age[LABEL_MAX], progress[SEGMENT_TEXT];
	const char *more = wrong;

	if (!more && label_progress(source, progress, sizeof(progress)))
		more = progress;
	label_age(now_ms, source->last_success_ms, age);
	if (source->state == SOURCE_LIVE)
		snprintf(text, sizeof(text), "%s%s%.100s", source->name, more ? ": " : "",
			 more ? more : "");
	else
		snprintf(text, sizeof(text), "%s %s%s%s%s%.100s", source->name, _(word->word),
			 source->last_success_ms > 0 ? " " : "",
			 source->last_success_ms > 0 ? age : "", more ? ": " : "",
			 more ? more : "");
	col += draw_text(region, at(0, col, 1), word->role,
			 label_sign(word, view->config.is_ascii)) +
	       1;
	col += draw_text(region, at(0, col, -1),
			 source->state == SOURCE_LIVE && !wrong ? ROLE_DIM : word->role, text);
	return col + 2;
}

enum { SOURCE_SHARE_MIN = 16 };

/* Those that are not live share the row: the error of one never hides another. */
static int draw_unwell(const struct view *view, struct region region, int col, int64_t now_ms)
{
	const struct snapshot *snapshot = view->snapshot;
	int left = (int)(snapshot->source_count - snapshot->totals.sources_live);

	for (size_t i = 0; i < snapshot->source_count; i++) {
		const struct source_view *source = &snapshot->sources[i];
		int share = left > 1 ? (region.cols - col) / left - 2 : region.cols - col;

		if (source->state == SOURCE_LIVE)
			continue;
		if (share < SOURCE_SHARE_MIN)
			share = SOURCE_SHARE_MIN;
		col = draw_source(view, region_part(region, 0, 0, 1, col + share), col, source,
				  now_ms);
		left--;
	}
	return col;
}

/* Those that are not live first, so that they are never cut off. */
void view_draw_source_bar(const struct view *view, struct region region, int64_t now_ms)
{
	const struct snapshot *snapshot = view->snapshot;
	int col = 1;

	if (!snapshot)
		return;
	if (snapshot->notice_count > 0)
		col += draw_text(region, at(0, col, region.cols / 2), ROLE_WARNING,
				 snapshot->notices[0].text) +
		       2;
	col = draw_unwell(view, region, col, now_ms);
	for (size_t i = 0; i < snapshot->source_count; i++)
		if (snapshot->sources[i].state == SOURCE_LIVE)
			col = draw_source(view, region, col, &snapshot->sources[i], now_ms);
}
