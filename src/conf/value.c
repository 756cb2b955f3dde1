/* SPDX-License-Identifier: MIT
 * The types of options: one row per type with its hooks. */
#include "config.h"

#include "value.h"

#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "nines/base/alloc.h"
#include "nines/base/ident.h"
#include "nines/base/json.h"
#include "nines/base/timefmt.h"
#include "nines/base/vec.h"

enum { CHOICES_MAX = 64 };

size_t word_next(const char **text)
{
	*text += strspn(*text, " ");
	return strcspn(*text, " ");
}

static bool is_in_range(const struct option *row, double number)
{
	if (row->min == 0 && row->max == 0)
		return true;
	return number >= row->min && number <= row->max;
}

static bool parse_string(const struct option *row NINES_UNUSED, const char *text, void *field,
			 struct err *err NINES_UNUSED)
{
	char **string = field;

	free(*string);
	*string = xstrdup(text);
	return true;
}

static void release_string(void *field)
{
	char **string = field;

	free(*string);
	*string = NULL;
}

static void release_list(void *field)
{
	struct text_list *list = field;

	for (size_t i = 0; i < list->len; i++)
		free(list->items[i]);
	free(list->items);
	*list = (struct text_list){0};
}

/* The next value between commas, without blanks around it; its length. */
static size_t item_next(const char **text, const char **item)
{
	size_t span = strcspn(*text, ",");
	size_t len = span;

	*item = *text;
	*text += span + ((*text)[span] == ',');
	while (len > 0 && strchr(" \t", **item)) {
		(*item)++;
		len--;
	}
	while (len > 0 && strchr(" \t", (*item)[len - 1]))
		len--;
	return len;
}

static bool parse_list(const struct option *row NINES_UNUSED, const char *text, void *field,
		       struct err *err NINES_UNUSED)
{
	struct text_list *list = field;
	VEC(char *) items = {0};

	while (*text) {
		const char *item;
		size_t len = item_next(&text, &item);

		if (len > 0)
			VEC_PUSH(&items, xstrndup(item, len));
	}
	release_list(list);
	list->items = items.items;
	list->len = items.len;
	return true;
}

static bool parse_bool(const struct option *row NINES_UNUSED, const char *text, void *field,
		       struct err *err NINES_UNUSED)
{
	static const char *const words[] = {"off", "on", "no", "yes", "false", "true", "0", "1"};

	for (size_t i = 0; i < NINES_COUNT(words); i++) {
		if (text_equal_nocase(text, words[i])) {
			*(bool *)field = i % 2 == 1;
			return true;
		}
	}
	return false;
}

static bool parse_int(const struct option *row, const char *text, void *field,
		      struct err *err NINES_UNUSED)
{
	long long number;
	char *end;

	if (text[strspn(text, "+-0123456789")] != '\0')
		return false;
	errno = 0;
	number = strtoll(text, &end, 10);
	if (end == text || *end != '\0' || errno != 0 || !is_in_range(row, (double)number))
		return false;
	*(int64_t *)field = number;
	return true;
}

static bool parse_number(const struct option *row, const char *text, void *field,
			 struct err *err NINES_UNUSED)
{
	double number;

	if (!number_parse(text, &number) || !isfinite(number) || !is_in_range(row, number))
		return false;
	*(double *)field = number;
	return true;
}

static bool parse_duration(const struct option *row, const char *text, void *field,
			   struct err *err NINES_UNUSED)
{
	int64_t ms;

	if (!duration_parse(text, &ms) || !is_in_range(row, (double)ms))
		return false;
	*(int64_t *)field = ms;
	return true;
}

static void suggest_choice(const struct option *row, const char *text, struct err *err)
{
	char *words[CHOICES_MAX];
	const char *choice = row->choices;
	const char *nearest;
	struct str allowed;
	size_t count = 0;

	for (size_t len; count < CHOICES_MAX && (len = word_next(&choice)) > 0; choice += len)
		words[count++] = xstrndup(choice, len);
	nearest = nearest_word(text, (const char *const *)words, count);
	str_init(&allowed, 0);
	option_describe(row, &allowed);
	if (nearest)
		err_set(err, ERR_CONFIG, "did you mean %s? expected %s", nearest, allowed.text);
	str_release(&allowed);
	while (count > 0)
		free(words[--count]);
}

static bool parse_choice(const struct option *row, const char *text, void *field, struct err *err)
{
	const char *choice = row->choices;
	int index = 0;

	for (size_t len; (len = word_next(&choice)) > 0; choice += len, index++) {
		if (len == strlen(text) && memcmp(choice, text, len) == 0) {
			*(int *)field = index;
			return true;
		}
	}
	suggest_choice(row, text, err);
	return false;
}

