/* SPDX-License-Identifier: MIT
 * Which theme came, and a sample of each state in its colors: the preview of a switch. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "nines/base/attr.h"
#include "nines/base/i18n.h"
#include "nines/base/text.h"
#include "nines/ui/label.h"
#include "ui/hint.h"
#include "ui/view_state.h"

static size_t place_of(const struct theme_ring *ring, const struct theme *theme)
{
	return (size_t)(theme - ring->themes.items) + 1;
}

/* Enter keeps what came, Esc asks for what was there. */
bool view_theme_key(struct view *view, const char *key, struct view_request *request)
{
	bool is_kept = strcmp(key, "Enter") == 0;

	if (!view->shows_theme || view->news[0] || (!is_kept && strcmp(key, "Esc") != 0))
		return false;
	view_message_end(view);
	view->restores_theme = !is_kept;
	*request = (struct view_request){.kind = is_kept ? VIEW_NOTHING : VIEW_THEME,
					 .text = is_kept ? NULL : view->theme_before->name};
	if (is_kept)
		view_say(view, ROLE_DIM,
			 "kept until the end; `theme =` in [nines] keeps it longer");
	return true;
}

void view_show_theme(struct view *view, const struct theme_ring *ring, const struct theme *theme,
		     const struct theme *before)
{
	char ground[32] = "";

	if (view->restores_theme) {
		view->restores_theme = false;
		view_say(view, ROLE_DIM, "theme %s, as before", theme->name);
		return;
	}
	if (!view->tries_theme)
		view->theme_before = before;
	if (theme->ground != GROUND_ANY)
		snprintf(ground, sizeof(ground), ", %s", theme_ground_name(theme->ground));
	view_say(view, ROLE_STRONG, "theme %s", theme->name);
	snprintf(view->theme_about, sizeof(view->theme_about), "%zu/%zu%s%s%s",
		 place_of(ring, theme), ring->themes.len, ground, theme->about[0] ? ": " : "",
		 theme->about);
	view->shows_theme = true;
}

/* The word of a state, or a role's name where no state has it. */
struct sample {
	const struct label_word *word;
	enum role role;
	const char *text;
};

static int draw_sample(struct region region, struct span span, const struct sample *sample)
{
	bool is_ascii = region.canvas->is_ascii;
	char text[LABEL_MAX];

	if (sample->word)
		label_text(sample->word, is_ascii, text);
	else
		snprintf(text, sizeof(text), "%s", sample->text);
	if (text_columns(text) > span.columns)
		return 0;
	return draw_text(region, span, sample->word ? sample->word->role : sample->role, text);
}

/* As many samples as the row holds, the states first. */
static void draw_samples(struct region region, int row, int col)
{
	const struct sample samples[] = {
		{.word = label_service_state(SERVICE_OK)},
		{.word = label_service_state(SERVICE_DEGRADED)},
		{.word = label_service_state(SERVICE_DOWN)},
		{.word = label_service_state(SERVICE_UNKNOWN)},
		{.word = label_incident_status(INCIDENT_TRIGGERED)},
		{.word = label_incident_status(INCIDENT_ACKNOWLEDGED)},
		{.word = label_service_state(SERVICE_MAINTENANCE)},
		{.role = ROLE_SEVERITY_1, .text = "S1"},
		{.role = ROLE_SEVERITY_2, .text = "S2"},
		{.role = ROLE_SEVERITY_3, .text = "S3"},
		{.role = ROLE_QUEUED, .text = _("queued")},
		{.role = ROLE_MATCH, .text = _("match")},
		{.role = ROLE_LINK, .text = _("link")},
		{.role = ROLE_DIM, .text = _("dim")},
	};

	for (size_t i = 0; i < NINES_COUNT(samples); i++) {
		int used = draw_sample(region, at(row, col, region.cols - col - 1), &samples[i]);

		if (used == 0)
			return;
		col += used + 2;
	}
}

static int draw_keys(const struct view *view, struct region region, struct span span)
{
	hint_draw(region, &span, "Enter", N_("keep"));
	hint_draw(region, &span, "Esc", N_("back"));
	hint_draw(region, &span, keymap_key(view->config.keymap, ACTION_THEME), N_("next"));
	return span.col;
}

void view_draw_theme(const struct view *view, struct region region, int row)
{
	int col = 1;

	draw_fill(region, at(row, 0, -1), ROLE_TEXT, " ");
	col += draw_text(region, at(row, col, region.cols - 1 - col), ROLE_STRONG, view->message) +
	       1;
	col = draw_keys(view, region, at(row, col + 1, -1));
	if (region.cols - col > text_columns(view->theme_about) + 40)
		col += draw_text(region, at(row, col, -1), ROLE_DIM, view->theme_about) + 2;
	draw_samples(region, row, col);
}
