/* SPDX-License-Identifier: MIT
 * The two outlets of every command: standard output for data, standard error for
 * complaints. */
#include "config.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "nines/base/arena.h"
#include "nines/base/i18n.h"
#include "nines/base/text.h"

enum { COMPLAINT_MAX = 2000 };

/* One line whatever it quotes: arguments and file names are foreign text, too. */
void cli_complain(const char *format, ...)
{
	struct arena arena = {0};
	struct str text;
	va_list args;

	str_init(&text, 0);
	va_start(args, format);
	str_vprintf(&text, _(format), args);
	va_end(args);
	fprintf(stderr, "nines: %s\n", text_clean(&arena, text.text, text.len, COMPLAINT_MAX));
	str_release(&text);
	arena_release(&arena);
}

/* A reader that has seen enough (`nines status | head`) needs no complaint. */
bool cli_print(const struct str *text)
{
	if (fwrite(text->text, 1, text->len, stdout) == text->len && fflush(stdout) == 0)
		return true;
	if (errno != EPIPE)
		cli_complain("standard output: can't be written to: %s", strerror(errno));
	return false;
}
