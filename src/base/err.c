/* SPDX-License-Identifier: MIT
 * What went wrong in the outside world: filling and prefixing `struct err`. */
#include "config.h"

#include "nines/base/err.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "nines/base/arena.h"
#include "nines/base/i18n.h"
#include "nines/base/text.h"

static const char *const code_names[ERR_CODE_COUNT] = {
	[ERR_NONE] = "none",         [ERR_CONFIG] = "config",   [ERR_NET] = "net",
	[ERR_TLS] = "tls",           [ERR_AUTH] = "auth",       [ERR_THROTTLED] = "throttled",
	[ERR_PROTOCOL] = "protocol", [ERR_TOO_BIG] = "too big", [ERR_IO] = "io",
	[ERR_REFUSED] = "refused",
};

/* Stores `text` on one line and cleaned: it often quotes a server. */
static void store(struct err *err, const char *text)
{
	struct arena arena = {0};
	const char *clean = text_clean(&arena, text, strlen(text), ERR_TEXT_MAX - 1);

	memcpy(err->text, clean, strlen(clean) + 1);
	arena_release(&arena);
}

bool err_set(struct err *err, enum err_code code, const char *format, ...)
{
	char text[2 * ERR_TEXT_MAX];
	va_list args;

	if (!err)
		return false;
	va_start(args, format);
	vsnprintf(text, sizeof(text), _(format), args);
	va_end(args);
	store(err, text);
	err->code = code;
	return false;
}

bool err_prefix(struct err *err, const char *format, ...)
{
	char text[2 * ERR_TEXT_MAX];
	va_list args;
	size_t len;

	if (!err)
		return false;
	va_start(args, format);
	vsnprintf(text, sizeof(text), _(format), args);
	va_end(args);
	len = strlen(text);
	snprintf(text + len, sizeof(text) - len, "%s", err->text);
	store(err, text);
	return false;
}

void err_clear(struct err *err)
{
	if (!err)
		return;
	err->code = ERR_NONE;
	err->text[0] = '\0';
}

const char *err_code_name(enum err_code code)
{
	assert((unsigned)code < ERR_CODE_COUNT);
	return code_names[code];
}
