/* SPDX-License-Identifier: MIT
 * The two outlets of every command: standard output for data, standard error for
 * complaints. */
#include "config.h"

#include <stdarg.h>
#include <stdio.h>

#include "cli.h"

void cli_complain(const char *format, ...)
{
	va_list args;

	fputs("nines: ", stderr);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
}

bool cli_print(const struct str *text)
{
	if (fwrite(text->text, 1, text->len, stdout) == text->len && fflush(stdout) == 0)
		return true;
	cli_complain("standard output: can't be written to");
	return false;
}
