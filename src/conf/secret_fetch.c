/* SPDX-License-Identifier: MIT
 * Fetching a secret from where the configuration says it is. No message holds it. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "nines/base/file.h"
#include "nines/base/timefmt.h"
#include "nines/conf/option.h"

enum { SECRET_BYTES_MAX = 16 << 10, COMMAND_LIMIT_MS = 10 * SECOND_MS };

/* It becomes part of a header: a line break inside would forge another one. */
static bool is_one_line(const char *text)
{
	for (; *text; text++) {
		if ((unsigned char)*text < ' ' || *text == 0x7f)
			return false;
	}
	return true;
}

static bool take(const char *text, size_t len, struct secret *out, struct err *err)
{
	while (len > 0 && (text[len - 1] == '\n' || text[len - 1] == '\r'))
		len--;
	if (len == 0)
		return err_set(err, ERR_AUTH, "the secret is empty");
	secret_set(out, text, len);
	if (strlen(secret_reveal(out)) == len && is_one_line(secret_reveal(out)))
		return true;
	secret_release(out);
	return err_set(err, ERR_AUTH, "the secret has more than one line or a control character");
}

void secret_capture(struct secret_source *source)
{
	const char *value = source->kind == SECRET_ENV ? getenv(source->where) : NULL;

	if (value && *value)
		secret_set(&source->inline_value, value, strlen(value));
}

void secret_hide(const struct secret_source *source)
{
	char *value = source->kind == SECRET_ENV ? getenv(source->where) : NULL;

	if (!value || secret_is_empty(&source->inline_value))
		return;
	secret_wipe(value, strlen(value)); /* /proc/PID/environ shows this memory */
	unsetenv(source->where);
}

static bool fetch_env(const struct secret_source *source, struct secret *out, struct err *err)
{
	const char *name = source->where;
	const char *value = secret_is_empty(&source->inline_value)
				    ? getenv(name)
				    : secret_reveal(&source->inline_value);

	if (!value)
		return err_set(err, ERR_AUTH, "the environment variable %s is not set", name);
	if (!take(value, strlen(value), out, err))
		return err_prefix(err, "environment variable %s: ", name);
	return true;
}

static bool read_private(const char *path, struct str *text, struct err *err)
{
	struct err reason = {0};

	if (!file_is_private(path, &reason)) {
		if (reason.code != ERR_NONE)
			return err_set(err, ERR_AUTH, "%s", reason.text);
		return err_set(err, ERR_AUTH,
			       "%s: others may read it, or it is not yours: chmod 600 it", path);
	}
	return file_read(path, SECRET_BYTES_MAX, text, err);
}

static struct process *start_command(const char *command, struct err *err)
{
	char **argv = argv_split(command, err);
	struct process *process;

	if (!argv)
		return NULL;
	process = process_start(argv, COMMAND_LIMIT_MS, SECRET_BYTES_MAX, err);
	argv_free(argv);
	return process;
}

/* One step of the command; it is started when it isn't under way. */
static enum process_state step_command(const struct secret_source *source, int wait_ms,
				       struct process **process, struct secret *out,
				       struct err *err)
{
	enum process_state state = PROCESS_FAILED;

	if (!*process)
		*process = start_command(source->where, err);
	if (*process)
		state = process_step(*process, wait_ms, err);
	if (state == PROCESS_RUNS)
		return state;
	if (state == PROCESS_DONE &&
	    !take(process_output(*process)->text, process_output(*process)->len, out, err)) {
		err_prefix(err, "%s: ", source->where);
		state = PROCESS_FAILED;
	}
	process_free(*process);
	*process = NULL;
	return state;
}

static bool fetch_command(const struct secret_source *source, struct secret *out, struct err *err)
{
	struct process *process = NULL;
	enum process_state state = PROCESS_RUNS;

	while (state == PROCESS_RUNS)
		state = step_command(source, COMMAND_LIMIT_MS, &process, out, err);
	return state == PROCESS_DONE;
}

/* Reads through a buffer which is wiped. */
static bool fetch_file(const struct secret_source *source, struct secret *out, struct err *err)
{
	struct str text;
	bool is_done;

	str_init(&text, 0);
	is_done = read_private(source->where, &text, err);
	if (is_done && !take(text.text, text.len, out, err))
		is_done = err_prefix(err, "%s: ", source->where);
	secret_wipe(text.text, text.len);
	str_release(&text);
	return is_done;
}

static bool fetch_inline(const struct secret_source *source, struct secret *out, struct err *err)
{
	const char *text = secret_reveal(&source->inline_value);

	return take(text ? text : "", text ? strlen(text) : 0, out, err);
}

bool secret_fetch(const struct secret_source *source, struct secret *out, struct err *err)
{
	switch (source->kind) {
	case SECRET_ENV:
		return fetch_env(source, out, err);
	case SECRET_FILE:
		return fetch_file(source, out, err);
	case SECRET_COMMAND:
		return fetch_command(source, out, err);
	case SECRET_INLINE:
		return fetch_inline(source, out, err);
	case SECRET_NONE:
		break;
	}
	return err_set(err, ERR_AUTH, "no secret is configured");
}

enum process_state secret_fetch_step(const struct secret_source *source, struct process **process,
				     struct secret *out, struct err *err)
{
	if (source->kind == SECRET_COMMAND)
		return step_command(source, 0, process, out, err);
	return secret_fetch(source, out, err) ? PROCESS_DONE : PROCESS_FAILED;
}
