/* SPDX-License-Identifier: MIT
 * The built-in layouts: which panes, and one table per kind of screen. */
#include "config.h"

#include <string.h>

#include "nines/base/attr.h"
#include "nines/base/i18n.h"
#include "nines/conf/settings.h"
#include "ui/layout_preset.h"

/* The first one that fits is taken. */
static const struct layout_preset presets[] = {
	{
		.board = "overview",
		.cols_min = 190,
		.rows_min = 34,
		.has_source_bar = false,
		.columns =
			{
				{.share = 62, .rows = {{"services", 55, 5}, {"incidents", 45, 5}}},
				{.share = 38,
				 .rows = {{"oncall", 45, 5}, {"kpi", 30, 8}, {"sources", 25, 4}}},
			},
	},
	{
		.board = "overview",
		.cols_min = 100,
		.rows_min = 32,
		.has_source_bar = true,
		.bottom_percent = 30,
		.columns = {{.share = 100, .rows = {{"services", 55, 5}, {"incidents", 45, 5}}}},
		.bottom = {{.share = 42, .rows = {{"oncall", 100, 4}}},
			   {.share = 58, .rows = {{"kpi", 100, 4}}}},
	},
	{
		.board = "overview",
		.cols_min = 64,
		.rows_min = 18,
		.has_strip = true,
		.has_source_bar = true,
		.columns = {{.share = 100, .rows = {{"services", 50, 4}, {"incidents", 50, 4}}}},
	},
	{
		.board = "figures",
		.cols_min = 190,
		.rows_min = 44,
		.columns = {{.share = 56,
			     .rows = {{"uptime", 32, 5},
				      {"slo", 28, 5},
				      {"noise", 20, 5},
				      {"cost", 20, 5}}},
			    {.share = 44,
			     .rows = {{"times", 26, 6},
				      {"year", 30, 6},
				      {"indicators", 22, 5},
				      {"deploys", 22, 5}}}},
	},
	{
		.board = "figures",
		.cols_min = 150,
		.rows_min = 40,
		.columns = {{.share = 58,
			     .rows = {{"uptime", 38, 5}, {"slo", 36, 5}, {"cost", 26, 5}}},
			    {.share = 42,
			     .rows = {{"times", 26, 6},
				      {"year", 30, 6},
				      {"indicators", 22, 5},
				      {"deploys", 22, 5}}}},
	},
	{
		.board = "figures",
		.cols_min = 100,
		.rows_min = 32,
		.has_source_bar = true,
		.columns = {{.share = 100,
			     .rows = {{"uptime", 40, 5}, {"slo", 34, 5}, {"times", 26, 6}}}},
	},
	{
		.board = "figures",
		.cols_min = 64,
		.rows_min = 18,
		.has_source_bar = true,
		.columns = {{.share = 100, .rows = {{"uptime", 50, 4}, {"slo", 50, 4}}}},
	},
	{
		.board = "people",
		.cols_min = 150,
		.rows_min = 40,
		.columns = {{.share = 50,
			     .rows = {{"ownership", 36, 5}, {"rotas", 32, 5}, {"load", 32, 5}}},
			    {.share = 50,
			     .rows = {{"command", 28, 5}, {"reviews", 36, 5}, {"actions", 36, 5}}}},
	},
	{
		.board = "people",
		.cols_min = 100,
		.rows_min = 32,
		.has_source_bar = true,
		.columns = {{.share = 100,
			     .rows = {{"command", 25, 4},
				      {"rotas", 25, 4},
				      {"reviews", 25, 4},
				      {"actions", 25, 4}}}},
	},
	{
		.board = "people",
		.cols_min = 64,
		.rows_min = 18,
		.has_source_bar = true,
		.columns = {{.share = 100, .rows = {{"command", 45, 4}, {"reviews", 55, 4}}}},
	},
	{
		.board = "incidents",
		.cols_min = 150,
		.rows_min = 32,
		.has_source_bar = true,
		.columns = {{.share = 64, .rows = {{"incidents", 62, 5}, {"command", 38, 5}}},
			    {.share = 36,
			     .rows = {{"oncall", 50, 5}, {"writes", 25, 4}, {"acks", 25, 4}}}},
	},
	{
		.board = "incidents",
		.cols_min = 64,
		.rows_min = 18,
		.has_strip = true,
		.has_source_bar = true,
		.columns = {{.share = 100, .rows = {{"incidents", 64, 4}, {"command", 36, 4}}}},
	},
	{
		.board = "services",
		.cols_min = 150,
		.rows_min = 32,
		.has_source_bar = true,
		.columns = {{.share = 56, .rows = {{"services", 60, 5}, {"uptime", 40, 5}}},
			    {.share = 44,
			     .rows = {{"slo", 36, 5}, {"indicators", 32, 5}, {"deploys", 32, 5}}}},
	},
	{
		.board = "services",
		.cols_min = 100,
		.rows_min = 32,
		.has_source_bar = true,
		.columns = {{.share = 100,
			     .rows = {{"services", 50, 5}, {"slo", 26, 5}, {"indicators", 24, 5}}}},
	},
	{
		.board = "services",
		.cols_min = 64,
		.rows_min = 18,
		.has_source_bar = true,
		.columns = {{.share = 100, .rows = {{"services", 60, 4}, {"slo", 40, 4}}}},
	},
	{
		.board = "on-call",
		.cols_min = 150,
		.rows_min = 32,
		.has_source_bar = true,
		.columns = {{.share = 50, .rows = {{"oncall", 50, 5}, {"rotas", 50, 5}}},
			    {.share = 50, .rows = {{"load", 50, 5}, {"ownership", 50, 5}}}},
	},
	{
		.board = "on-call",
		.cols_min = 100,
		.rows_min = 32,
		.has_source_bar = true,
		.columns = {{.share = 100,
			     .rows = {{"oncall", 40, 5}, {"rotas", 30, 5}, {"load", 30, 5}}}},
	},
	{
		.board = "on-call",
		.cols_min = 64,
		.rows_min = 18,
		.has_source_bar = true,
		.columns = {{.share = 100, .rows = {{"oncall", 55, 4}, {"rotas", 45, 4}}}},
	},
	{
		.board = "small",
		.cols_min = 40,
		.rows_min = 14,
		.has_strip = true,
		.columns = {{.share = 100, .rows = {{"incidents", 60, 4}, {"services", 40, 4}}}},
	},
	{
		.board = "small",
		.cols_min = 40,
		.rows_min = 10,
		.columns = {{.share = 100, .rows = {{"incidents", 60, 4}, {"services", 40, 3}}}},
	},
};

