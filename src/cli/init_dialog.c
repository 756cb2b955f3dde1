/* SPDX-License-Identifier: MIT
 * The dialog of `nines init`, from the first question to the file. */
#include "config.h"

#include "init_dialog.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ask.h"
#include "fold.h"
#include "first_run.h"
#include "nines/base/alloc.h"
#include "nines/base/file.h"
#include "nines/base/i18n.h"

/* The file as it would be with these sources. */
static void write_text(const struct init *init, size_t first, struct str *out)
{
	VEC(struct source_section) sections = {0};

	for (size_t i = first; i < init->sources.len; i++) {
		const struct init_source *source = &init->sources.items[i];

		VEC_PUSH(&sections, (struct source_section){
					    .type = source->ops->type,
					    .about = source->ops->about,
					    .options = source->ops->options,
					    .takes_no_url = source->ops->takes_no_url,
					    .name = source->name,
					    .lines = source->lines.items,
					    .line_count = source->lines.len,
				    });
	}
	settings_write_starter(source_common_options, sections.items, sections.len, out);
	VEC_RELEASE(&sections);
}

/* Reads the sources back as the dashboard would; what is wrong is told. */
static bool is_good(const struct init *init, size_t first)
{
	struct conf_errors errors = {0};
	struct settings *settings;
	struct str text;
	bool is_clean;

	str_init(&text, 0);
	write_text(init, first, &text);
	settings = settings_load_text(init->path, text.text, &errors);
	for (size_t i = 0; settings && i < settings->sources.len; i++)
		source_free(source_new(settings, &settings->sources.items[i], &errors));
	for (size_t i = 0; i < errors.list.len; i++)
		printf("  %s\n", errors.list.items[i].text);
	is_clean = settings && errors.list.len == 0;
	settings_free(settings);
	conf_errors_release(&errors);
	str_release(&text);
	return is_clean;
}

/* Forgets the secrets from `count` on. */
static void drop_secrets(struct init *init, size_t count)
{
	while (init->secrets.len > count)
		secret_release(&init->secrets.items[--init->secrets.len].secret);
}

/* Each source is checked by itself, and asked for again when it can't be right. */
static bool ask_all(struct init *init)
{
	fold_say("", _("Enter takes what stands in [brackets]; ctrl-c leaves, and nothing is "
		       "written."));
	fold_say("", arena_printf(&init->arena, _("The configuration will be %s"), init->path));
	if (!init_ask_kinds(init))
		return false;
	for (size_t i = 0; i < init->sources.len; i++) {
		size_t all = init->sources.len, secrets = init->secrets.len;
		bool is_right = false;

		while (!is_right) {
			drop_secrets(init, secrets);
			if (!init_ask_source(init, &init->sources.items[i]))
				return false;
			init->sources.len = i + 1;
			is_right = is_good(init, i);
			init->sources.len = all;
		}
	}
	return true;
}

/* Takes back the first `count` secret files. */
static void remove_secrets(const struct init *init, size_t count)
{
	for (size_t i = 0; i < count; i++)
		unlink(init->secrets.items[i].path);
}

static bool write_secrets(const struct init *init, size_t *count, struct err *err)
{
	for (*count = 0; *count < init->secrets.len; (*count)++) {
		const struct init_secret *secret = &init->secrets.items[*count];
		const char *text = secret_reveal(&secret->secret);

		if (!init_folder_make(secret->path, err) ||
		    !file_write_new(secret->path, text, strlen(text), 0600, err))
			return false;
	}
	return true;
}

/* All files or none. */
static bool write_files(const struct init *init, struct err *err)
{
	struct str text;
	size_t count;
	bool is_written;

	str_init(&text, 0);
	write_text(init, 0, &text);
	is_written = write_secrets(init, &count, err) && init_write(init->path, &text, err);
	if (!is_written)
		remove_secrets(init, count);
	str_release(&text);
	return is_written;
}

static void say_what_was_written(const struct init *init)
{
	printf(_("\nwrote %s, for you only (mode 0600)\n"), init->path);
	for (size_t i = 0; i < init->secrets.len; i++)
		printf(_("wrote %s, for you only\n"), init->secrets.items[i].path);
	fflush(stdout);
}

static void release(struct init *init)
{
	for (size_t i = 0; i < init->sources.len; i++)
		VEC_RELEASE(&init->sources.items[i].lines);
	drop_secrets(init, 0);
	VEC_RELEASE(&init->sources);
	VEC_RELEASE(&init->secrets);
	arena_release(&init->arena);
}

static bool ask_and_write(struct init *init, struct err *err)
{
	bool is_answered;

	if (!init_may_write(init->path, err))
		return false;
	ask_begin();
	is_answered = ask_all(init);
	ask_end();
	if (!is_answered)
		return err_set(err, ERR_IO, "left: nothing was written");
	return write_files(init, err);
}

int init_dialog(const struct cli *cli)
{
	char *path = cli->config ? xstrdup(cli->config) : settings_user_path();
	struct init init = {.path = path};
	struct err err = {0};
	int code = EXIT_REFUSED;

	if (ask_and_write(&init, &err)) {
		say_what_was_written(&init);
		code = EXIT_WELL;
	} else {
		cli_complain("init: %s", err.text);
	}
	release(&init);
	free(path);
	return code;
}
