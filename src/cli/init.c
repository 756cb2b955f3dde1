/* SPDX-License-Identifier: MIT
 * nines init: asks for the sources, or writes a commented starter configuration, and never
 * overwrites one. */
#include "config.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli.h"
#include "first_run.h"
#include "fold.h"
#include "init_dialog.h"
#include "nines/base/file.h"
#include "nines/base/i18n.h"
#include "nines/conf/settings.h"
#include "nines/sources/source.h"

enum { KIND_MAX = 64 };

static void starter(struct str *out)
{
	struct source_section kinds[KIND_MAX];
	size_t count = 0;

	for (; source_registry[count] && count < KIND_MAX; count++)
		kinds[count] = (struct source_section){
			.type = source_registry[count]->type,
			.about = source_registry[count]->about,
			.options = source_registry[count]->options,
			.takes_no_url = source_registry[count]->takes_no_url,
		};
	settings_write_starter(source_common_options, kinds, count, out);
}

bool init_folder_make(const char *path, struct err *err)
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

/* The nearest folder above `path` that is there; the caller frees. */
static char *nearest_folder(const char *path)
{
	char *folder = xstrdup(path), *slash;

	while ((slash = strrchr(folder, '/')) && slash > folder) {
		*slash = '\0';
		if (access(folder, F_OK) == 0 || errno != ENOENT)
			return folder;
	}
	free(folder);
	return xstrdup(slash ? "/" : ".");
}

/* Said before anything is asked. */
static bool check_folder(const char *path, struct err *err)
{
	char *folder = nearest_folder(path);
	struct stat about;
	bool is_good = access(folder, W_OK | X_OK) == 0;

	if (stat(folder, &about) == 0 && !S_ISDIR(about.st_mode)) {
		is_good = false;
		errno = ENOTDIR;
	}
	if (!is_good)
		err_set(err, ERR_IO,
			"%s: can't be written to (%s): mend that, or name a file elsewhere: nines "
			"--config FILE init",
			folder, strerror(errno));
	free(folder);
	return is_good;
}

bool init_may_write(const char *path, struct err *err)
{
	if (!path)
		return err_set(err, ERR_IO,
			       "neither XDG_CONFIG_HOME nor HOME is set: name a file: nines "
			       "--config FILE init");
	if (access(path, F_OK) == 0)
		return err_set(err, ERR_IO,
			       "%s: is there already and is never overwritten: edit it, or name "
			       "another file with --config",
			       path);
	return check_folder(path, err);
}

bool init_write(const char *path, const struct str *text, struct err *err)
{
	return init_may_write(path, err) && init_folder_make(path, err) &&
	       file_write_new(path, text->text, text->len, 0600, err);
}

/* Without questions: everything commented out. */
static int write_starter(const struct cli *cli, const char *path)
{
	struct err err = {0};
	struct str call, text;
	int code = EXIT_REFUSED;

	str_init(&call, 0);
	str_init(&text, 0);
	starter(&text);
	if (init_write(path, &text, &err)) {
		str_clear(&text);
		first_run_call(cli, "check", &call);
		str_printf(&text, _("wrote %s\nnext: edit it, then %s tries every source\n"), path,
			   call.text);
		code = cli_print(&text) ? EXIT_WELL : EXIT_REFUSED;
	} else {
		cli_complain("init: %s", err.text);
	}
	str_release(&call);
	str_release(&text);
	return code;
}

/* With questions, then what to type. */
static int ask_and_say(const struct cli *cli)
{
	int code = init_dialog(cli);
	struct str check, open, text;

	if (code != EXIT_WELL)
		return code;
	str_init(&check, 0);
	str_init(&open, 0);
	str_init(&text, 0);
	first_run_call(cli, "check", &check);
	first_run_call(cli, NULL, &open);
	str_printf(&text, _("%s tries each source, %s opens the dashboard"), check.text, open.text);
	fold_say(_("next: "), text.text);
	str_release(&check);
	str_release(&open);
	str_release(&text);
	return code;
}

static int run(struct cli *cli)
{
	char *path;
	int code;

	if (isatty(STDIN_FILENO) && isatty(STDOUT_FILENO))
		return ask_and_say(cli);
	path = cli->config ? xstrdup(cli->config) : settings_user_path();
	code = write_starter(cli, path);
	free(path);
	return code;
}

const struct cli_command cli_command_init = {
	.name = "init",
	.synopsis = "",
	.about = N_("ask for the sources and write the configuration"),
	.notes = N_("It asks which systems there are, where, and how to get each secret, and "
		    "writes a commented file of mode 0600; it never overwrites one. When standard "
		    "input or output is no terminal it asks nothing and writes a starter to edit."),
	.run = run,
};
