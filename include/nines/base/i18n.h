/* SPDX-License-Identifier: MIT
 * Messages in the user's language, by gettext where configure found it. `_("text")` is shown
 * at once; `N_("text")` marks a text of a table, which the one place that draws the table
 * shows with `_(row->text)`; `P_("%zu row", "%zu rows", count)` takes the plural form. What is
 * always a sentence for people (err_set, conf_error_add, cli_complain, view_say and the others in
 * po/po.mk) translates its format itself. Names in configuration, commands, JSON and numbers are
 * never translated. Any thread. */
#ifndef NINES_BASE_I18N_H
#define NINES_BASE_I18N_H

#ifdef ENABLE_NLS
#include <libintl.h>

/* As gettext; "" stays empty, where gettext has its catalog's head. */
__attribute__((format_arg(1))) static inline const char *i18n_text(const char *text)
{
	return text && *text ? gettext(text) : text;
}

#define _(text)              i18n_text(text)
#define P_(one, many, count) ngettext(one, many, (unsigned long)(count))
#else
#define _(text)              (text)
#define P_(one, many, count) ((count) == 1 ? (one) : (many))
#endif
#define N_(text) text

/* Sets the locale and finds the messages; $TEXTDOMAINDIR before the installed ones. Numbers
 * keep a decimal point whatever the locale. Start-up only. */
void i18n_setup(void);
/* Messages in ASCII from now on, letters written as their nearest. Start-up only. */
void i18n_ascii(void);
/* No messages from now on: for output that programs read. Start-up only. */
void i18n_off(void);

#endif
