/* SPDX-License-Identifier: MIT
 * A configured source: the options that all have, and those of its adapter. */
#include "config.h"

#include "nines/sources/source.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "nines/base/attr.h"
#include "nines/base/i18n.h"
#include "nines/base/ident.h"
#include "nines/base/timefmt.h"

#define FIELD(name) offsetof(struct source_common, name)

const struct option source_common_options[] = {
	{.key = "type",
	 .type = OPTION_STRING,
	 .offset = FIELD(type),
	 .is_required = true,
	 .help = N_("what kind of system it is")},
	{.key = "url",
	 .type = OPTION_URL,
	 .offset = FIELD(url),
	 .is_required = true,
	 .example = "https://prometheus.example.com",
	 .help = N_("where its API is, with the path prefix if it has one")},
	{.key = "refresh",
	 .type = OPTION_DURATION,
	 .offset = FIELD(refresh_ms),
	 .min = SECOND_MS,
	 .max = DAY_MS,
	 .example = "15s",
	 .help = N_("how often it is polled; overrides [nines] refresh")},
	{.key = "timeout",
	 .type = OPTION_DURATION,
	 .offset = FIELD(timeout_ms),
	 .fallback = "10s",
	 .min = 100,
	 .max = 10 * MINUTE_MS,
	 .help = N_("longest time that one request may take")},
	{.key = "token",
	 .type = OPTION_SECRET,
	 .offset = FIELD(token),
	 .help = N_("the API token")},
	{.key = "username",
	 .type = OPTION_STRING,
	 .offset = FIELD(username),
	 .help = N_("user name for HTTP basic authentication")},
	{.key = "password",
	 .type = OPTION_SECRET,
	 .offset = FIELD(password),
	 .help = N_("the password of username")},
	{.key = "ca_file",
	 .type = OPTION_PATH,
	 .offset = FIELD(ca_file),
	 .help = N_("certificates of authorities to trust instead of the system's")},
	{.key = "client_cert",
	 .type = OPTION_PATH,
	 .offset = FIELD(client_cert),
	 .help = N_("certificate that nines shows to the server")},
	{.key = "client_key",
	 .type = OPTION_PATH,
	 .offset = FIELD(client_key),
	 .help = N_("private key of client_cert")},
	{.key = "proxy",
	 .type = OPTION_STRING,
	 .offset = FIELD(proxy),
	 .example = "http://proxy.example.com:3128",
	 .help = N_("proxy to go through")},
	{.key = "header",
	 .type = OPTION_PAIRS,
	 .offset = FIELD(headers),
	 .example = "header.X-Scope-OrgID = tenant",
	 .help = N_("an extra header of every request")},
	{.key = "verify",
	 .type = OPTION_BOOL,
	 .offset = FIELD(verify),
	 .fallback = "on",
	 .help = N_("check the server's certificate; off is shown all the time")},
	{.key = "read_only",
	 .type = OPTION_BOOL,
	 .offset = FIELD(read_only),
	 .fallback = "off",
	 .help = N_("refuse every write to this source")},
	{0},
};

enum { TYPES_MAX = 64, COMMON_MAX = NINES_COUNT(source_common_options) };

static void complain_type(const char *type, const char *file, int line, struct conf_errors *errors)
{
	const char *names[TYPES_MAX];
	const char *nearest;
	struct str known;
	size_t count = 0;

	str_init(&known, 0);
	for (; source_registry[count] && count < TYPES_MAX; count++) {
		names[count] = source_registry[count]->type;
		str_printf(&known, "%s%s", count ? ", " : "", names[count]);
	}
	nearest = nearest_word(type, names, count);
	if (nearest)
		conf_error_add(errors, file, line, "type = %s: no such type, did you mean %s?",
			       type, nearest);
	else
		conf_error_add(errors, file, line, "type = %s: no such type, expected one of: %s",
			       type, known.text);
	str_release(&known);
}

static const struct source_ops *find_ops(const struct settings *settings,
					 struct ini_section *section, struct conf_errors *errors)
{
	const struct ini_entry *entry = ini_find(section, "type");
	const struct source_ops *ops;

	if (!entry) {
		conf_error_add(errors, settings->path, section->line,
			       "[source %s]: type is missing", section->name);
		return NULL;
	}
	ops = source_ops_find(entry->value);
	if (!ops && !conf_complain_swallowed(errors, settings->path, entry))
		complain_type(entry->value, settings->path, entry->line, errors);
	return ops;
}

/* The rows of the common options that a source of this type has, in `rows`: what is in one
 * place needs no url set, and what has a target in each request has none. */
