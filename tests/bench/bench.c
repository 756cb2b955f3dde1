/* SPDX-License-Identifier: MIT
 * Measures nines against floors built in the same run, and prints a table. Started by
 * tests/bench/run. */
#include "config.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nines/base/attr.h"

#include "report.h"
#include "site.h"

static void run_start(struct site *site)
{
	measure_start(site);
}

static void run_parse(struct site *site NINES_UNUSED)
{
	measure_parse();
}

static void run_model(struct site *site NINES_UNUSED)
{
	measure_model();
}

static void run_rows(struct site *site NINES_UNUSED)
{
	measure_rows();
}

static void run_history(struct site *site)
{
	measure_history(site->folder);
}

static const struct {
	const char *name;
	void (*measure)(struct site *site);
} measurements[] = {
	{"start", run_start},     {"keys", measure_keys}, {"quiet", measure_quiet},
	{"parse", run_parse},     {"model", run_model},   {"rows", run_rows},
	{"history", run_history},
};

static bool is_wanted(const char *name, char **words, int count)
{
	for (int i = 0; i < count; i++) {
		if (strcmp(words[i], name) == 0)
			return true;
	}
	return count == 0;
}

static void print_load(const char *when)
{
	char text[64] = "";
	FILE *file = fopen("/proc/loadavg", "r");

	if (file && fgets(text, sizeof(text), file))
		printf("load average %s: %.*s\n", when, (int)strcspn(text, "/\n"), text);
	if (file)
		fclose(file);
}

int main(int argc, char **argv)
{
	struct site site;

	if (argc < 3) {
		fputs("usage: bench BUILD-FOLDER HOME [start|keys|quiet|parse|model|rows|history...]\n",
		      stderr);
		return 64;
	}
	signal(SIGPIPE, SIG_IGN);
	site_start(&site, argv[1], argv[2]);
	print_load("before");
	report_begin();
	for (size_t i = 0; i < NINES_COUNT(measurements); i++) {
		if (is_wanted(measurements[i].name, argv + 3, argc - 3))
			measurements[i].measure(&site);
	}
	print_load("after");
	site_stop(&site);
	return 0;
}
