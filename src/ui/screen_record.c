/* SPDX-License-Identifier: MIT
 * Links to the command that opens them, records to the command that was typed. */
#include "config.h"

#include "ui/screen_record.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nines/base/alloc.h"
#include "nines/base/file.h"
#include "nines/base/i18n.h"
#include "nines/ui/link.h"
#include "ui/foreground.h"

enum { MESSAGE_MAX = 512 };

static void append_with_link(const char *word, const char *link, struct str *out)
{
	const char *mark;

	while ((mark = strstr(word, "%s"))) {
		str_append_n(out, word, (size_t)(mark - word));
		str_append(out, link);
		word = mark + 2;
	}
	str_append(out, word);
}

/* The words of the command with the link in place of %s, or at their end. Freed as argv. */
static char **fill_in(char **words, const char *link)
{
	size_t count = 0;
	bool has_mark = false;
	char **filled;

	while (words[count])
		has_mark |= strstr(words[count++], "%s") != NULL;
	filled = xcalloc(count + 2, sizeof(*filled));
	for (size_t i = 0; i < count; i++) {
		struct str word;

		str_init(&word, 0);
		append_with_link(words[i], link, &word);
		filled[i] = xstrdup(word.text);
		str_release(&word);
	}
	if (!has_mark)
		filled[count] = xstrdup(link);
	return filled;
}

static bool start(const char *command, const char *link, struct err *err)
{
	char **words = argv_split(command, err), **filled;
	bool is_started;

	if (!words)
		return false;
	filled = fill_in(words, link);
	is_started = words[0] ? process_detach(filled, err)
			      : err_set(err, ERR_CONFIG, "the command is empty");
	argv_free(filled);
	argv_free(words);
	return is_started;
}

void screen_open_link(const struct screen_config *config, struct view *view, const char *link)
{
	const char *command = config->settings->core.open_command;
	char text[MESSAGE_MAX];
	struct err err = {0};
	struct str url;

	str_init(&url, 0);
	if (!command || !link_is_web(link) || !link_encode(link, &url)) {
		view_link(view, link);
	} else if (start(command, url.text, &err)) {
		snprintf(text, sizeof(text), _("opened: %.400s"), url.text);
		view_message(view, ROLE_LINK, text);
	} else {
		snprintf(text, sizeof(text), _("open_command: %.200s: the link is %.250s"),
			 err.text, url.text);
		view_message(view, ROLE_WARNING, text);
	}
	str_release(&url);
}

/* Returns how many records there still are. */
static size_t gather(const struct screen_config *config, const struct snapshot *snapshot,
		     const struct view_request *request, struct str *out)
{
	size_t count = 0;

	for (size_t i = 0; snapshot && i < request->target_count; i++)
		count += config->record_json(snapshot, request->targets[i].id, out);
	return count;
}

static void say_end(struct view *view, const struct foreground *end, size_t count, size_t wanted)
{
	char text[MESSAGE_MAX], gone[64] = "";

	if (count < wanted)
		snprintf(gone, sizeof(gone), _(", %zu gone meanwhile"), wanted - count);
	if (end->number > 0)
		snprintf(text, sizeof(text),
			 P_("piped %zu record%s: ended by signal %d",
			    "piped %zu records%s: ended by signal %d", count),
			 count, gone, end->number);
	else
		snprintf(text, sizeof(text),
			 P_("piped %zu record%s: exit %d", "piped %zu records%s: exit %d", count),
			 count, gone, end->status);
	view_message(view, end->status == 0 ? ROLE_DIM : ROLE_WARNING, text);
}

bool screen_pipe(const struct screen_config *config, struct term *term, struct view *view,
		 const struct snapshot *snapshot, const struct view_request *request)
{
	struct foreground end = {0};
	struct err err = {0};
	struct str json;
	size_t count;

	if (!config->record_json)
		return true;
	str_init(&json, 0);
	count = gather(config, snapshot, request, &json);
	if (count == 0) {
		view_message(view, ROLE_WARNING,
			     _("what was to be piped has just gone: look again"));
	} else {
		term_leave(term);
		if (foreground_run(request->text, json.text, json.len, &end, &err))
			say_end(view, &end, count, request->target_count);
		else
			view_message(view, ROLE_WARNING, err.text);
		term_return(term);
	}
	str_release(&json);
	return !end.is_asked;
}
