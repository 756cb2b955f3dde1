/* SPDX-License-Identifier: MIT
 * Reads INI files with inih.
 *
 * The packaged inih cuts lines at 200 bytes and names at 49, takes " ;" for a comment
 * even between quotes, and tells of the first bad line only. So each logical line is
 * handed to it by itself: a section as "[SECTION]" and an entry as "KEY = @", where "@"
 * stands for the value, which is kept aside and may have any length. inih still decides
 * what is a section, a key or a malformed line; what it would cut is refused before.
 *
 * A line that is indented deeper than the entry above continues its value. */
#include "config.h"

#include "nines/conf/ini.h"

#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <ini.h>

#include "nines/base/file.h"
#include "nines/base/i18n.h"
#include "nines/base/map.h"
#include "nines/base/secret.h"
#include "nines/base/str.h"

#include "line.h"

enum {
	INI_NAME_MAX = 49,        /* what inih keeps of a section or key */
	INI_FILE_MAX = 16 << 20,  /* 10,000 services with all their keys are 4 MB */
	INI_VALUE_MAX = 64 << 10, /* far above any query that a server takes */
	PIECE_MAX = 64            /* one line for inih */
};

/* Where the entries that follow go. */
enum place {
	PLACE_NONE,   /* no section yet */
	PLACE_INSIDE, /* the section `section` */
	PLACE_LOST    /* a section whose line was refused */
};

struct reader {
	struct ini *ini;
	struct conf_errors *errors;
	struct map seen; /* sections and keys met, with their lines */
	enum place place;
	size_t section;  /* index of the current one */
	bool has_entry;  /* deeper indented lines belong to the entry above */
	bool is_refused; /* ... which is not kept */
	char key[INI_NAME_MAX + 1];
	struct str value;
	size_t indent; /* of the entry's line */
	int entry_line;
	int swallowed; /* of the entry, see struct ini_entry */
	int line;      /* present line */
};

/* What inih made of one piece. */
struct piece {
	char section[PIECE_MAX];
	char key[PIECE_MAX];
};

static int on_entry(void *context, const char *section, const char *key, const char *value)
{
	struct piece *piece = context;

	(void)value;
	snprintf(piece->section, sizeof(piece->section), "%s", section);
	snprintf(piece->key, sizeof(piece->key), "%s", key);
	return 1;
}

/* Has inih read one line and the line `next`, which may be empty. */
static bool piece_parse(const char *text, size_t len, const char *next, struct piece *piece)
{
	char lines[2 * PIECE_MAX];

	memset(piece, 0, sizeof(*piece));
	snprintf(lines, sizeof(lines), "%.*s%s\n", (int)len, text, next);
	return ini_parse_string(lines, on_entry, piece) == 0;
}

static bool complain(struct reader *reader, const char *text)
{
	conf_error_add(reader->errors, reader->ini->path, reader->line, "%s", text);
	return false;
}

/* Notes that `name` stands in `line`; the line where it stood before, or 0. */
static int seen_before(struct reader *reader, const char *name, int line)
{
	int before = (int)(intptr_t)map_get(&reader->seen, name);

	if (before == 0)
		map_set(&reader->seen, name, (void *)(intptr_t)line);
	return before;
}

static struct ini_section *current_section(struct reader *reader)
{
	return &reader->ini->sections.items[reader->section];
}

static void push_entry(struct reader *reader)
{
	struct ini_entry entry = {.line = reader->entry_line, .swallowed = reader->swallowed};
	struct arena *arena = &reader->ini->arena;
	char name[PIECE_MAX + 32];
	int before;

	snprintf(name, sizeof(name), "%zu/%s", reader->section, reader->key);
	before = seen_before(reader, name, reader->entry_line);
	if (before != 0) {
		conf_error_add(reader->errors, reader->ini->path, reader->entry_line,
			       "%s is already set in line %d: keep one of them", reader->key,
			       before);
		return;
	}
	line_unquote(&reader->value);
	entry.key = arena_strdup(arena, reader->key);
	entry.value = arena_strndup(arena, reader->value.text, reader->value.len);
	VEC_PUSH(&current_section(reader)->entries, entry);
}

/* The entry that was collected is complete. */
static void finish_entry(struct reader *reader)
{
	if (reader->has_entry && !reader->is_refused && reader->place == PLACE_INSIDE)
		push_entry(reader);
	reader->has_entry = false;
	reader->swallowed = 0;
	str_clear(&reader->value);
}

