/* SPDX-License-Identifier: MIT
 * The configuration as typed structs: which section is read by which table. */
#include "config.h"

#include "nines/conf/settings.h"

#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "nines/base/alloc.h"
#include "nines/base/file.h"
#include "nines/base/i18n.h"
#include "nines/base/ident.h"

#define NAME_CHARS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-"

/* What a section's reader works on. */
struct load {
	struct settings *settings;
	struct conf_errors *errors;
};

static void complain(struct load *load, const struct ini_section *section, const char *text)
{
	conf_error_add(load->errors, load->settings->path, section->line, "[%s%s%s]: %s",
		       section->kind, *section->name ? " " : "", section->name, text);
}

static void parse_table(struct load *load, struct ini_section *section, const struct option *table,
			void *target)
{
	const struct option_file file = {load->settings->path, load->settings->is_private_file};

	options_parse(table, section, target, &file, load->errors);
	options_reject_unknown(section, &table, 1, file.path, load->errors);
}

static void load_core(struct load *load, struct ini_section *section)
{
	parse_table(load, section, core_options, &load->settings->core);
}

static void load_service(struct load *load, struct ini_section *section)
{
	struct service_settings service = {.name = section->name, .line = section->line};

	options_default(service_options, &service);
	parse_table(load, section, service_options, &service);
	VEC_PUSH(&load->settings->services, service);
}

/* "SOURCE:ID" with neither side empty. */
static bool is_schedule(const char *text)
{
	const char *colon = strchr(text, ':');

	return colon && colon > text && colon[1] != '\0';
}

static void load_team(struct load *load, struct ini_section *section)
{
	struct team_settings team = {.name = section->name, .line = section->line};
	const struct ini_entry *schedule = ini_find(section, "schedule");

	options_default(team_options, &team);
	parse_table(load, section, team_options, &team);
	if (schedule && !is_schedule(team.schedule))
		conf_error_add(load->errors, load->settings->path, schedule->line,
			       "schedule = %s: expected SOURCE:ID, such as pagerduty:PABC123",
			       team.schedule);
	VEC_PUSH(&load->settings->teams, team);
}

/* The name is the first part of every incident's id, and is typed in shells. */
static void load_source(struct load *load, struct ini_section *section)
{
	struct source_settings source = {.name = section->name, .section = section};

	if (section->name[strspn(section->name, NAME_CHARS)] != '\0')
		complain(load, section,
			 _("the name of a source has letters, digits, '.', '_' and '-' only"));
	else
		VEC_PUSH(&load->settings->sources, source);
}

static int line_of(struct ini_section *section, const char *key)
{
	const struct ini_entry *entry = ini_find(section, key);

	return entry ? entry->line : section->line;
}

/* Limits that can't work together. */
static void check_limits(struct load *load, struct ini_section *section,
			 const struct indicator_settings *indicator)
{
	const struct value_limit *warn = &indicator->warn, *crit = &indicator->crit;
	const struct value_limit *clear = &indicator->clear;
	const struct value_limit *first = warn->is_set ? warn : crit;
	const char *wrong = NULL;
	const char *key = "clear";

	if (warn->is_set && crit->is_set &&
	    (warn->is_below != crit->is_below ||
	     (warn->is_below ? crit->value >= warn->value : crit->value <= warn->value))) {
		key = "crit";
		wrong = _("expected a limit beyond warn in the same direction");
	} else if (clear->is_set && !first->is_set) {
		wrong = _("nothing to clear: set warn or crit");
	} else if (clear->is_set && (clear->is_below == first->is_below ||
				     (clear->is_below ? clear->value > first->value
						      : clear->value < first->value))) {
		wrong = warn->is_set ? _("expected a limit on the healthy side of warn")
				     : _("expected a limit on the healthy side of crit");
	}
	if (wrong)
		conf_error_add(load->errors, load->settings->path, line_of(section, key),
			       "%s = %s: %s", key, ini_find(section, key)->value, wrong);
}

