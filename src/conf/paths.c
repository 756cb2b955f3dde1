/* SPDX-License-Identifier: MIT
 * Where files are, by the XDG Base Directory rules. */
#include "config.h"

#include <stdlib.h>
#include <unistd.h>

#include "nines/base/alloc.h"
#include "nines/base/file.h"
#include "nines/conf/settings.h"

#define FILE_NAME "nines/nines.ini"

/* The variable's value; relative ones are ignored, as the rules say. */
static const char *absolute_env(const char *name)
{
	const char *value = getenv(name);

	return value && *value == '/' ? value : NULL;
}

/* $VARIABLE/name, or ~/folder/name; the caller frees; NULL without a home. */
static char *xdg_path(const char *variable, const char *folder, const char *name)
{
	const char *base = absolute_env(variable);
	const char *home = absolute_env("HOME");

	if (base)
		return xasprintf("%s/%s", base, name);
	return home ? xasprintf("%s/%s/%s", home, folder, name) : NULL;
}

char *settings_user_path(void)
{
	return xdg_path("XDG_CONFIG_HOME", ".config", FILE_NAME);
}

char *settings_path(const char *option)
{
	const char *named = getenv("NINES_CONFIG");
	char *path;

	if (option)
		return xstrdup(option);
	if (named && *named)
		return xstrdup(named);
	path = settings_user_path();
	if (path && access(path, F_OK) == 0)
		return path;
	free(path);
	return access(SETTINGS_SYSTEM_FILE, F_OK) == 0 ? xstrdup(SETTINGS_SYSTEM_FILE) : NULL;
}

char *state_folder(struct err *err)
{
	char *path = xdg_path("XDG_STATE_HOME", ".local/state", "nines");

	if (!path) {
		err_set(err, ERR_IO, "neither XDG_STATE_HOME nor HOME is set: set one of them");
		return NULL;
	}
	if (folder_make(path, err))
		return path;
	free(path);
	return NULL;
}

char *state_file(struct err *err)
{
	char *folder = state_folder(err);
	char *path = folder ? xasprintf("%s/nines.sqlite", folder) : NULL;

	free(folder);
	return path;
}