static void copy_common(const struct source_ops *ops, struct option *rows)
{
	for (const struct option *row = source_common_options; row->key; row++) {
		bool is_url = row->offset == FIELD(url);

		if (is_url && ops->takes_no_url)
			continue;
		*rows = *row;
		if (is_url && ops->url_default) {
			rows->is_required = false;
			rows->fallback = ops->url_default;
		}
		rows++;
	}
	*rows = (struct option){0};
}

static void parse_options(struct source *source, const struct settings *settings,
			  struct ini_section *section, struct conf_errors *errors)
{
	struct option common[COMMON_MAX];
	const struct option *tables[] = {common, source->ops->options};
	const struct option_file file = {settings->path, settings->is_private_file};

	copy_common(source->ops, common);
	options_default(tables[0], &source->common);
	options_default(tables[1], source->priv);
	options_parse(tables[0], section, &source->common, &file, errors);
	options_parse(tables[1], section, source->priv, &file, errors);
	options_reject_unknown(section, tables, NINES_COUNT(tables), file.path, errors);
}

/* What can be said of a section whose type isn't known. */
static void check_common(const struct settings *settings, struct ini_section *section,
			 struct conf_errors *errors)
{
	const struct option_file file = {settings->path, settings->is_private_file};
	const struct ini_entry *type = ini_find(section, "type");
	struct source_common common = {0};

	if (!type || type->swallowed)
		return; /* is complained about already */
	options_default(source_common_options, &common);
	options_parse(source_common_options, section, &common, &file, errors);
	options_release(source_common_options, &common);
}

static bool check_options(struct source *source, struct err *err)
{
	const struct source_common *common = &source->common;

	if (common->token.kind != SECRET_NONE && common->username)
		return err_set(err, ERR_CONFIG, "a token or a username, not both");
	if (common->client_key && !common->client_cert)
		return err_set(err, ERR_CONFIG, "client_key needs client_cert");
	return !source->ops->check || source->ops->check(source, err);
}

static int64_t refresh_in_force(const struct source *source)
{
	int64_t refresh_ms = source->common.refresh_ms;

	if (refresh_ms == 0)
		refresh_ms = source->ops->interval_default_ms;
	if (refresh_ms == 0)
		refresh_ms = source->core->refresh_ms;
	return refresh_ms > source->ops->interval_min_ms ? refresh_ms
							 : source->ops->interval_min_ms;
}

/* The entry that a reason begins with, "from = me: ..."; NULL = it is about the whole section. */
static const struct ini_entry *entry_of(struct ini_section *section, const char *reason)
{
	size_t len = strcspn(reason, " :");

	for (size_t i = 0; i < section->entries.len; i++) {
		const struct ini_entry *entry = &section->entries.items[i];

		if (strlen(entry->key) == len && strncmp(entry->key, reason, len) == 0)
			return entry;
	}
	return NULL;
}

/* What is wrong about all options together. After other complaints it would follow from them,
 * unless it is about one key. */
static void complain_together(const struct settings *settings,
			      const struct source_settings *section, const char *reason,
			      bool is_first, struct conf_errors *errors)
{
	const struct ini_entry *entry = entry_of(section->section, reason);

	if (entry)
		conf_error_add(errors, settings->path, entry->line, "%s", reason);
	else if (is_first)
		conf_error_add(errors, settings->path, section->section->line, "[source %s]: %s",
			       section->name, reason);
}

struct source *source_new(const struct settings *settings, const struct source_settings *section,
			  struct conf_errors *errors)
{
	size_t complaints = errors->list.len;
	const struct source_ops *ops = find_ops(settings, section->section, errors);
	struct err err = {0};
	struct source *source;

	if (!ops) {
		check_common(settings, section->section, errors);
		return NULL;
	}
	source = xcalloc(1, sizeof(*source));
	source->name = section->name;
	source->ops = ops;
	source->caps = ops->caps;
	source->core = &settings->core;
	source->priv = xcalloc(1, ops->priv_size ? ops->priv_size : 1);
	parse_options(source, settings, section->section, errors);
	if (!check_options(source, &err))
		complain_together(settings, section, err.text, errors->list.len == complaints,
				  errors);
	if (errors->list.len != complaints) {
		source_free(source);
		return NULL;
	}
	source->refresh_ms = refresh_in_force(source);
	return source;
}

void sources_hide_secrets(struct source *const *sources, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		secret_capture(&sources[i]->common.token);
		secret_capture(&sources[i]->common.password);
	}
	for (size_t i = 0; i < count; i++) {
		secret_hide(&sources[i]->common.token);
		secret_hide(&sources[i]->common.password);
	}
}

void source_free(struct source *source)
{
	if (!source)
		return;
	if (source->ops->release)
		source->ops->release(source);
	options_release(source->ops->options, source->priv);
	options_release(source_common_options, &source->common);
	free(source->priv);
	free(source);
}
