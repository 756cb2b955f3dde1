/* SPDX-License-Identifier: MIT
 * The one spelling of each key's name. */
#include "config.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nines/base/attr.h"
#include "nines/base/str.h"
#include "nines/base/text.h"
#include "nines/ui/keymap.h"

struct spelling {
	const char *name, *key;
};

/* First the names themselves, then what people write instead. */
static const struct spelling spellings[] = {
	{"Enter", "Enter"},     {"Esc", "Esc"},
	{"Tab", "Tab"},         {"Shift-Tab", "Shift-Tab"},
	{"Space", "Space"},     {"Backspace", "Backspace"},
	{"Delete", "Delete"},   {"Insert", "Insert"},
	{"Up", "Up"},           {"Down", "Down"},
	{"Left", "Left"},       {"Right", "Right"},
	{"Home", "Home"},       {"End", "End"},
	{"PgUp", "PgUp"},       {"PgDn", "PgDn"},
	{"Return", "Enter"},    {"Escape", "Esc"},
	{"S-Tab", "Shift-Tab"}, {"BackTab", "Shift-Tab"},
	{"Del", "Delete"},      {"Ins", "Insert"},
	{"PageUp", "PgUp"},     {"PageDown", "PgDn"},
	{" ", "Space"},
};

static bool spell(const char *key, char out[KEY_NAME_MAX])
{
	snprintf(out, KEY_NAME_MAX, "%s", key);
	return true;
}

static bool canonical_named(const char *name, char out[KEY_NAME_MAX])
{
	for (size_t i = 0; i < NINES_COUNT(spellings); i++)
		if (text_equal_nocase(spellings[i].name, name))
			return spell(spellings[i].key, out);
	return false;
}

/* Keys that terminals tell with what is held down beside them: those that move. */
static bool is_moving(const char *key)
{
	static const char *const moving[] = {"Up",  "Down", "Left", "Right",  "Home",
					     "End", "PgUp", "PgDn", "Delete", "Insert"};

	for (size_t i = 0; i < NINES_COUNT(moving); i++)
		if (strcmp(moving[i], key) == 0)
			return true;
	return false;
}

static bool canonical_modified(const char *modifier, const char *rest, char out[KEY_NAME_MAX])
{
	char plain[KEY_NAME_MAX];

	if (!canonical_named(rest, plain) || !is_moving(plain))
		return false;
	snprintf(out, KEY_NAME_MAX, "%s%s", modifier, plain);
	return true;
}

/* ctrl-a to ctrl-z and ctrl-_ and its neighbours; those that are keys of their own get the
 * names of those. */
static bool canonical_ctrl(const char *rest, char out[KEY_NAME_MAX])
{
	int letter = tolower((unsigned char)rest[0]);

	if (canonical_modified("ctrl-", rest, out))
		return true;
	if (!letter || rest[1] || !strchr("abcdefghijklmnopqrstuvwxyz\\]^_", letter))
		return false;
	if (letter == 'm' || letter == 'j')
		return spell("Enter", out);
	if (letter == 'i')
		return spell("Tab", out);
	if (letter == 'h')
		return spell("Backspace", out);
	snprintf(out, KEY_NAME_MAX, "ctrl-%c", letter);
	return true;
}

static bool canonical_function(const char *name, char out[KEY_NAME_MAX])
{
	char *end;
	long number;

	if ((name[0] != 'F' && name[0] != 'f') || name[1] < '1' || name[1] > '9')
		return false;
	number = strtol(name + 1, &end, 10);
	if (*end || number > 24)
		return false;
	snprintf(out, KEY_NAME_MAX, "F%ld", number);
	return true;
}

/* One printable character stands for itself. */
static bool canonical_character(const char *name, char out[KEY_NAME_MAX])
{
	int columns;
	size_t len = grapheme_next(name, &columns);

	if (len == 0 || name[len] || len >= KEY_NAME_MAX - 8 || columns < 1)
		return false;
	if ((unsigned char)name[0] <= ' ' || name[0] == 0x7f || !utf8_is_valid(name, len))
		return false;
	return spell(name, out);
}

