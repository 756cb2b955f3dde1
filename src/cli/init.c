/* SPDX-License-Identifier: MIT
 * nines init: writes a commented starter configuration and never overwrites one. */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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
		kinds[count].takes_no_url = source_registry[count]->takes_no_url;
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

/* False with the reason; a file that is there stays as it is. */
static bool write_starter(const char *path, const struct str *text, struct err *err)
{
	if (!path)
		return err_set(
			err, ERR_IO,
			"neither XDG_CONFIG_HOME nor HOME is set: name a file with --config");
	if (access(path, F_OK) == 0)
		return err_set(err, ERR_IO,
			       "%s: is there already and is never overwritten: edit it, or name "
			       "another file with --config",
			       path);
	return make_folder_of(path, err) && file_write_new(path, text->text, text->len, 0600, err);
}

static int run(struct cli *cli)
{
	char *path = cli->config ? xstrdup(cli->config) : settings_user_path();
	struct err err = {0};
	struct str text;
	int code = EXIT_REFUSED;

	str_init(&text, 0);
	starter(&text);
	if (write_starter(path, &text, &err)) {
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
	.about = N_("write a commented starter configuration"),
	.run = run,
};