static void append_value(struct reader *reader, const char *text, size_t len)
{
	bool is_full = reader->value.is_full;

	if (reader->value.len > 0 && len > 0)
		str_append_char(&reader->value, ' ');
	if (str_append_n(&reader->value, text, len) || is_full)
		return;
	conf_error_add(reader->errors, reader->ini->path, reader->entry_line,
		       "the value of %s is longer than %d bytes", reader->key, INI_VALUE_MAX);
}

static bool key_is_sound(const char *key)
{
	size_t len = strspn(key, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				 "0123456789._-");

	return len > 0 && key[len] == '\0';
}

static size_t key_length(const struct line *line)
{
	size_t len = 0;

	while (len < line->len && line->text[len] != '=' && line->text[len] != ':')
		len++;
	return len;
}

static size_t trimmed(const char *text, size_t len)
{
	while (len > 0 && char_is_blank(text[len - 1]))
		len--;
	return len;
}

/* Reads the key from the part before '='. */
static bool read_key(struct reader *reader, const struct line *line, size_t key_len)
{
	struct piece piece;
	size_t len = trimmed(line->text, key_len);

	if (key_len == line->len)
		return complain(reader, _("expected [section] or key = value; begin the line with "
					  "blanks if it goes on with the value above"));
	if (len > INI_NAME_MAX)
		return complain(reader, _("a key may have at most 49 bytes"));
	if (!piece_parse(line->text, len, " = @", &piece) || strlen(piece.key) != len ||
	    !key_is_sound(piece.key))
		return complain(reader,
				_("expected a key of letters, digits, '.', '_' or '-' before "
				  "the '='; begin the line with blanks if it goes on with the "
				  "value above"));
	snprintf(reader->key, sizeof(reader->key), "%.*s", INI_NAME_MAX, piece.key);
	return true;
}

static void begin_entry(struct reader *reader, const struct line *line)
{
	size_t key_len = key_length(line);
	size_t start = key_len + 1;

	reader->has_entry = true;
	reader->indent = line->indent;
	reader->entry_line = reader->line;
	reader->is_refused = !read_key(reader, line, key_len);
	if (reader->is_refused)
		return;
	if (reader->place == PLACE_NONE)
		conf_error_add(reader->errors, reader->ini->path, reader->line,
			       "%s stands before the first [section]", reader->key);
	while (start < line->len && char_is_blank(line->text[start]))
		start++;
	append_value(reader, line->text + start, line->len - start);
}

/* Makes the section `text` ("source prod") the current one. */
static void enter_section(struct reader *reader, const char *text)
{
	struct arena *arena = &reader->ini->arena;
	struct ini_section section = {.line = reader->line};
	size_t start = strspn(text, " \t");
	size_t kind_len = strcspn(text + start, " \t");
	size_t name_start = start + kind_len + strspn(text + start + kind_len, " \t");
	size_t name_len = trimmed(text + name_start, strlen(text + name_start));

	section.kind = arena_strndup(arena, text + start, kind_len);
	section.name = arena_strndup(arena, text + name_start, name_len);
	reader->place = PLACE_INSIDE;
	reader->section = reader->ini->sections.len;
	VEC_PUSH(&reader->ini->sections, section);
}

/* A section that was there before is refused; what stands in it is not read. */
static bool section_is_new(struct reader *reader)
{
	const struct ini_section *section = current_section(reader);
	char name[PIECE_MAX + 8];
	int before;

	snprintf(name, sizeof(name), "[%s\n%s]", section->kind, section->name);
	before = seen_before(reader, name, reader->line);
	if (before == 0)
		return true;
	conf_error_add(reader->errors, reader->ini->path, reader->line,
		       "[%s%s%s] already begins in line %d: put all its keys there", section->kind,
		       *section->name ? " " : "", section->name, before);
	return false;
}

static bool check_section(struct reader *reader, const struct line *line, struct piece *piece)
{
	const char *end = memchr(line->text, ']', line->len);
	size_t len = end ? (size_t)(end - line->text) + 1 : line->len;

	if (len > INI_NAME_MAX + 2)
		return complain(reader, _("a section may have at most 49 bytes between [ and ]"));
	if (!piece_parse(line->text, len, "\n@ = @", piece))
		return complain(reader, _("a section ends with ], as in [source prod]"));
	if (len != line->len)
		return complain(reader, _("nothing but a comment may follow the ] of a section"));
	if (piece->section[strspn(piece->section, " \t")] == '\0')
		return complain(reader, _("a section needs a name, as in [source prod]"));
	return true;
}

static void begin_section(struct reader *reader, const struct line *line)
{
	struct piece piece;

	reader->place = PLACE_LOST;
	if (!check_section(reader, line, &piece))
		return;
	enter_section(reader, piece.section);
	if (section_is_new(reader))
		return;
	reader->place = PLACE_LOST;
	reader->ini->sections.len--;
}