static bool parse_secret(const struct option *row NINES_UNUSED, const char *text, void *field,
			 struct err *err)
{
	struct secret_source *source = field;

	if (*text == '\0')
		return err_set(err, ERR_CONFIG, "the secret is empty");
	value_release(row, field);
	source->kind = SECRET_INLINE;
	secret_set(&source->inline_value, text, strlen(text));
	return true;
}

static void release_secret(void *field)
{
	struct secret_source *source = field;

	free(source->where);
	secret_release(&source->inline_value);
	*source = (struct secret_source){0};
}

static bool parse_pairs(const struct option *row, const char *text NINES_UNUSED,
			void *field NINES_UNUSED, struct err *err)
{
	return err_set(err, ERR_CONFIG, "expected a name after %s, as in %s.NAME = VALUE", row->key,
		       row->key);
}

static void release_pairs(void *field)
{
	struct text_pairs *pairs = field;

	for (size_t i = 0; i < pairs->len; i++) {
		free(pairs->items[i].name);
		free(pairs->items[i].value);
	}
	free(pairs->items);
	*pairs = (struct text_pairs){0};
}

static void reset_money(void *field)
{
	*(struct money *)field = (struct money){.amount = NAN};
}

static void reset_objective(void *field)
{
	*(struct objective *)field = (struct objective){.ratio = NAN};
}

static void reset_int64(void *field)
{
	*(int64_t *)field = 0;
}

static void reset_hours(void *field)
{
	*(struct week_hours *)field = (struct week_hours){.days = 0};
}

static void reset_limit(void *field)
{
	*(struct value_limit *)field = (struct value_limit){.is_set = false};
}

static void reset_bool(void *field)
{
	*(bool *)field = false;
}

static void reset_double(void *field)
{
	*(double *)field = 0;
}

static void reset_choice(void *field)
{
	*(int *)field = 0;
}

/* `release` frees and leaves "not set". */
static const struct {
	bool (*parse)(const struct option *row, const char *text, void *field, struct err *err);
	void (*release)(void *field);
	bool takes_empty;
} types[] = {
	[OPTION_STRING] = {parse_string, release_string, true},
	[OPTION_LIST] = {parse_list, release_list, true},
	[OPTION_BOOL] = {parse_bool, reset_bool, false},
	[OPTION_INT] = {parse_int, reset_int64, false},
	[OPTION_NUMBER] = {parse_number, reset_double, false},
	[OPTION_DURATION] = {parse_duration, reset_int64, false},
	[OPTION_SIZE] = {size_parse, reset_int64, false},
	[OPTION_CHOICE] = {parse_choice, reset_choice, false},
	[OPTION_URL] = {url_parse, release_string, false},
	[OPTION_LINK] = {link_parse, release_string, false},
	[OPTION_PATH] = {path_parse, release_string, false},
	[OPTION_MONEY] = {money_parse, reset_money, false},
	[OPTION_OBJECTIVE] = {objective_parse, reset_objective, false},
	[OPTION_SECRET] = {parse_secret, release_secret, true},
	[OPTION_HOURS] = {hours_parse, reset_hours, false},
	[OPTION_ZONE] = {zone_parse, release_string, false},
	[OPTION_LIMIT] = {limit_parse, reset_limit, false},
	[OPTION_PAIRS] = {parse_pairs, release_pairs, true},
};

static bool try_parse(const struct option *row, const char *text, void *field, struct err *reason)
{
	return (*text != '\0' || types[row->type].takes_empty) &&
	       types[row->type].parse(row, text, field, reason);
}

bool value_accepts(const struct option *row, const char *text, void *field)
{
	struct err reason = {0};

	return try_parse(row, text, field, &reason);
}

bool value_parse(const struct option *row, const char *text, void *field, struct err *err)
{
	struct err reason = {0};
	struct str wanted, guess;

	if (try_parse(row, text, field, &reason))
		return true;
	if (reason.code != ERR_NONE)
		return err_set(err, reason.code, "%s", reason.text);
	str_init(&wanted, 0);
	str_init(&guess, 0);
	option_describe(row, &wanted);
	if (value_guess(row, text, &guess))
		err_set(err, ERR_CONFIG, "did you mean %s? expected %s", guess.text, wanted.text);
	else
		err_set(err, ERR_CONFIG, "expected %s", wanted.text);
	str_release(&wanted);
	str_release(&guess);
	return false;
}

void value_reset(const struct option *row, void *field)
{
	if (row->type == OPTION_MONEY || row->type == OPTION_OBJECTIVE)
		types[row->type].release(field);
}

void value_release(const struct option *row, void *field)
{
	types[row->type].release(field);
}
