/* SPDX-License-Identifier: MIT
 * Typed access to parsed JSON; the only file that knows cJSON. `struct json` is a
 * cJSON node under another name. */
#include "config.h"

#include "nines/base/json.h"

#include <math.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>

#include "json_parse.h"
#include "number.h"

#include "nines/base/alloc.h"
#include "nines/base/text.h"
#include "nines/base/timefmt.h"

enum { STRING_MAX = 1024 };

static pthread_once_t hooks_once = PTHREAD_ONCE_INIT;
/* Where cJSON's nodes go while this thread parses into an arena. cJSON's hooks take no
 * context, so this is the only way to tell them. */
static _Thread_local struct arena *node_arena;

static void *hook_malloc(size_t size)
{
	return node_arena ? arena_alloc(node_arena, size) : xmalloc(size);
}

static void hook_free(void *memory)
{
	if (!node_arena)
		free(memory);
}

static void set_hooks(void)
{
	cJSON_InitHooks(&(cJSON_Hooks){.malloc_fn = hook_malloc, .free_fn = hook_free});
}

static const cJSON *node(const struct json *value)
{
	return (const cJSON *)value;
}

static const struct json *wrap(const cJSON *item)
{
	return (const struct json *)item;
}

/* The tree of the text, or NULL and where it stopped. */
static cJSON *parse_text(const char *text, size_t len, size_t *stop)
{
	const char *end = text;
	locale_t old = number_locale_enter();
	cJSON *root = cJSON_ParseWithLengthOpts(text, len, &end, false);

	number_locale_leave(old);
	*stop = (size_t)(end - text);
	while (root && *stop < len && (unsigned char)text[*stop] <= ' ')
		++*stop;
	if (!root || *stop == len)
		return root;
	cJSON_Delete(root);
	return NULL;
}

/* The four digits of a \u escape, or -1. */
static int hex_4(const char *at)
{
	int value = 0;

	for (int i = 0; i < 4; i++) {
		const char *digits = "0123456789abcdef0123456789ABCDEF";
		const char *found = at[i] ? strchr(digits, at[i]) : NULL;

		if (!found)
			return -1;
		value = value * 16 + (int)((found - digits) % 16);
	}
	return value;
}

/* Turns escaped surrogates without a partner into U+FFFD, for cJSON refuses the whole
 * document over one of them, and servers that cut titles at a fixed length make them.
 * `text` is zero-terminated. True when it changed something. */
static bool repair_surrogates(char *text)
{
	bool is_changed = false;

	for (char *at = text; (at = strchr(at, '\\')) && at[1]; at += 2) {
		int unit = at[1] == 'u' ? hex_4(at + 2) : -1;

		if (unit < 0xd800 || unit > 0xdfff)
			continue;
		if (unit <= 0xdbff && at[6] == '\\' && at[7] == 'u') {
			int low = hex_4(at + 8);

			if (low >= 0xdc00 && low <= 0xdfff) {
				at += 6;
				continue;
			}
		}
		memcpy(at + 2, "fffd", 4);
		is_changed = true;
	}
	return is_changed;
}

static cJSON *parse_repaired(const char *text, size_t len)
{
	char *copy = xmalloc(len + 1);
	cJSON *root = NULL;
	size_t stop;

	memcpy(copy, text, len);
	copy[len] = '\0';
	if (repair_surrogates(copy))
		root = parse_text(copy, len, &stop);
	free(copy);
	return root;
}

struct json *json_parse_piece(const struct json_piece *piece, struct arena *arena, struct err *err)
{
	cJSON *root;
	size_t stop;

	pthread_once(&hooks_once, set_hooks);
	node_arena = arena;
	root = parse_text(piece->text, piece->len, &stop);
	if (!root)
		root = parse_repaired(piece->text, piece->len);
	node_arena = NULL;
	if (!root)
		err_set(err, ERR_PROTOCOL, "not JSON at byte %zu", piece->offset + stop);
	return (struct json *)root;
}