/* "[word ...]" rather than a PromQL range such as "[5m]" or "[$window]". */
static bool looks_like_section(const struct line *line)
{
	char second = line->len > 1 ? line->text[1] : '\0';

	return line->text[0] == '[' && line->text[line->len - 1] == ']' &&
	       ((second >= 'a' && second <= 'z') || (second >= 'A' && second <= 'Z'));
}

/* "url = ..." */
static bool looks_like_key(const struct line *line)
{
	size_t len = 0;

	while (len < line->len && line->text[len] >= '_' && line->text[len] <= 'z')
		len++;
	return len > 0 && line->len - len > 3 && memcmp(line->text + len, " = ", 3) == 0;
}

static void continue_entry(struct reader *reader, const struct line *line)
{
	if (reader->is_refused)
		return;
	if (looks_like_section(line)) {
		complain(reader, _("a section may not be indented deeper than the keys above it"));
		reader->has_entry = false;
		reader->place = PLACE_LOST;
		return;
	}
	if (reader->swallowed == 0 && looks_like_key(line))
		reader->swallowed = reader->line;
	append_value(reader, line->text, line->len);
}

static void read_line(struct reader *reader, const char *raw, size_t len)
{
	struct line line;
	struct err err = {0};

	if (!line_split(raw, len, &line, &err)) {
		complain(reader, err.text);
		return;
	}
	if (line.len == 0)
		return;
	if (reader->has_entry && line.indent > reader->indent) {
		continue_entry(reader, &line);
		return;
	}
	finish_entry(reader);
	if (line.text[0] == '[')
		begin_section(reader, &line);
	else
		begin_entry(reader, &line);
}

static void read_lines(struct reader *reader, const char *text, size_t len)
{
	const char *end = text + len;

	if (len >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0)
		text += 3;
	while (text < end && reader->line < INT_MAX) {
		const char *newline = memchr(text, '\n', (size_t)(end - text));
		const char *stop = newline ? newline : end;

		reader->line++;
		read_line(reader, text, (size_t)(stop - text));
		text = newline ? newline + 1 : end;
	}
	finish_entry(reader);
}

bool ini_read_text(const char *path, const char *text, size_t len, struct ini *ini,
		   struct conf_errors *errors)
{
	struct reader reader = {.ini = ini, .errors = errors};

	ini->path = arena_strdup(&ini->arena, path);
	str_init(&reader.value, INI_VALUE_MAX);
	read_lines(&reader, text, len);
	secret_wipe(reader.value.text, reader.value.capacity);
	str_release(&reader.value);
	map_release(&reader.seen);
	return true;
}

/* The reason alone: a complaint names the file itself. */
static const char *without_path(const char *reason, const char *path)
{
	size_t len = strlen(path);

	return strncmp(reason, path, len) == 0 && strncmp(reason + len, ": ", 2) == 0
		       ? reason + len + 2
		       : reason;
}

bool ini_read(const char *path, struct ini *ini, struct conf_errors *errors)
{
	struct err err = {0};
	struct str text;
	bool is_read;

	str_init(&text, 0);
	is_read = file_read(path, INI_FILE_MAX, &text, &err);
	if (is_read) {
		ini_read_text(path, text.text, text.len, ini, errors);
	} else {
		ini->path = arena_strdup(&ini->arena, path);
		conf_error_add(errors, path, 0,
			       "%s: check the path; `nines init` writes a new file",
			       without_path(err.text, path));
	}
	secret_wipe(text.text, text.len);
	str_release(&text);
	return is_read;
}

/* Values may be inline secrets, so they are wiped. */
static void section_release(struct ini_section *section)
{
	for (size_t i = 0; i < section->entries.len; i++) {
		char *value = (char *)section->entries.items[i].value;

		secret_wipe(value, strlen(value));
	}
	VEC_RELEASE(&section->entries);
}

void ini_release(struct ini *ini)
{
	for (size_t i = 0; i < ini->sections.len; i++)
		section_release(&ini->sections.items[i]);
	VEC_RELEASE(&ini->sections);
	arena_release(&ini->arena);
	ini->path = NULL;
}

struct ini_entry *ini_find(struct ini_section *section, const char *key)
{
	for (size_t i = 0; i < section->entries.len; i++) {
		struct ini_entry *entry = &section->entries.items[i];

		if (strcmp(entry->key, key) == 0) {
			entry->is_used = true;
			return entry;
		}
	}
	return NULL;
}