static bool has_prefix(const char *name, const char *prefix, const char **rest)
{
	size_t len = strlen(prefix);

	for (size_t i = 0; i < len; i++)
		if (tolower((unsigned char)name[i]) != prefix[i])
			return false;
	*rest = name + len;
	return true;
}

static bool canonical_plain(const char *name, char out[KEY_NAME_MAX])
{
	const char *rest;

	if (has_prefix(name, "ctrl-", &rest) || has_prefix(name, "c-", &rest) ||
	    (name[0] == '^' && name[1] && (rest = name + 1)))
		return canonical_ctrl(rest, out);
	if ((has_prefix(name, "shift-", &rest) || has_prefix(name, "s-", &rest)) &&
	    canonical_modified("Shift-", rest, out))
		return true;
	return canonical_named(name, out) || canonical_function(name, out) ||
	       canonical_character(name, out);
}

/* "gt": g, then one character. */
static bool canonical_sequence(const char *name, char out[KEY_NAME_MAX])
{
	char second[KEY_NAME_MAX];

	if (name[0] != KEY_PREFIX[0] || !name[1] || !canonical_character(name + 1, second))
		return false;
	snprintf(out, KEY_NAME_MAX, KEY_PREFIX "%.*s", KEY_NAME_MAX - 2, second);
	return true;
}

bool key_canonical(const char *name, char out[KEY_NAME_MAX])
{
	char plain[KEY_NAME_MAX];
	const char *rest;

	if (!has_prefix(name, "alt-", &rest) && !has_prefix(name, "m-", &rest))
		return canonical_plain(name, out) || canonical_sequence(name, out);
	if (!canonical_plain(rest, plain))
		return false;
	snprintf(out, KEY_NAME_MAX, "Alt-%.*s", KEY_NAME_MAX - 5, plain);
	return true;
}

bool key_has_escape(const char *key)
{
	return text_starts_with(key, "Alt-") && !is_moving(key + strlen("Alt-"));
}

static const char *modifier_of(const char *suffix)
{
	static const struct {
		const char *suffix, *modifier;
	} modifiers[] = {{"", "Shift-"}, {"2", "Shift-"}, {"3", "Alt-"}, {"5", "ctrl-"}};

	for (size_t i = 0; i < NINES_COUNT(modifiers); i++)
		if (strcmp(modifiers[i].suffix, suffix) == 0)
			return modifiers[i].modifier;
	return NULL;
}

bool key_of_capability(const char *capability, char out[KEY_NAME_MAX])
{
	static const struct spelling capabilities[] = {
		{"kUP", "Up"},         {"kDN", "Down"},           {"kLFT", "Left"},
		{"kRIT", "Right"},     {"kHOM", "Home"},          {"kEND", "End"},
		{"kPRV", "PgUp"},      {"kNXT", "PgDn"},          {"kDC", "Delete"},
		{"kIC", "Insert"},     {"KEY_SR", "Up"},          {"KEY_SF", "Down"},
		{"KEY_SLEFT", "Left"}, {"KEY_SRIGHT", "Right"},   {"KEY_SHOME", "Home"},
		{"KEY_SEND", "End"},   {"KEY_SPREVIOUS", "PgUp"}, {"KEY_SNEXT", "PgDn"},
		{"KEY_SDC", "Delete"}, {"KEY_SIC", "Insert"},
	};

	for (size_t i = 0; capability && i < NINES_COUNT(capabilities); i++) {
		size_t len = strlen(capabilities[i].name);
		const char *modifier = text_starts_with(capability, capabilities[i].name)
					       ? modifier_of(capability + len)
					       : NULL;

		if (!modifier)
			continue;
		snprintf(out, KEY_NAME_MAX, "%s%s", modifier, capabilities[i].key);
		return true;
	}
	return false;
}

bool key_of_character(uint32_t character, char out[KEY_NAME_MAX])
{
	char text[8] = {0};

	if (character == 27)
		return key_canonical("Esc", out);
	if (character == 127 || character == 8)
		return key_canonical("Backspace", out);
	if (character < 32) {
		snprintf(text, sizeof(text), "ctrl-%c", (char)((character | 64) | 32));
		return key_canonical(text, out);
	}
	utf8_encode(character, text);
	return key_canonical(text, out);
}
