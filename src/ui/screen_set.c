/* SPDX-License-Identifier: MIT
 * Options of [nines] that change while the dashboard runs. */
#include "config.h"

#include "ui/screen_set.h"

#include <stdio.h>
#include <string.h>

#include "nines/base/i18n.h"
#include "nines/base/ident.h"
#include "nines/base/str.h"
#include "nines/ui/order.h"

static const struct option *find_live(const char *name)
{
	for (const struct option *row = core_options; row->key; row++)
		if (row->is_live && strcmp(row->key, name) == 0)
			return row;
	return NULL;
}

/* An option of [nines] that is no option here: where it is changed. */
static bool complain_not_live(const char *name, struct err *err)
{
	if (order_find(name) != ORDER_NONE)
		return err_set(err, ERR_CONFIG, _("%s is changed by :%s %s"), name, name,
			       order_rows[order_find(name)].argument);
	return err_set(err, ERR_CONFIG,
		       _("%s is read when nines starts: change it in [nines] of the file"), name);
}

static bool complain_unknown(const char *name, struct err *err)
{
	const char *names[64], *near;
	size_t count = 0;

	for (const struct option *row = core_options; row->key && count < 64; row++) {
		if (strcmp(row->key, name) == 0)
			return complain_not_live(name, err);
		if (row->is_live)
			names[count++] = row->key;
	}
	near = nearest_word(name, names, count);
	if (near)
		return err_set(err, ERR_CONFIG,
			       "no option that can be changed here is called \"%s\": did you mean "
			       "\"%s\"?",
			       name, near);
	return err_set(err, ERR_CONFIG,
		       "no option that can be changed here is called \"%s\": Tab offers them",
		       name);
}

/* The option is read as it would be from a file. */
static bool read_value(const struct option *row, const char *value, struct core_settings *core,
		       struct err *err)
{
	struct conf_errors errors = {0};
	struct settings *settings;
	struct str text;
	bool is_good;

	str_init(&text, 1024);
	str_printf(&text, "[nines]\n%s = %s\n", row->key, value);
	settings = settings_load_text(":set", text.text, &errors);
	is_good = settings && errors.list.len == 0;
	if (is_good)
		memcpy((char *)core + row->offset, (char *)&settings->core + row->offset,
		       row->type == OPTION_BOOL ? sizeof(bool) : sizeof(int));
	else
		err_set(err, ERR_CONFIG, "%s",
			errors.list.len > 0 ? errors.list.items[0].text : _("it can't be read"));
	settings_free(settings);
	conf_errors_release(&errors);
	str_release(&text);
	return is_good;
}

bool screen_set_option(const char *text, struct core_settings *core, struct err *err)
{
	size_t len = strcspn(text, " =");
	const char *value = text + len + strspn(text + len, " =");
	const struct option *row;
	char name[64];

	snprintf(name, sizeof(name), "%.*s", len < sizeof(name) ? (int)len : 63, text);
	row = find_live(name);
	if (!row)
		return complain_unknown(name, err);
	if (!*value)
		return err_set(err, ERR_CONFIG, "%s: to what? wanted: %s", name,
			       row->type == OPTION_BOOL ? _("on or off") : row->choices);
	return read_value(row, value, core, err);
}
