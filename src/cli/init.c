/* SPDX-License-Identifier: MIT
 * nines init: writes a commented starter configuration and never overwrites one. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "nines/base/file.h"
#include "nines/conf/settings.h"
#include "nines/sources/source.h"

enum { KIND_MAX = 64 };

static void starter(struct str *out)
{
	struct source_section kinds[KIND_MAX];
	size_t count = 0;

	for (; source_registry[count] && count < KIND_MAX; count++) {
		kinds[count].type = source_registry[count]->type;
		kinds[count].about = source_registry[count]->about;
		kinds[count].options = source_registry[count]->options;
	}
	settings_write_starter(source_common_options, kinds, count, out);
}

static bool make_folder_of(const char *path, struct err *err)
{
	const char *slash = strrchr(path, '/');
	char *folder;
	bool is_made;

	if (!slash || slash == path)
		return true;
	folder = xstrndup(path, (size_t)(slash - path));
	is_made = folder_make(folder, err);
	free(folder);
	return is_made;
}

static int run(struct cli *cli)
{
	char *path = cli->config ? xstrdup(cli->config) : settings_user_path();
	struct err err = {0};
	struct str text;
	int code = EXIT_REFUSED;

	str_init(&text, 0);
	starter(&text);
	if (make_folder_of(path, &err) && file_write_new(path, text.text, text.len, 0600, &err)) {
		str_clear(&text);
		str_printf(&text,
			   "wrote %s\nnext: edit it, then `nines check` tries every source\n",
			   path);
		code = cli_print(&text) ? EXIT_WELL : EXIT_REFUSED;
	} else {
		cli_complain("init: %s", err.text);
	}
	str_release(&text);
	free(path);
	return code;
}

const struct cli_command cli_command_init = {
	.name = "init",
	.synopsis = "",
	.about = "write a commented starter configuration",
	.run = run,
};
