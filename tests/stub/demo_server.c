/* SPDX-License-Identifier: MIT
 * The demonstration's server as a program of its own, for tests and scripts: prints its URL
 * and runs until SIGTERM, or until its standard input ends. POST /control/faults scripts
 * trouble, GET /control/stats tells what was done to it. */
#include "config.h"

#ifdef ENABLE_DEMO

#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "nines/base/timefmt.h"

#include "demo/state.h"

struct arguments {
	struct demo_options options;
	const char *faults;
	bool prints_settings, ends_with_input;
};

static const char usage[] =
	"usage: demo_server [--seed N] [--speed N] [--now RFC3339] [--faults JSON]\n"
	"                   [--services N] [--incidents N] [--settings] [--stdin]\n"
	"--services and --incidents: so many in PagerDuty, in all; with --incidents each list\n"
	"of open ones comes in another order. --settings prints the configuration for it after\n"
	"its URL; --stdin ends it when standard input ends.\n";

static bool number_of(const char *text, double max, double *value)
{
	char *end = NULL;

	*value = strtod(text, &end);
	return *text && !*end && *value >= 0 && *value <= max;
}

static bool take_option(struct arguments *arguments, int option, const char *text)
{
	struct demo_options *options = &arguments->options;
	double value = 0;

	if (strchr("spvi", option) && !number_of(text, 1e9, &value))
		return false;
	switch (option) {
	case 's':
		options->config.seed = (uint64_t)value;
		return true;
	case 'p':
		options->config.speed = value;
		return true;
	case 'n':
		return time_parse(text, &options->config.now_ms);
	case 'f':
		arguments->faults = text;
		return true;
	case 'i':
		options->scale.incidents = (int)value;
		return options->scale.reorders = true;
	case 'v':
		options->scale.services = (int)value;
		return true;
	case 'c':
		return arguments->prints_settings = true;
	case 'd':
		return arguments->ends_with_input = true;
	default:
		return false;
	}
}

static bool read_arguments(int argc, char **argv, struct arguments *arguments)
{
	static const struct option names[] = {
		{"seed", required_argument, NULL, 's'},
		{"speed", required_argument, NULL, 'p'},
		{"now", required_argument, NULL, 'n'},
		{"faults", required_argument, NULL, 'f'},
		{"incidents", required_argument, NULL, 'i'},
		{"services", required_argument, NULL, 'v'},
		{"settings", no_argument, NULL, 'c'},
		{"stdin", no_argument, NULL, 'd'},
		{0},
	};
	int option;

	while ((option = getopt_long(argc, argv, "", names, NULL)) != -1) {
		if (!take_option(arguments, option, optarg))
			return false;
	}
	return optind == argc;
}

static void wait_for_end(bool ends_with_input, const sigset_t *signals)
{
	char buffer[64];
	ssize_t len = 1;
	int number;

	if (!ends_with_input) {
		sigwait(signals, &number);
		return;
	}
	while (len > 0 || (len < 0 && errno == EINTR))
		len = read(STDIN_FILENO, buffer, sizeof(buffer));
}

int main(int argc, char **argv)
{
	struct arguments arguments = {.options = {.config = {.speed = 1}, .has_control = true}};
	struct err err = {0};
	struct demo *demo;
	sigset_t signals;

	if (!read_arguments(argc, argv, &arguments)) {
		fputs(usage, stderr);
		return 64;
	}
	sigemptyset(&signals);
	sigaddset(&signals, SIGTERM);
	sigaddset(&signals, SIGINT);
	if (!arguments.ends_with_input)
		sigprocmask(SIG_BLOCK, &signals, NULL);
	demo = demo_start_with(&arguments.options, &err);
	if (demo && arguments.faults &&
	    !server_set_faults(demo->server, arguments.faults, strlen(arguments.faults), &err)) {
		demo_stop(demo);
		demo = NULL;
	}
	if (!demo) {
		fprintf(stderr, "demo_server: %s\n", err.text);
		return 1;
	}
	printf("http://127.0.0.1:%d\n", demo_port(demo));
	if (arguments.prints_settings)
		fputs(demo_settings(demo), stdout);
	fflush(stdout);
	wait_for_end(arguments.ends_with_input, &signals);
	demo_stop(demo);
	return 0;
}

#else

int main(void)
{
	return 77; /* built without the demonstration */
}

#endif
