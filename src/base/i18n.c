/* SPDX-License-Identifier: MIT
 * The locale, and where the messages in the user's language are. */
#include "config.h"

#include "nines/base/i18n.h"

#include <langinfo.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#ifndef LOCALEDIR
#define LOCALEDIR "/usr/local/share/locale"
#endif

void i18n_setup(void)
{
	setlocale(LC_ALL, "");
	setlocale(LC_NUMERIC, "C");
#ifdef ENABLE_NLS
	const char *folder = getenv("TEXTDOMAINDIR");

	bindtextdomain(PACKAGE, folder && folder[0] == '/' ? folder : LOCALEDIR);
	/* texts are UTF-8 inside, and ASCII is what other terminals show of them */
	bind_textdomain_codeset(PACKAGE, "UTF-8");
	textdomain(PACKAGE);
	if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0)
		i18n_ascii();
#endif
}

void i18n_ascii(void)
{
#ifdef ENABLE_NLS
	bind_textdomain_codeset(PACKAGE, "ASCII");
#endif
}

void i18n_off(void)
{
#ifdef ENABLE_NLS
	textdomain("no-" PACKAGE);
#endif
}