static void load_indicator(struct load *load, struct ini_section *section)
{
	struct indicator_settings indicator = {.name = section->name, .line = section->line};

	if (section->name[strspn(section->name, NAME_CHARS)] != '\0') {
		complain(load, section,
			 _("the name of an indicator has letters, digits, '.', '_' and '-' only"));
		return;
	}
	options_default(indicator_options, &indicator);
	parse_table(load, section, indicator_options, &indicator);
	indicator.source_line = line_of(section, "source");
	check_limits(load, section, &indicator);
	VEC_PUSH(&load->settings->indicators, indicator);
}

/* "40 %" or "12". */
static bool parse_height(struct pane_settings *pane)
{
	char *end;
	long number = strtol(pane->height, &end, 10);
	bool is_percent = end[strspn(end, " ")] == '%';

	if (end == pane->height || number < 1 || number > (is_percent ? 100 : 500))
		return false;
	end += strspn(end, " ") + is_percent;
	pane->percent = is_percent ? (int)number : 0;
	pane->rows = is_percent ? 0 : (int)number;
	return *end == '\0';
}

static void load_pane(struct load *load, struct ini_section *section)
{
	struct pane_settings pane = {.name = section->name, .line = section->line};

	options_default(pane_options, &pane);
	parse_table(load, section, pane_options, &pane);
	if (pane.height && !parse_height(&pane))
		conf_error_add(load->errors, load->settings->path, line_of(section, "height"),
			       "height = %s: expected a share such as 40 %%, or rows such as 12",
			       pane.height);
	VEC_PUSH(&load->settings->panes, pane);
}

static void load_filter(struct load *load, struct ini_section *section)
{
	struct filter_settings filter = {.name = section->name, .line = section->line};

	options_default(filter_options, &filter);
	parse_table(load, section, filter_options, &filter);
	filter.query_line = line_of(section, "query");
	filter.panes_line = line_of(section, "panes");
	VEC_PUSH(&load->settings->filters, filter);
}

static void load_keys(struct load *load, struct ini_section *section)
{
	for (size_t i = 0; i < section->entries.len; i++) {
		struct ini_entry *entry = &section->entries.items[i];
		struct key_setting key = {entry->key, entry->value, entry->line};

		entry->is_used = true;
		VEC_PUSH(&load->settings->keys, key);
	}
}

static void load_later(struct load *load, struct ini_section *section)
{
	complain(load, section,
		 _("sections of this kind are not supported by this version yet: take it out"));
}

static const struct section_kind {
	const char *kind;
	bool has_name;
	void (*load)(struct load *load, struct ini_section *section);
} section_kinds[] = {
	{"nines", false, load_core},     {"source", true, load_source},
	{"service", true, load_service}, {"team", true, load_team},
	{"keys", false, load_keys},      {"indicator", true, load_indicator},
	{"filter", true, load_filter},   {"notify", true, load_later},
	{"pane", true, load_pane},
};

static void complain_unknown(struct load *load, const struct ini_section *section)
{
	const char *words[NINES_COUNT(section_kinds)];
	const char *nearest;

	for (size_t i = 0; i < NINES_COUNT(section_kinds); i++)
		words[i] = section_kinds[i].kind;
	nearest = nearest_word(section->kind, words, NINES_COUNT(words));
	if (nearest)
		conf_error_add(load->errors, load->settings->path, section->line,
			       "unknown section [%s]: did you mean %s?", section->kind, nearest);
	else
		conf_error_add(load->errors, load->settings->path, section->line,
			       "unknown section [%s]: known are [nines], [source NAME], "
			       "[service NAME], [team NAME], [indicator NAME], [pane NAME], "
			       "[filter NAME] and [keys]",
			       section->kind);
}

static bool is_quoted(const char *name)
{
	size_t len = strlen(name);

	return len > 1 && strchr("\"'", name[0]) && name[len - 1] == name[0];
}

static void load_section(struct load *load, struct ini_section *section)
{
	for (size_t i = 0; i < NINES_COUNT(section_kinds); i++) {
		const struct section_kind *kind = &section_kinds[i];

		if (strcmp(section->kind, kind->kind) != 0)
			continue;
		if (kind->has_name && *section->name == '\0')
			conf_error_add(load->errors, load->settings->path, section->line,
				       "[%s]: expected a name, as in [%s main]", kind->kind,
				       kind->kind);
		else if (is_quoted(section->name))
			complain(load, section, _("write the name without quotes"));
		else if (!kind->has_name && *section->name != '\0')
			complain(load, section, _("this section takes no name"));
		else
			kind->load(load, section);
		return;
	}
	complain_unknown(load, section);
}

