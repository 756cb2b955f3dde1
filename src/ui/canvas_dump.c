/* SPDX-License-Identifier: MIT
 * A canvas as text, for goldens and terminals that can't move the cursor. */
#include "config.h"

#include <string.h>

#include "nines/ui/canvas.h"
#include "nines/ui/theme.h"

static const char role_letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

_Static_assert(ROLE_COUNT < sizeof(role_letters), "more roles than letters");

static void trim_line(struct str *out, size_t start)
{
	size_t len = out->len;

	while (len > start && out->text[len - 1] == ' ')
		len--;
	str_truncate(out, len);
	str_append_char(out, '\n');
}

static void dump_text(const struct canvas *canvas, struct str *out)
{
	for (int row = 0; row < canvas->rows; row++) {
		size_t start = out->len;

		for (int col = 0; col < canvas->cols; col++)
			str_append(out, canvas->cells[row * canvas->cols + col].text);
		trim_line(out, start);
	}
}

/* '.' is ordinary text, ' ' a blank, '#' a selected blank. */
static char role_letter(const struct cell *cell)
{
	if (cell->role != ROLE_TEXT)
		return role_letters[cell->role];
	if (strcmp(cell->text, " ") != 0)
		return '.';
	return cell->is_selected ? '#' : ' ';
}

static void dump_roles(const struct canvas *canvas, bool *is_used, struct str *out)
{
	for (int row = 0; row < canvas->rows; row++) {
		size_t start = out->len;

		for (int col = 0; col < canvas->cols; col++) {
			const struct cell *cell = &canvas->cells[row * canvas->cols + col];
			bool is_blank = strcmp(cell->text, " ") == 0 && !cell->is_selected;

			is_used[cell->role] |= !is_blank;
			str_append_char(out, is_blank ? ' ' : role_letter(cell));
		}
		trim_line(out, start);
	}
}

void canvas_dump(const struct canvas *canvas, bool with_roles, struct str *out)
{
	bool is_used[ROLE_COUNT] = {false};

	dump_text(canvas, out);
	if (!with_roles)
		return;
	str_append(out, "-- roles\n");
	dump_roles(canvas, is_used, out);
	str_append(out, "-- legend\n");
	for (int i = ROLE_TEXT + 1; i < ROLE_COUNT; i++)
		if (is_used[i])
			str_printf(out, "%c %s\n", role_letters[i], role_name((enum role)i));
}
