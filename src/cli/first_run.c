/* SPDX-License-Identifier: MIT
 * What happens between the welcome, the demonstration, `nines init`, the check and the
 * dashboard. */
#include "config.h"

#include "first_run.h"

#include <stdio.h>
#include <stdlib.h>

#include "nines/base/i18n.h"
#include "nines/conf/settings.h"
#include "nines/ui/welcome.h"

#include "ask.h"
#include "fold.h"
#include "init_dialog.h"

bool first_run_is_due(const struct cli *cli)
{
	char *path = cli->is_demo ? NULL : settings_path(cli->config);
	bool is_due = !cli->is_demo && !path;

	free(path);
	return is_due;
}

void first_run_call(const struct cli *cli, const char *command, struct str *out)
{
	str_append(out, "`nines");
	if (cli->is_demo)
		str_append(out, " --demo");
	else if (cli->config)
		str_printf(out, " -c %s", cli->config);
	if (command)
		str_printf(out, " %s", command);
	str_append(out, "`");
}

static bool welcome(const struct cli *cli, enum welcome_choice *choice)
{
	const char *no_color = getenv("NO_COLOR");
	char *path = settings_user_path();
	struct err err = {0}, trouble = {0};
	struct str help;
	bool is_shown;

	str_init(&help, 0);
	cli_help(NULL, &help);
	is_shown = welcome_run(
		&(const struct welcome_config){
			.user_path = path,
			.trouble = init_may_write(path, &trouble) ? NULL : trouble.text,
			.help = help.text,
			.theme = cli->theme,
			.is_ascii = cli->is_ascii,
			.is_color = !cli->has_no_color && !(no_color && *no_color),
		},
		choice, &err);
	if (!is_shown)
		cli_complain("%s", err.text);
	str_release(&help);
	free(path);
	return is_shown;
}

/* The demonstration, after which the welcome comes again. */
static bool show_demo(struct cli *cli, dashboard_open *open, int *code)
{
	struct session session = {0};
	bool was_ended = false;

	cli->is_demo = true;
	*code = EXIT_REFUSED;
	if (session_load(&session, cli))
		*code = open(&session, &was_ended);
	session_close(&session);
	cli->is_demo = false;
	return *code == EXIT_WELL && !was_ended;
}

/* Each source is tried, then the dashboard opens, if it is wanted. One session for both: it
 * has taken the secrets out of the environment. */
static int try_and_open(struct session *session, dashboard_open *open)
{
	bool was_ended, goes_on;
	int code = check_session(session);

	ask_begin();
	goes_on = ask_yes(code == EXIT_WELL ? _("Open the dashboard now")
					    : _("Open the dashboard all the same"),
			  code == EXIT_WELL);
	ask_end();
	code = goes_on ? open(session, &was_ended) : EXIT_WELL;
	fold_say(_("next: "),
		 _("`nines` opens the dashboard, `nines check` tries each source again"));
	return code;
}

/* The questions, then the sources that were named. */
static int set_up(struct cli *cli, dashboard_open *open)
{
	struct session session = {0};
	int code = init_dialog(cli);

	if (code != EXIT_WELL)
		return code;
	printf(_("\nTrying each source, as `nines check` does ...\n"));
	fflush(stdout);
	code = session_load(&session, cli) ? try_and_open(&session, open) : EXIT_CONFIG;
	session_close(&session);
	return code;
}

int first_run(struct cli *cli, dashboard_open *open)
{
	enum welcome_choice choice = WELCOME_QUIT;
	int code = EXIT_WELL;

	do {
		if (!welcome(cli, &choice))
			return EXIT_REFUSED;
	} while (choice == WELCOME_DEMO && show_demo(cli, open, &code));
	return choice == WELCOME_INIT ? set_up(cli, open) : code;
}