static const struct layout_board built_in[] = {
	{.name = "overview",
	 .about = N_("what is going on"),
	 .panes = {"services", "incidents", "oncall", "kpi", "sources", "writes", "acks"},
	 .first = "incidents"},
	{.name = "figures",
	 .about = N_("how reliable we are, and what it costs"),
	 .panes = {"uptime", "slo", "times", "year", "indicators", "deploys", "cost", "noise"}},
	{.name = "people",
	 .about = N_("who carries it"),
	 .panes = {"ownership", "rotas", "load", "command", "reviews", "actions"},
	 .first = "command"},
	{.name = "incidents",
	 .about = N_("while something is broken"),
	 .panes = {"incidents", "command", "oncall", "writes", "acks"}},
	{.name = "services",
	 .about = N_("how the services are"),
	 .panes = {"services", "uptime", "slo", "indicators", "deploys"}},
	{.name = "on-call",
	 .about = N_("who is called, and how often"),
	 .panes = {"oncall", "rotas", "load", "ownership"}},
	{.name = "small",
	 .about = N_("the most important for a small terminal"),
	 .panes = {"incidents", "services", "oncall", "kpi", "sources"}},
};

const struct layout_preset *layout_preset_find(const struct layout_screen *screen)
{
	for (size_t i = 0; i < NINES_COUNT(presets); i++)
		if (strcmp(presets[i].board, screen->board->name) == 0 &&
		    screen->cols >= presets[i].cols_min && screen->rows >= presets[i].rows_min)
			return &presets[i];
	return NULL;
}

const struct layout_board *layout_find(const struct layout_board *boards, size_t count,
				       const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(boards[i].name, name) == 0)
			return &boards[i];
	return NULL;
}

/* The layout that a section names: a new one when there is none. NULL = there are too many. */
static struct layout_board *own_board(struct layout_board *boards, size_t *count, const char *name)
{
	struct layout_board *board = (struct layout_board *)layout_find(boards, *count, name);

	if (!board && *count == LAYOUTS_MAX)
		return NULL;
	if (!board)
		board = &boards[(*count)++];
	if (!board->is_own)
		*board = (struct layout_board){.name = name, .is_own = true};
	return board;
}

static void add_pane(struct layout_board *board, const char *pane)
{
	for (size_t i = 0; i < LAYOUT_PLACES_MAX; i++) {
		if (board->panes[i])
			continue;
		board->panes[i] = pane;
		return;
	}
}

size_t layout_boards(const struct layout_wishes *wishes, struct layout_board boards[LAYOUTS_MAX])
{
	size_t count = NINES_COUNT(built_in);

	memset(boards, 0, LAYOUTS_MAX * sizeof(*boards));
	memcpy(boards, built_in, sizeof(built_in));
	for (size_t i = 0; i < wishes->count; i++) {
		const struct pane_settings *pane = &wishes->panes[i];

		for (size_t k = 0; k < pane->layouts.len; k++) {
			struct layout_board *board =
				own_board(boards, &count, pane->layouts.items[k]);

			if (board)
				add_pane(board, pane->name);
		}
	}
	return count;
}
