/* SPDX-License-Identifier: MIT
 * Lists and reads every theme that there is. */
#include "config.h"

#include "nines/ui/theme_ring.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nines/base/i18n.h"
#include "nines/base/alloc.h"

enum { RING_MAX = 256, COMPLAINT_MAX = 400 };

static const char ending[] = ".theme";

/* Where the name belongs in the sorted ring; *is_there when it has that name. */
static size_t find_place(const struct theme_ring *ring, const char *name, bool *is_there)
{
	size_t i = 0;

	while (i < ring->themes.len && strcmp(ring->themes.items[i].name, name) < 0)
		i++;
	*is_there = i < ring->themes.len && strcmp(ring->themes.items[i].name, name) == 0;
	return i;
}

static void complain(struct theme_ring *ring, const char *name, const struct err *err)
{
	if (ring->complaint.len == 0)
		str_printf(&ring->complaint, _("theme \"%s\" is left out: %s"), name, err->text);
}

static void add(struct theme_ring *ring, const char *name)
{
	bool is_there;
	size_t place = find_place(ring, name, &is_there);
	struct theme theme;
	struct err err = {0};

	if (is_there || ring->themes.len >= RING_MAX)
		return;
	if (!theme_load(name, &theme, &err)) {
		complain(ring, name, &err);
		if (!theme_load_builtin(name, &theme))
			return;
	}
	VEC_PUSH(&ring->themes, theme);
	memmove(&ring->themes.items[place + 1], &ring->themes.items[place],
		(ring->themes.len - 1 - place) * sizeof(theme));
	ring->themes.items[place] = theme;
}

static void add_file(struct theme_ring *ring, const char *file)
{
	size_t len = strlen(file), end = strlen(ending);
	char name[THEME_NAME_MAX];

	if (len <= end || len - end >= sizeof(name) || strcmp(file + len - end, ending) != 0)
		return;
	snprintf(name, sizeof(name), "%.*s", (int)(len - end), file);
	if (theme_name_is_good(name))
		add(ring, name);
}

/* Takes over `path`. */
static void add_folder(struct theme_ring *ring, char *path)
{
	DIR *folder = path ? opendir(path) : NULL;
	struct dirent *entry;

	while (folder && (entry = readdir(folder)))
		add_file(ring, entry->d_name);
	if (folder)
		closedir(folder);
	free(path);
}

void theme_ring_load(struct theme_ring *ring)
{
	const char *name, *text;

	memset(ring, 0, sizeof(*ring));
	str_init(&ring->complaint, COMPLAINT_MAX);
	add_folder(ring, theme_user_folder());
	add_folder(ring, theme_installed_folder());
	for (size_t i = 0; theme_builtin(i, &name, &text); i++)
		add(ring, name);
}

void theme_ring_release(struct theme_ring *ring)
{
	VEC_RELEASE(&ring->themes);
	str_release(&ring->complaint);
}

const struct theme *theme_ring_find(const struct theme_ring *ring, const char *name)
{
	bool is_there;
	size_t place = find_place(ring, name, &is_there);

	return is_there ? &ring->themes.items[place] : NULL;
}

const struct theme *theme_ring_next(const struct theme_ring *ring, const char *name)
{
	bool is_there;
	size_t place = find_place(ring, name, &is_there);

	return &ring->themes.items[is_there ? (place + 1) % ring->themes.len : 0];
}
