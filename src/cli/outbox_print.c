/* SPDX-License-Identifier: MIT
 * Rows of the outbox as text and JSON: the audit trail, see outbox_cli.h. */
#include "config.h"

#include <string.h>

#include "nines/base/i18n.h"
#include "nines/base/json.h"
#include "nines/base/timefmt.h"
#include "outbox_cli.h"
#include "print.h"

enum { UUID_SHOWN = 8 };

/* What was on the screen; a status or holder that is not known is NULL. */
struct seen {
	const char *status, *holder, *at;
};

static struct seen read_seen(const struct outbox_row *row, struct arena *arena)
{
	struct json *json = row->seen ? json_parse(row->seen, strlen(row->seen), NULL) : NULL;
	struct seen seen = {
		.status = json_string(json, "status", arena),
		.holder = json_string(json, "holder", arena),
		.at = json_string(json, "at", arena),
	};

	json_free(json);
	return seen;
}

static void json_args(struct json_out *json, const struct outbox_row *row)
{
	struct verb_args args;

	if (!row->args || !*row->args) {
		json_out_null(json, "args");
		return;
	}
	outbox_args_read(row->args, &args);
	json_out_object(json, "args");
	if (args.for_ms > 0)
		json_out_number(json, "for_seconds", (double)args.for_ms / SECOND_MS);
	if (args.text[0])
		json_out_string(json, "text", args.text);
	if (args.to[0])
		json_out_string(json, "to", args.to);
	json_out_end_object(json);
}

static void json_seen(struct json_out *json, const struct outbox_row *row)
{
	struct arena arena = {0};
	struct seen seen = read_seen(row, &arena);

	if (row->seen) {
		json_out_object(json, "seen");
		json_out_string(json, "status", seen.status);
		json_out_string(json, "holder", seen.holder);
		json_out_string(json, "at", seen.at);
		json_out_end_object(json);
	} else {
		json_out_null(json, "seen");
	}
	arena_release(&arena);
}

static void json_row(struct json_out *json, const struct outbox_row *row)
{
	json_out_object(json, NULL);
	json_out_string(json, "uuid", row->uuid);
	json_out_string(json, "id", row->incident_id);
	json_out_string(json, "action", verb_name(row->verb));
	json_out_string(json, "title", row->title);
	json_out_string(json, "state", outbox_state_name(row->state));
	json_out_string(json, "by", row->operator_name);
	json_out_string(json, "host", row->host);
	json_out_string(json, "tty", row->tty);
	json_args(json, row);
	json_seen(json, row);
	json_out_time(json, "created_at", row->created_ms);
	json_out_time(json, "released_at", row->released_ms);
	json_out_time(json, "sent_at", row->sent_ms);
	json_out_time(json, "confirmed_at", row->confirmed_ms);
	json_out_int(json, "tries", row->tries);
	json_out_string(json, "request_id", row->request_id);
	json_out_string(json, "answer", row->answer);
	json_out_int(json, "latency_ms", row->latency_ms);
	json_out_string(json, "undo_of", row->undo_of);
	json_out_end_object(json);
}

void outbox_print_json(const outbox_rows *rows, struct str *out)
{
	struct json_out json;

	json_out_init(&json, out, true);
	json_out_object(&json, NULL);
	json_out_string(&json, "schema", "nines.outbox/1");
	json_out_array(&json, "writes");
	for (size_t i = 0; i < rows->len; i++)
		json_row(&json, &rows->items[i]);
	json_out_end_array(&json);
	json_out_end_object(&json);
	str_append(out, "\n");
}

static void cell_action(struct text_table *table, const struct outbox_row *row)
{
	struct str told;

	str_init(&told, 0);
	outbox_args_tell(row->args, &told);
	text_table_printf(table, "%s%s%s", verb_name(row->verb), told.len ? " " : "", told.text);
	str_release(&told);
}

void outbox_print_table(const outbox_rows *rows, struct str *out)
{
	const char *const headings[] = {_("WHEN"), _("UUID"), _("ACTION"), _("STATE"),
					_("BY"),   _("ID"),   _("TITLE"),  _("ANSWER")};
	struct text_table table;
	char when[TIME_TEXT_MAX];

	text_table_init(&table, headings, NINES_COUNT(headings));
	for (size_t i = 0; i < rows->len; i++) {
		const struct outbox_row *row = &rows->items[i];

		time_format_local(row->created_ms, "%Y-%m-%d %H:%M:%S", when);
		text_table_cell(&table, when);
		text_table_printf(&table, "%.*s", UUID_SHOWN, row->uuid);
		cell_action(&table, row);
		text_table_cell(&table, outbox_state_name(row->state));
		text_table_printf(&table, "%s@%s", row->operator_name ? row->operator_name : "?",
				  row->host ? row->host : "?");
		text_table_cell(&table, row->incident_id);
		text_table_cell(&table, row->title);
		text_table_cell(&table, row->answer);
	}
	text_table_finish(&table, out);
	if (rows->len == 0)
		str_append(out, _("nothing was written yet\n"));
}

static void field(struct str *out, const char *name, const char *value)
{
	str_pad(out, _(name), 12);
	str_printf(out, "%s\n", value && *value ? value : "-");
}

static void field_time(struct str *out, const char *name, int64_t ms)
{
	char text[TIME_TEXT_MAX] = "";

	if (ms > 0)
		time_format_local(ms, "%Y-%m-%d %H:%M:%S %Z", text);
	field(out, name, text);
}

static void field_told(struct str *out, const struct outbox_row *row)
{
	struct str told;

	str_init(&told, 0);
	outbox_args_tell(row->args, &told);
	field(out, N_("told"), told.text);
	str_release(&told);
}

static void field_seen(struct str *out, const struct outbox_row *row)
{
	struct arena arena = {0};
	struct seen seen = read_seen(row, &arena);

	field(out, N_("seen"), seen.status);
	field(out, N_("held by"), seen.holder);
	field(out, N_("seen at"), seen.at);
	arena_release(&arena);
}

static void fields(struct str *out, const struct outbox_row *row)
{
	field(out, N_("uuid"), row->uuid);
	field(out, N_("id"), row->incident_id);
	field(out, N_("title"), row->title);
	field(out, N_("action"), verb_name(row->verb));
	field_told(out, row);
	field(out, N_("undo of"), row->undo_of);
	field(out, N_("state"), outbox_state_name(row->state));
	field(out, N_("answer"), row->answer);
	field(out, N_("by"), row->operator_name);
	field(out, N_("host"), row->host);
	field(out, N_("tty"), row->tty);
	field_seen(out, row);
	field_time(out, N_("created"), row->created_ms);
	field_time(out, N_("released"), row->released_ms);
	field_time(out, N_("sent"), row->sent_ms);
	field_time(out, N_("confirmed"), row->confirmed_ms);
	str_pad(out, _("tries"), 12);
	str_printf(out, "%d\n", row->tries);
	str_pad(out, _("latency"), 12);
	str_printf(out, "%lld ms\n", (long long)row->latency_ms);
	field(out, N_("request id"), row->request_id);
}

void outbox_print_fields(const outbox_rows *rows, struct str *out)
{
	for (size_t i = 0; i < rows->len; i++) {
		str_append(out, i > 0 ? "\n" : "");
		fields(out, &rows->items[i]);
	}
}