/* The login name, for the audit trail. */
static char *login_name(void)
{
	const char *user = getenv("USER");
	const struct passwd *entry;

	if (user && *user)
		return xstrdup(user);
	entry = getpwuid(getuid());
	return entry ? xstrdup(entry->pw_name) : xasprintf("uid %ld", (long)getuid());
}

/* Schedules of sources that there are not. */
static void check_schedules(struct load *load)
{
	const struct settings *settings = load->settings;

	for (size_t i = 0; i < settings->teams.len; i++) {
		const struct team_settings *team = &settings->teams.items[i];
		const char *schedule = team->schedule ? team->schedule : "";
		size_t len = strcspn(schedule, ":");
		bool is_known = !is_schedule(schedule);

		for (size_t k = 0; k < settings->sources.len; k++)
			is_known |= strlen(settings->sources.items[k].name) == len &&
				    strncmp(settings->sources.items[k].name, schedule, len) == 0;
		if (!is_known)
			conf_error_add(load->errors, settings->path,
				       settings_line(settings, "team", team->name, "schedule"),
				       "schedule = %s: no section [source %.*s]", schedule,
				       (int)len, schedule);
	}
}

static void load_sections(struct settings *settings, struct conf_errors *errors)
{
	struct load load = {settings, errors};
	struct core_settings *core = &settings->core;

	for (size_t i = 0; i < settings->ini.sections.len; i++)
		load_section(&load, &settings->ini.sections.items[i]);
	check_schedules(&load);
	if (core->operator_name && *core->operator_name)
		return;
	free(core->operator_name);
	core->operator_name = login_name();
}

static struct settings *settings_new(void)
{
	struct settings *settings = xcalloc(1, sizeof(*settings));

	options_default(core_options, &settings->core);
	return settings;
}

struct settings *settings_load(const char *path, struct conf_errors *errors)
{
	struct settings *settings = settings_new();

	if (path && !ini_read(path, &settings->ini, errors)) {
		settings_free(settings);
		return NULL;
	}
	settings->path = settings->ini.path;
	settings->is_private_file = path && file_is_private(path, NULL);
	load_sections(settings, errors);
	return settings;
}

struct settings *settings_load_text(const char *path, const char *text, struct conf_errors *errors)
{
	struct settings *settings = settings_new();

	ini_read_text(path, text, strlen(text), &settings->ini, errors);
	settings->path = settings->ini.path;
	settings->is_private_file = true;
	load_sections(settings, errors);
	return settings;
}

void settings_free(struct settings *settings)
{
	if (!settings)
		return;
	options_release(core_options, &settings->core);
	for (size_t i = 0; i < settings->services.len; i++)
		options_release(service_options, &settings->services.items[i]);
	for (size_t i = 0; i < settings->teams.len; i++)
		options_release(team_options, &settings->teams.items[i]);
	for (size_t i = 0; i < settings->indicators.len; i++)
		options_release(indicator_options, &settings->indicators.items[i]);
	for (size_t i = 0; i < settings->filters.len; i++)
		options_release(filter_options, &settings->filters.items[i]);
	VEC_RELEASE(&settings->filters);
	VEC_RELEASE(&settings->services);
	VEC_RELEASE(&settings->teams);
	VEC_RELEASE(&settings->indicators);
	for (size_t i = 0; i < settings->panes.len; i++)
		options_release(pane_options, &settings->panes.items[i]);
	VEC_RELEASE(&settings->panes);
	VEC_RELEASE(&settings->sources);
	VEC_RELEASE(&settings->keys);
	ini_release(&settings->ini);
	free(settings);
}

int settings_line(const struct settings *settings, const char *kind, const char *name,
		  const char *key)
{
	for (size_t i = 0; i < settings->ini.sections.len; i++) {
		struct ini_section *section = &settings->ini.sections.items[i];
		const struct ini_entry *entry = NULL;

		if (strcmp(section->kind, kind) == 0 && strcmp(section->name, name) == 0)
			entry = ini_find(section, key);
		if (entry)
			return entry->line;
	}
	return 0;
}