struct json *json_parse(const char *text, size_t len, struct err *err)
{
	struct json_piece piece;

	if (!json_scan_whole(text, len, &piece, err))
		return NULL;
	return json_parse_piece(&piece, NULL, err);
}

void json_free(struct json *root)
{
	cJSON_Delete((cJSON *)root);
}

const struct json *json_get(const struct json *object, const char *key)
{
	const cJSON *item = NULL;

	if (cJSON_IsObject(node(object)))
		item = cJSON_GetObjectItemCaseSensitive(node(object), key);
	return cJSON_IsNull(item) ? NULL : wrap(item);
}

const struct json *json_path(const struct json *object, ...)
{
	va_list keys;
	const char *key;

	va_start(keys, object);
	while (object && (key = va_arg(keys, const char *)))
		object = json_get(object, key);
	va_end(keys);
	return object;
}

const struct json *json_first(const struct json *container)
{
	return container ? wrap(node(container)->child) : NULL;
}

const struct json *json_next(const struct json *item)
{
	return item ? wrap(node(item)->next) : NULL;
}

const char *json_name(const struct json *member)
{
	return member ? node(member)->string : NULL;
}

bool json_is_array(const struct json *value)
{
	return cJSON_IsArray(node(value));
}

bool json_is_object(const struct json *value)
{
	return cJSON_IsObject(node(value));
}

bool json_is_string(const struct json *value)
{
	return cJSON_IsString(node(value));
}

bool json_is_number(const struct json *value)
{
	return cJSON_IsNumber(node(value));
}

size_t json_count(const struct json *container)
{
	size_t count = 0;

	for (const struct json *item = json_first(container); item; item = json_next(item))
		count++;
	return count;
}

const char *json_raw(const struct json *value)
{
	return json_is_string(value) ? node(value)->valuestring : NULL;
}

const char *json_raw_string(const struct json *object, const char *key)
{
	return json_raw(json_get(object, key));
}

const char *json_text(const struct json *value, struct arena *arena)
{
	const char *raw = json_raw(value);
	char number[NUMBER_TEXT_MAX];

	if (raw)
		return text_clean(arena, raw, strlen(raw), STRING_MAX);
	if (!json_is_number(value))
		return NULL;
	number_format(node(value)->valuedouble, number);
	return arena_strdup(arena, number);
}

const char *json_string(const struct json *object, const char *key, struct arena *arena)
{
	return json_text(json_get(object, key), arena);
}

/* The names under which Go and others write what is no finite number. */
static bool parse_special(const char *text, double *value)
{
	static const struct {
		const char *name;
		double value;
	} names[] = {
		{"NaN", NAN},
		{"+Inf", INFINITY},
		{"Inf", INFINITY},
		{"-Inf", -INFINITY},
	};

	for (size_t i = 0; i < NINES_COUNT(names); i++) {
		if (strcmp(text, names[i].name) != 0)
			continue;
		*value = names[i].value;
		return true;
	}
	return false;
}

double json_value_number(const struct json *value, double fallback)
{
	const char *raw = json_raw(value);
	double number;

	if (json_is_number(value))
		return node(value)->valuedouble;
	if (raw && (number_parse(raw, &number) || parse_special(raw, &number)))
		return number;
	return fallback;
}

double json_number(const struct json *object, const char *key, double fallback)
{
	return json_value_number(json_get(object, key), fallback);
}

bool json_value_bool(const struct json *value, bool fallback)
{
	const cJSON *item = node(value);

	return cJSON_IsBool(item) ? cJSON_IsTrue(item) : fallback;
}

bool json_bool(const struct json *object, const char *key, bool fallback)
{
	return json_value_bool(json_get(object, key), fallback);
}

int64_t json_time(const struct json *object, const char *key)
{
	int64_t ms;

	return time_parse(json_raw_string(object, key), &ms) ? ms : 0;
}
