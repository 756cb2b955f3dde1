/* SPDX-License-Identifier: MIT
 * What a verb was told, between struct and the JSON text of the outbox. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "nines/base/json.h"
#include "nines/base/json_out.h"
#include "nines/base/text.h"
#include "nines/base/timefmt.h"
#include "nines/history/outbox_store.h"

void outbox_args_write(const struct verb_args *args, struct str *out)
{
	struct json_out json;

	if (args->for_ms <= 0 && !args->text[0] && !args->to[0])
		return;
	json_out_init(&json, out, false);
	json_out_object(&json, NULL);
	if (args->for_ms > 0)
		json_out_int(&json, "for_ms", args->for_ms);
	if (args->text[0])
		json_out_string(&json, "text", args->text);
	if (args->to[0])
		json_out_string(&json, "to", args->to);
	json_out_end_object(&json);
}

void outbox_args_read(const char *text, struct verb_args *args)
{
	struct json *root = text && *text ? json_parse(text, strlen(text), NULL) : NULL;
	struct arena arena = {0};
	const char *words = json_string(root, "text", &arena);
	const char *to = json_string(root, "to", &arena);
	double for_ms = json_number(root, "for_ms", 0);

	memset(args, 0, sizeof(*args));
	args->for_ms = for_ms > 0 && for_ms < 1e15 ? (int64_t)for_ms : 0;
	snprintf(args->text, sizeof(args->text), "%s", words ? words : "");
	snprintf(args->to, sizeof(args->to), "%s", to ? to : "");
	arena_release(&arena);
	json_free(root);
}

void outbox_args_tell(const char *text, struct str *out)
{
	char span[TIME_TEXT_MAX];
	struct verb_args args;

	outbox_args_read(text, &args);
	if (args.for_ms > 0) {
		duration_format_exact(args.for_ms, span);
		str_printf(out, "for %s", span);
	}
	if (args.to[0])
		str_printf(out, "%sto %s", out->len ? ", " : "", args.to);
	if (args.text[0])
		str_printf(out, "%s%s", out->len ? ": " : "", args.text);
}
