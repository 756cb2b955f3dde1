/* SPDX-License-Identifier: MIT
 * Fuzzes the JSON reader: the scanner and the parser must agree on every document. */
#include "config.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "nines/base/alloc.h"
#include "nines/base/json.h"
#include "nines/base/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool is_true, const char *what)
{
	if (!is_true)
		BUG(what);
}

/* Reads a value in every way there is. */
static void look_at(const struct json *value, struct arena *arena)
{
	const char *text = json_text(value, arena);

	if (text)
		require(utf8_is_valid(text, strlen(text)), "a cleaned string is not UTF-8");
	json_value_number(value, 0);
	json_time(value, "startsAt");
	json_path(value, "a", "b", NULL);
	for (const struct json *item = json_first(value); item; item = json_next(item)) {
		json_name(item);
		look_at(item, arena);
	}
}

static bool visit(void *context, const struct json *element, size_t index, struct err *err)
{
	size_t *count = context;
	struct arena arena = {0};

	(void)err;
	require(index == (*count)++, "elements come out of order");
	look_at(element, &arena);
	arena_release(&arena);
	return true;
}

static void check_member(const char *text, size_t len, const char *path)
{
	struct err err = {0};
	struct json *value = json_scan_member(text, len, path, &err);

	require(!value || err.code == ERR_NONE, "a member came with an error");
	json_free(value);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const paths[] = {"a", "data.result", "a.b", ""};
	const char *text = (const char *)data;
	struct err parse_err = {0}, scan_err = {0};
	struct json *root = json_parse(text, size, &parse_err);
	struct arena arena = {0};
	size_t count = 0;
	bool is_scanned = json_scan_array(text, size, NULL, visit, &count, &scan_err);

	require((root != NULL) == (parse_err.code == ERR_NONE), "an error came with a document");
	require(is_scanned == (scan_err.code == ERR_NONE), "an error came with success");
	if (root)
		require(is_scanned == json_is_array(root), "scanner and parser disagree");
	if (root && is_scanned)
		require(count == json_count(root), "the scanner lost an element");
	look_at(root, &arena);
	for (size_t i = 0; i < NINES_COUNT(paths); i++) {
		count = 0;
		json_scan_array(text, size, paths[i], visit, &count, NULL);
		check_member(text, size, paths[i]);
	}
	arena_release(&arena);
	json_free(root);
	return 0;
}
