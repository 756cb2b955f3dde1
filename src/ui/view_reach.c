/* SPDX-License-Identifier: MIT
 * Mine, my team, all: who the user is, and whose rows are shown. */
#include "config.h"

#include <string.h>

#include "nines/base/i18n.h"
#include "nines/conf/settings.h"
#include "ui/view_state.h"

const char *view_reach_name(enum query_reach reach)
{
	static const char *const names[] = {
		[QUERY_ALL] = N_("all"), [QUERY_TEAM] = N_("my team"), [QUERY_MINE] = N_("mine")};

	return _(names[reach]);
}

static bool is_among(const char *const *texts, size_t count, const char *text)
{
	for (size_t i = 0; i < count; i++)
		if (text_equal_nocase(texts[i], text))
			return true;
	return false;
}

static void add_name(struct view_self *self, const char *name)
{
	if (name && *name && self->self.name_count < VIEW_NAMES_MAX &&
	    !is_among(self->names, self->self.name_count, name))
		self->names[self->self.name_count++] = name;
}

static void add_team(struct view_self *self, const char *team)
{
	if (team && *team && self->self.team_count < VIEW_TEAMS_MAX &&
	    !is_among(self->teams, self->self.team_count, team))
		self->teams[self->self.team_count++] = team;
}

static bool is_me(const struct view_self *self, const char *name)
{
	return name && is_among(self->names, self->self.name_count, name);
}

static bool is_incidents(const struct incident *incident, const char *name)
{
	return is_among(incident->assignees, incident->assignee_count, name) ||
	       (incident->acknowledged_by && text_equal_nocase(incident->acknowledged_by, name)) ||
	       (incident->commander && text_equal_nocase(incident->commander, name));
}

/* True when some source knows a user of this name. */
static bool is_user(const struct snapshot *snapshot, const char *name)
{
	for (size_t i = 0; i < snapshot->shift_count; i++)
		if (snapshot->shifts[i].user && text_equal_nocase(snapshot->shifts[i].user, name))
			return true;
	for (size_t i = 0; i < snapshot->oncall_count; i++)
		if (snapshot->oncall[i].user && text_equal_nocase(snapshot->oncall[i].user, name))
			return true;
	for (size_t i = 0; i < snapshot->rota_count; i++)
		if (is_among(snapshot->rotas[i].members, snapshot->rotas[i].member_count, name))
			return true;
	for (size_t i = 0; i < snapshot->incident_count; i++)
		if (is_incidents(&snapshot->incidents[i], name))
			return true;
	return false;
}

/* What was said, else the names that nines acts under where a source knows such a user. */
static void find_names(const struct view *view, struct view_self *self)
{
	const struct settings *settings = view->config.settings;
	const struct snapshot *snapshot = view->snapshot;
	const char *operator_name = settings ? settings->core.operator_name : NULL;

	for (size_t i = 0; settings && i < settings->core.me.len; i++)
		add_name(self, settings->core.me.items[i]);
	if (self->self.name_count > 0 || !snapshot)
		return;
	if (operator_name && is_user(snapshot, operator_name))
		add_name(self, operator_name);
	for (size_t i = 0; i < snapshot->source_count; i++)
		if (snapshot->sources[i].acts_as && is_user(snapshot, snapshot->sources[i].acts_as))
			add_name(self, snapshot->sources[i].acts_as);
}

/* Teams that name the user, and those whose rotas the user is in. */
static void find_teams(const struct view *view, struct view_self *self)
{
	const struct settings *settings = view->config.settings;
	const struct snapshot *snapshot = view->snapshot;

	for (size_t i = 0; settings && i < settings->teams.len; i++) {
		const struct team_settings *team = &settings->teams.items[i];

		for (size_t k = 0; k < team->members.len; k++) {
			if (!is_me(self, team->members.items[k]))
				continue;
			add_team(self, team->name);
			add_team(self, team->title);
		}
	}
	for (size_t i = 0; snapshot && i < snapshot->oncall_count; i++)
		if (is_me(self, snapshot->oncall[i].user))
			add_team(self, snapshot->oncall[i].team);
	for (size_t i = 0; snapshot && i < snapshot->rota_count; i++)
		for (size_t k = 0; k < snapshot->rotas[i].member_count; k++)
			if (is_me(self, snapshot->rotas[i].members[k]))
				add_team(self, snapshot->rotas[i].team);
}

static void find_self(struct view *view)
{
	struct view_self *self = &view->self;

	self->self = (struct query_self){.names = self->names, .teams = self->teams};
	find_names(view, self);
	find_teams(view, self);
}

void view_reach_see(struct view *view)
{
	if (view->reach != QUERY_ALL)
		find_self(view);
}

static void reach_pane(struct view *view, struct view_pane *place)
{
	if (!place->query)
		place->query = query_new("", NULL);
	query_set_reach(place->query, view->reach, &view->self.self);
	pane_set_query(place->pane, place->query);
}

static void set_reach(struct view *view, enum query_reach reach)
{
	view->reach = reach;
	for (size_t i = 0; i < view->pane_count; i++)
		reach_pane(view, &view->panes[i]);
}

/* Somebody whom the sources know, as an example; NULL = nobody. */
static const char *somebody(const struct snapshot *snapshot)
{
	for (size_t i = 0; snapshot && i < snapshot->oncall_count; i++)
		if (snapshot->oncall[i].user)
			return snapshot->oncall[i].user;
	return NULL;
}

static void say_nobody(struct view *view)
{
	const char *example = somebody(view->snapshot);

	view_say(view, ROLE_WARNING,
		 "who you are is not known: set me in [nines] to your name as sources spell it, as "
		 "in \"me = %s\"",
		 example ? example : "Ada Byron");
}

static void say_list(struct view *view, const char *head, const char *const *texts, size_t count)
{
	struct str line;

	str_init(&line, VIEW_MESSAGE_MAX - 1);
	str_append(&line, head);
	for (size_t i = 0; i < count; i++)
		str_printf(&line, "%s%s", i > 0 ? ", " : " ", texts[i]);
	view_say(view, ROLE_DIM, "%s", line.text);
	str_release(&line);
}

void view_reach_next(struct view *view)
{
	struct view_self *self = &view->self;

	find_self(view);
	if (view->reach == QUERY_ALL && self->self.name_count == 0) {
		say_nobody(view);
		return;
	}
	if (view->reach == QUERY_ALL) {
		set_reach(view, QUERY_MINE);
		say_list(view, _("rows of"), self->names, self->self.name_count);
	} else if (view->reach == QUERY_MINE && self->self.team_count > 0) {
		set_reach(view, QUERY_TEAM);
		say_list(view, _("rows of me and of"), self->teams, self->self.team_count);
	} else {
		bool has_no_team = view->reach == QUERY_MINE;

		set_reach(view, QUERY_ALL);
		if (has_no_team)
			view_say(
				view, ROLE_DIM,
				"all rows: you are in no rota, and in no members of a [team NAME]");
		else
			view_say(view, ROLE_DIM, "all rows");
	}
}
