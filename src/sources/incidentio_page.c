/* SPDX-License-Identifier: MIT
 * Contexts, pages and refusals of incident.io requests. */
#include "config.h"

#include <string.h>

#include "adapter.h"
#include "incidentio.h"

enum { AFTER_MAX = 512, COPY_DEPTH = 8 };

void incidentio_context_read(const struct plan_request *request, struct incidentio_context *context)
{
	const char *text = request->context ? request->context : "{}";
	struct json *root = json_parse(text, strlen(text), NULL);
	double count = json_number(root, "count", 0);

	*context = (struct incidentio_context){
		.root = root,
		.path = json_raw_string(root, "path"),
		.ranks_text = json_raw_string(root, "ranks"),
		.acks_text = json_raw_string(root, "acks"),
		.native_id = json_raw_string(root, "id"),
		.incident = json_get(root, "incident"),
		.name = json_raw_string(root, "name"),
		.zone = json_raw_string(root, "zone"),
		.count = count >= 0 && count < 1e9 ? (int)count : 0,
		.is_complete = json_bool(root, "complete", false),
	};
}

void incidentio_context_release(struct incidentio_context *context)
{
	json_free(context->root);
	*context = (struct incidentio_context){0};
}

static void write_text(struct json_out *out, const char *key, const char *text)
{
	if (text)
		json_out_string(out, key, text);
}

/* Long, and never read. */
static bool is_left_out(const char *key)
{
	static const char *const keys[] = {"options", "instructions", "creator"};

	for (size_t i = 0; i < NINES_COUNT(keys); i++) {
		if (text_equal(keys[i], key))
			return true;
	}
	return false;
}

/* Texts and numbers are all that is read of an incident; its depth was limited when it was
 * parsed, and what is deeper than this is left out. */
static void write_json(struct json_out *out, const char *key, const struct json *value, int depth)
{
	bool is_object = json_is_object(value);

	if (json_is_string(value)) {
		json_out_string(out, key, json_raw(value));
	} else if (json_is_number(value)) {
		json_out_number(out, key, json_value_number(value, 0));
	} else if ((is_object || json_is_array(value)) && depth < COPY_DEPTH) {
		if (is_object)
			json_out_object(out, key);
		else
			json_out_array(out, key);
		for (const struct json *item = json_first(value); item; item = json_next(item)) {
			if (!is_object || !is_left_out(json_name(item)))
				write_json(out, is_object ? json_name(item) : NULL, item,
					   depth + 1);
		}
		if (is_object)
			json_out_end_object(out);
		else
			json_out_end_array(out);
	}
}

void incidentio_context_set(struct plan *plan, struct plan_request *request,
			    const struct incidentio_context *context)
{
	struct json_out out;
	struct str text;

	str_init(&text, 0);
	json_out_init(&out, &text, false);
	json_out_object(&out, NULL);
	write_text(&out, "path", context->path);
	write_text(&out, "ranks", context->ranks_text);
	write_text(&out, "acks", context->acks_text);
	write_text(&out, "id", context->native_id);
	if (context->incident)
		write_json(&out, "incident", context->incident, 0);
	write_text(&out, "name", context->name);
	write_text(&out, "zone", context->zone);
	json_out_int(&out, "count", context->count);
	json_out_bool(&out, "complete", context->is_complete);
	json_out_end_object(&out);
	adapter_set_context(plan, request, text.text);
	str_release(&text);
}

/* The path with `name` set to `value`: in its place if it is there, else at the end. */
static void set_parameter(struct str *path, const char *old, const char *name, const char *value)
{
	size_t len = strlen(name);
	const char *at = strchr(old, '?');

	while (at && !(strncmp(at + 1, name, len) == 0 && at[len + 1] == '='))
		at = strchr(at + 1, '&');
	if (!at) {
		str_append(path, old);
		url_query(path, name, value);
		return;
	}
	str_append_n(path, old, (size_t)(at - old) + len + 2);
	url_encode(path, value);
	str_append(path, at + 1 + strcspn(at + 1, "&"));
}

bool incidentio_next(const struct source_reply *reply, const char *name, int count,
		     struct plan *more)
{
	struct json *after = json_scan_member(reply->reply->body, reply->reply->len,
					      "pagination_meta.after", NULL);
	const char *value = json_raw(after);
	struct incidentio_context context;
	struct plan_request *request;
	struct str path;
	bool is_more;

	str_init(&path, 0);
	if (value && *value && strlen(value) < AFTER_MAX)
		set_parameter(&path, reply->request->request.path, name, value);
	/* a server that gives the same page again would be asked for ever */
	is_more = path.len > 0 && strcmp(path.text, reply->request->request.path) != 0;
	if (is_more) {
		request = adapter_follow(more, reply->request, reply->request->tag, path.text);
		request->takes_errors = reply->request->takes_errors;
		request->takes_faults = reply->request->takes_faults;
		incidentio_context_read(reply->request, &context);
		context.count = count;
		incidentio_context_set(more, request, &context);
		incidentio_context_release(&context);
	}
	str_release(&path);
	json_free(after);
	return is_more;
}

bool incidentio_is_withheld(const struct reply *reply)
{
	return (reply->status == 403 && reply->retry_after_ms == 0) || reply->status == 404;
}

void incidentio_note_withheld(const struct reply *reply, const char *what, struct facts *facts)
{
	const char *reason = adapter_body_line(reply, &facts->arena);

	adapter_notice(facts, "not shown: %s: HTTP %d%s%s", what, reply->status, reason ? ": " : "",
		       reason ? reason : "");
}
