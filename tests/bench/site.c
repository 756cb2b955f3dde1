/* SPDX-License-Identifier: MIT
 * Where the measured programs live, and the server that they ask. */
#include "config.h"

#include "site.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nines/base/alloc.h"
#include "nines/base/clock.h"
#include "stub/stub.h"

#include "bodies.h"

enum { SMALL_ALERTS = 20 };

static void answer_big(struct site *site, struct stub_answer *answer)
{
	char digits[BODY_DIGITS + 1];

	answer->body = site->calm.text;
	if (atomic_load(&site->is_calm))
		return;
	/* one source alone polls it, so nothing is being sent now */
	snprintf(digits, sizeof(digits), "%0*zu", BODY_DIGITS,
		 atomic_fetch_add(&site->big_polls, 1) + 1);
	memcpy(site->big.text + site->digits, digits, BODY_DIGITS);
	answer->body = site->big.text;
	answer->len = site->big.len;
}

static void answer(void *context, const struct stub_request *request, struct stub_answer *answer)
{
	struct site *site = context;

	answer->headers = "Content-Type: application/json\r\n";
	if (strstr(request->path, "/silences"))
		answer->body = "[]";
	else if (strncmp(request->path, "/big/", 5) == 0)
		answer_big(site, answer);
	else
		answer->body = site->small.text;
}

void site_start(struct site *site, const char *programs, const char *folder)
{
	memset(site, 0, sizeof(*site));
	site->programs = programs;
	site->folder = folder;
	str_init(&site->small, 0);
	str_init(&site->big, 0);
	str_init(&site->calm, 0);
	body_alerts(&site->small, SMALL_ALERTS, 0, SMALL_ALERTS, clock_wall_ms());
	body_alerts(&site->calm, 2, 0, 2, clock_wall_ms());
	site->digits =
		body_alerts(&site->big, SIZE_MAX, SITE_BIG_BYTES, SITE_SERVICES, clock_wall_ms());
	site->stub = stub_start(answer, site);
}

void site_stop(struct site *site)
{
	stub_stop(site->stub);
	str_release(&site->small);
	str_release(&site->big);
	str_release(&site->calm);
}

void site_run_file(const struct site *site, struct terminal *terminal, const char *file)
{
	char *program = xasprintf("%s/nines", site->programs);
	char *config = xstrdup(file);
	char option[] = "--config";
	char *argv[] = {program, option, config, NULL};
	char *home = xasprintf("%s/home-XXXXXX", site->folder);

	/* what one run recorded must not be read by the next */
	if (!mkdtemp(home)) {
		perror(home);
		abort();
	}
	terminal_start(terminal, home, argv);
	free(home);
	free(config);
	free(program);
}

void site_run(struct site *site, struct terminal *terminal, const char *path, int count,
	      const char *refresh)
{
	char *name = xasprintf("%s/%s-%d.ini", site->folder, path, count);
	FILE *file = fopen(name, "w");

	if (!file) {
		perror(name);
		abort();
	}
	fprintf(file, "[nines]\nrefresh = %s\n", refresh);
	for (int i = 0; i < count; i++)
		fprintf(file, "[source am%d]\ntype = alertmanager\nurl = %s/%s\ntimeout = 60s\n", i,
			stub_url(site->stub), path);
	fclose(file);
	site_run_file(site, terminal, name);
	free(name);
}

void site_run_floor(const struct site *site, struct terminal *terminal, const char *name)
{
	char *program = xasprintf("%s/tests/bench/%s", site->programs, name);
	char *database = xasprintf("%s/floor.sqlite", site->folder);
	char *argv[] = {program, strcmp(name, "floor_start") == 0 ? database : NULL, NULL};

	terminal_start(terminal, site->folder, argv);
	free(database);
	free(program);
}
