/* SPDX-License-Identifier: MIT
 * The labels of an alert, and by which of them a silence matches it. */
#include "config.h"

#include "alertmanager.h"

#include <string.h>

#include "nines/base/text.h"

enum { LABEL_MAX = 4096 };

/* The name of a label that says which other labels could not be kept as they are. */
#define CLEANED_LABEL "(cleaned)"

static const char *clean_or_empty(struct arena *arena, const char *text)
{
	const char *clean = text ? text_clean(arena, text, strlen(text), LABEL_MAX) : NULL;

	return clean ? clean : "";
}

bool alertmanager_has_cleaned_label(const struct fact_incident *incident)
{
	for (size_t i = 0; i < incident->label_count; i++) {
		if (strcmp(incident->labels[i].name, CLEANED_LABEL) == 0)
			return true;
	}
	return false;
}

static bool list_has(const struct text_list *list, const char *word)
{
	for (size_t i = 0; i < list->len; i++) {
		if (strcmp(list->items[i], word) == 0)
			return true;
	}
	return false;
}

/* "alertname" alone would silence every service that has such an alert. */
static bool wants_all_labels(const struct text_list *wanted, const struct fact_incident *fact)
{
	bool is_narrow = wanted->len == 1 && strcmp(wanted->items[0], "alertname") == 0;

	for (size_t i = 0; i < fact->label_count; i++) {
		const char *name = fact->labels[i].name;

		if (list_has(wanted, name) && (is_narrow || strcmp(name, "alertname") != 0))
			return false;
	}
	return true;
}

static void set_scope(const struct alertmanager *options, struct arena *arena,
		      struct fact_incident *fact)
{
	struct label *scope = arena_calloc(arena, fact->label_count, sizeof(*scope));
	bool takes_all = wants_all_labels(&options->ack_labels, fact);
	size_t count = 0;

	for (size_t i = 0; i < fact->label_count; i++) {
		const struct label *label = &fact->labels[i];

		if (label->value[0] == '\0')
			continue; /* the same as not having it */
		if (takes_all || list_has(&options->ack_labels, label->name))
			scope[count++] = *label;
	}
	fact->scope = scope;
	fact->scope_count = count;
}

/* A label that cleaning changed can't be sent back in a matcher: its name is kept in one
 * more label, and the alert has no scope, so that other alerts are never silenced. */
void alertmanager_read_labels(const struct alertmanager *options, const struct json *labels,
			      struct arena *arena, struct fact_incident *fact)
{
	struct label *list = arena_calloc(arena, json_count(labels) + 1, sizeof(*list));
	const char *changed = NULL;
	size_t count = 0;

	for (const struct json *item = json_first(labels); item; item = json_next(item)) {
		const char *name = json_name(item);
		const char *value = json_raw(item);
		struct label label = {clean_or_empty(arena, name), clean_or_empty(arena, value)};

		if (!name || !value)
			continue;
		if (strcmp(label.name, name) != 0 || strcmp(label.value, value) != 0)
			changed = changed ? arena_printf(arena, "%s, %s", changed, label.name)
					  : label.name;
		list[count++] = label;
	}
	if (changed)
		list[count++] = (struct label){CLEANED_LABEL, changed};
	fact->labels = list;
	fact->label_count = count;
	if (!changed)
		set_scope(options, arena, fact);
}
