/* SPDX-License-Identifier: MIT
 * nines outbox: the writes that are not confirmed yet, and the audit trail. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "nines/base/clock.h"
#include "nines/base/timefmt.h"
#include "nines/conf/settings.h"
#include "nines/history/outbox_store.h"
#include "print.h"

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
	json_out_time(json, "created_at", row->created_ms);
	json_out_time(json, "sent_at", row->sent_ms);
	json_out_time(json, "confirmed_at", row->confirmed_ms);
	json_out_int(json, "tries", row->tries);
	json_out_string(json, "answer", row->answer);
	json_out_int(json, "latency_ms", row->latency_ms);
	json_out_end_object(json);
}

static void print_json(const outbox_rows *rows, struct str *out)
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

static void print_text(const outbox_rows *rows, struct str *out)
{
	static const char *const headings[] = {"WHEN", "ACTION", "STATE", "BY",
					       "ID",   "TITLE",  "ANSWER"};
	struct text_table table;
	char when[TIME_TEXT_MAX];

	text_table_init(&table, headings, NINES_COUNT(headings));
	for (size_t i = 0; i < rows->len; i++) {
		const struct outbox_row *row = &rows->items[i];

		time_format_local(row->created_ms, "%Y-%m-%d %H:%M:%S", when);
		text_table_cell(&table, when);
		text_table_cell(&table, verb_name(row->verb));
		text_table_cell(&table, outbox_state_name(row->state));
		text_table_printf(&table, "%s@%s", row->operator_name ? row->operator_name : "?",
				  row->host ? row->host : "?");
		text_table_cell(&table, row->incident_id);
		text_table_cell(&table, row->title);
		text_table_cell(&table, row->answer);
	}
	text_table_finish(&table, out);
	if (rows->len == 0)
		str_append(out, "nothing was written yet\n");
}

static bool read_rows(const char *path, int64_t since_ms, struct arena *arena, outbox_rows *rows,
		      struct err *err)
{
	struct history *history = history_open(path, err);
	bool is_read = history && outbox_store_list(history, true, since_ms, arena, rows, err);

	history_close(history);
	return is_read;
}

static int run(struct cli *cli)
{
	struct arena arena = {0};
	outbox_rows rows = {0};
	struct err err = {0};
	struct str out;
	char *path = state_file(&err);
	int64_t span_ms = 0;
	int code = EXIT_REFUSED;

	if (cli->since)
		(void)duration_parse(cli->since, &span_ms);
	str_init(&out, 0);
	if (path && read_rows(path, span_ms ? clock_wall_ms() - span_ms : 0, &arena, &rows, &err)) {
		if (cli->is_json)
			print_json(&rows, &out);
		else
			print_text(&rows, &out);
		code = cli_print(&out) ? EXIT_WELL : EXIT_REFUSED;
	} else {
		cli_complain("outbox: %s", err.text);
	}
	str_release(&out);
	VEC_RELEASE(&rows);
	arena_release(&arena);
	free(path);
	return code;
}

const struct cli_command cli_command_outbox = {
	.name = "outbox",
	.synopsis = "",
	.about = "print the writes of this user: waiting ones and the audit trail",
	.options = "json since",
	.run = run,
};
