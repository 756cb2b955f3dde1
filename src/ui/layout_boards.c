/* SPDX-License-Identifier: MIT
 * The built-in layouts: which panes, and one table per kind of screen. */
#include "config.h"

#include <string.h>

#include "nines/base/attr.h"
#include "nines/base/i18n.h"
#include "nines/conf/settings.h"
#include "ui/layout_preset.h"

#define ROW(pane_, share_, rows_min_)                                                              \
	{                                                                                          \
		.pane = (pane_), .share = (share_), .rows_min = (rows_min_)                        \
	}

/* The first one that fits is taken. */
static const struct layout_preset presets[] = {
	{
		.board = "overview",
		.cols_min = 190,
		.rows_min = 34,
		.has_source_bar = false,
		.columns =
			{
				{.share = 62,
				 .rows = {ROW("services", 55, 5), ROW("incidents", 45, 5)}},
				{.share = 38,
				 .rows = {ROW("oncall", 45, 5), ROW("kpi", 30, 8),
					  ROW("sources", 25, 4)}},
			},
	},
	{
		.board = "overview",
		.cols_min = 100,
		.rows_min = 32,
		.has_source_bar = true,
		.bottom_percent = 30,
		.columns = {{.share = 100,
			     .rows = {ROW("services", 55, 5), ROW("incidents", 45, 5)}}},
		.bottom = {{.share = 42, .rows = {ROW("oncall", 100, 4)}},
			   {.share = 58, .rows = {ROW("kpi", 100, 4)}}},
	},
	{
		.board = "overview",
		.cols_min = 64,
		.rows_min = 18,
		.has_strip = true,
		.has_source_bar = true,
		.columns = {{.share = 100,
			     .rows = {ROW("services", 50, 4), ROW("incidents", 50, 4)}}},
	},
	{
		.board = "figures",
		.cols_min = 190,
		.rows_min = 44,
		.columns = {{.share = 56,
			     .rows = {ROW("uptime", 32, 5), ROW("slo", 28, 5), ROW("noise", 20, 5),
				      ROW("cost", 20, 5)}},
			    {.share = 44,
			     .rows = {ROW("times", 26, 6), ROW("year", 30, 6),
				      ROW("indicators", 22, 5), ROW("deploys", 22, 5)}}},
	},
	{
		.board = "figures",
		.cols_min = 150,
		.rows_min = 40,
		.columns = {{.share = 58,
			     .rows = {ROW("uptime", 38, 5), ROW("slo", 36, 5), ROW("cost", 26, 5)}},
			    {.share = 42,
			     .rows = {ROW("times", 26, 6), ROW("year", 30, 6),
				      ROW("indicators", 22, 5), ROW("deploys", 22, 5)}}},
	},
	{
		.board = "figures",
		.cols_min = 100,
		.rows_min = 32,
		.has_source_bar = true,
		.columns = {{.share = 100,
			     .rows = {ROW("uptime", 40, 5), ROW("slo", 34, 5),
				      ROW("times", 26, 6)}}},
	},
	{
		.board = "figures",
		.cols_min = 64,
		.rows_min = 18,
		.has_source_bar = true,
		.columns = {{.share = 100, .rows = {ROW("uptime", 50, 4), ROW("slo", 50, 4)}}},
	},
	{
		.board = "people",
		.cols_min = 150,
		.rows_min = 40,
		.columns = {{.share = 50,
			     .rows = {ROW("ownership", 36, 5), ROW("rotas", 32, 5),
				      ROW("load", 32, 5)}},
			    {.share = 50,
			     .rows = {ROW("command", 28, 5), ROW("reviews", 36, 5),
				      ROW("actions", 36, 5)}}},
	},
	{
		.board = "people",
		.cols_min = 100,
		.rows_min = 32,
		.has_source_bar = true,
		.columns = {{.share = 100,
			     .rows = {ROW("command", 25, 4), ROW("rotas", 25, 4),
				      ROW("reviews", 25, 4), ROW("actions", 25, 4)}}},
	},
	{
		.board = "people",
		.cols_min = 64,
		.rows_min = 18,
		.has_source_bar = true,
		.columns = {{.share = 100,
			     .rows = {ROW("command", 30, 4), ROW("reviews", 40, 4),
				      ROW("actions", 30, 4)}}},
	},
	{
		.board = "incidents",
		.cols_min = 150,
		.rows_min = 32,
		.has_source_bar = true,
		.columns = {{.share = 64, .rows = {ROW("incidents", 62, 5), ROW("command", 38, 5)}},
			    {.share = 36,
			     .rows = {ROW("oncall", 50, 5), ROW("writes", 25, 4),
				      ROW("acks", 25, 4)}}},
	},
	{
		.board = "incidents",
		.cols_min = 64,
		.rows_min = 18,
		.has_strip = true,
		.has_source_bar = true,
		.columns = {{.share = 100,
			     .rows = {ROW("incidents", 64, 4), ROW("command", 36, 4)}}},
	},
	{
		.board = "services",
		.cols_min = 150,
		.rows_min = 32,
		.has_source_bar = true,
		.columns = {{.share = 56, .rows = {ROW("services", 60, 5), ROW("uptime", 40, 5)}},
			    {.share = 44,
			     .rows = {ROW("slo", 36, 5), ROW("indicators", 32, 5),
				      ROW("deploys", 32, 5)}}},
	},
	{
		.board = "services",
		.cols_min = 100,
		.rows_min = 32,
		.has_source_bar = true,
		.columns = {{.share = 100,
			     .rows = {ROW("services", 50, 5), ROW("slo", 26, 5),
				      ROW("indicators", 24, 5)}}},
	},
	{
		.board = "services",
		.cols_min = 64,
		.rows_min = 18,
		.has_source_bar = true,
		.columns = {{.share = 100, .rows = {ROW("services", 60, 4), ROW("slo", 40, 4)}}},
	},
	{
		.board = "on-call",
		.cols_min = 150,
		.rows_min = 32,
		.has_source_bar = true,
		.columns = {{.share = 50, .rows = {ROW("oncall", 50, 5), ROW("rotas", 50, 5)}},
			    {.share = 50, .rows = {ROW("load", 50, 5), ROW("ownership", 50, 5)}}},
	},
	{
		.board = "on-call",
		.cols_min = 100,
		.rows_min = 32,
		.has_source_bar = true,
		.columns = {{.share = 100,
			     .rows = {ROW("oncall", 40, 5), ROW("rotas", 30, 5),
				      ROW("load", 30, 5)}}},
	},
	{
		.board = "on-call",
		.cols_min = 64,
		.rows_min = 18,
		.has_source_bar = true,
		.columns = {{.share = 100,
			     .rows = {ROW("oncall", 40, 4), ROW("rotas", 30, 4),
				      ROW("load", 30, 4)}}},
	},
	{
		.board = "small",
		.cols_min = 40,
		.rows_min = 14,
		.has_strip = true,
		.columns = {{.share = 100,
			     .rows = {ROW("incidents", 60, 4), ROW("services", 40, 4)}}},
	},
	{
		.board = "small",
		.cols_min = 40,
		.rows_min = 10,
		.columns = {{.share = 100,
			     .rows = {ROW("incidents", 60, 4), ROW("services", 40, 3)}}},
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
		if (board->panes[i] && strcmp(board->panes[i], pane) != 0)
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
