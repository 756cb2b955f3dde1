/* SPDX-License-Identifier: MIT
 * A server of PagerDuty's dialect on a bad line: it drops replies after and before applying,
 * applies late what it has dropped, throttles, fails, and may be killed at any time. What it
 * has applied stands in a journal, a line each, from which it goes on when it is started again:
 *   ack ID, resolve ID, note ID CONTENT
 *
 *   POST /control/mode   "bad" (as it starts), "good", "busy": every act gets a 429,
 *                        "hold": no write is applied or answered, "mute": none is answered */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "nines/base/alloc.h"
#include "nines/base/clock.h"
#include "nines/base/json.h"
#include "nines/base/json_out.h"
#include "nines/base/str.h"
#include "nines/base/text.h"
#include "nines/base/vec.h"
#include "stub.h"

enum { PAGE_MAX = 100, ID_MAX = 32, LATE_MAX_MS = 4000, PERCENT = 100, CREATED_S = 1700000000 };

struct incident {
	char id[ID_MAX];
	const char *status;
	VEC(char *) notes;
};

/* A request whose reply was dropped, applied some time after. */
struct late {
	int64_t due_ms;
	char *line; /* of the journal */
};

enum mode { MODE_BAD, MODE_GOOD, MODE_BUSY, MODE_HOLD, MODE_MUTE };

struct pager {
	int journal;
	uint64_t random;
	enum mode mode;
	struct incident *incidents;
	size_t count;
	VEC(struct late) late;
	VEC(char *) bodies; /* live until the end, as the stub wants */
};

/* --- what was applied --- */

static struct incident *find(const struct pager *pager, const char *id)
{
	for (size_t i = 0; i < pager->count; i++) {
		if (strcmp(pager->incidents[i].id, id) == 0)
			return &pager->incidents[i];
	}
	return NULL;
}

static void take_line(struct pager *pager, const char *line)
{
	char verb[16], id[ID_MAX];
	int used = 0;
	struct incident *incident;

	if (sscanf(line, "%15s %31s %n", verb, id, &used) < 2 || !(incident = find(pager, id)))
		return;
	if (strcmp(verb, "note") == 0)
		VEC_PUSH(&incident->notes, xstrdup(line + used));
	else
		incident->status = strcmp(verb, "ack") == 0 ? "acknowledged" : "resolved";
}

/* On the disk before it counts: a killed server knows it again. */
static void apply(struct pager *pager, const char *line)
{
	char *text = xasprintf("%s\n", line);
	size_t len = strlen(text);

	if (write(pager->journal, text, len) != (ssize_t)len)
		abort();
	free(text);
	take_line(pager, line);
}

static void read_journal(struct pager *pager, const char *path)
{
	char line[4096];
	FILE *file = fopen(path, "r");

	while (file && fgets(line, sizeof(line), file)) {
		line[strcspn(line, "\n")] = '\0';
		take_line(pager, line);
	}
	if (file)
		fclose(file);
	pager->journal = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
	if (pager->journal < 0)
		abort();
}

static void apply_late(struct pager *pager)
{
	int64_t now_ms = clock_mono_ms();

	for (size_t i = 0; i < pager->late.len;) {
		struct late late = pager->late.items[i];

		if (late.due_ms > now_ms) {
			i++;
			continue;
		}
		pager->late.items[i] = pager->late.items[--pager->late.len];
		apply(pager, late.line);
		free(late.line);
	}
}

/* --- answers --- */

static void reply(struct pager *pager, struct stub_answer *answer, struct str *body)
{
	answer->headers = "Content-Type: application/json\r\n";
	answer->body = str_detach(body);
	VEC_PUSH(&pager->bodies, (char *)answer->body);
	str_release(body);
}

static void write_incident(struct json_out *json, const char *key, const struct incident *incident)
{
	char title[ID_MAX + 16];

	json_out_object(json, key);
	json_out_string(json, "id", incident->id);
	json_out_string(json, "type", "incident");
	json_out_string(json, "incident_number", incident->id + 1);
	snprintf(title, sizeof(title), "trouble at %s", incident->id);
	json_out_string(json, "title", title);
	json_out_string(json, "status", incident->status);
	json_out_string(json, "urgency", "high");
	json_out_time(json, "created_at", (int64_t)CREATED_S * 1000);
	json_out_array(json, "acknowledgements");
	if (strcmp(incident->status, "acknowledged") == 0) {
		json_out_object(json, NULL);
		json_out_time(json, "at", (int64_t)CREATED_S * 1000);
		json_out_object(json, "acknowledger");
		json_out_string(json, "id", "PUSER");
		json_out_string(json, "summary", "Demo User");
		json_out_end_object(json);
		json_out_end_object(json);
	}
	json_out_end_array(json);
	json_out_end_object(json);
}

static void write_note(struct json_out *json, const char *key, const char *content, size_t number)
{
	char id[32];

	snprintf(id, sizeof(id), "PNOTE%zu", number);
	json_out_object(json, key);
	json_out_string(json, "id", id);
	json_out_object(json, "user");
	json_out_string(json, "id", "PUSER");
	json_out_string(json, "summary", "Demo User");
	json_out_end_object(json);
	json_out_string(json, "content", content);
	json_out_time(json, "created_at", clock_wall_ms());
	json_out_end_object(json);
}

static void list_open(struct pager *pager, const char *path, struct stub_answer *answer)
{
	const char *mark = strstr(path, "offset=");
	size_t offset = mark ? strtoul(mark + 7, NULL, 10) : 0, seen = 0, listed = 0;
	struct json_out json;
	struct str body;

	str_init(&body, 0);
	json_out_init(&json, &body, false);
	json_out_object(&json, NULL);
	json_out_array(&json, "incidents");
	for (size_t i = 0; i < pager->count; i++) {
		if (strcmp(pager->incidents[i].status, "resolved") == 0 || seen++ < offset)
			continue;
		if (listed++ < PAGE_MAX)
			write_incident(&json, NULL, &pager->incidents[i]);
	}
	json_out_end_array(&json);
	json_out_int(&json, "limit", PAGE_MAX);
	json_out_int(&json, "offset", (int64_t)offset);
	json_out_bool(&json, "more", listed > PAGE_MAX);
	json_out_end_object(&json);
	reply(pager, answer, &body);
}

static void show(struct pager *pager, const struct incident *incident, bool is_notes,
		 struct stub_answer *answer)
{
	struct json_out json;
	struct str body;

	str_init(&body, 0);
	json_out_init(&json, &body, false);
	json_out_object(&json, NULL);
	if (is_notes) {
		json_out_array(&json, "notes");
		for (size_t i = 0; i < incident->notes.len; i++)
			write_note(&json, NULL, incident->notes.items[i], i);
		json_out_end_array(&json);
	} else {
		write_incident(&json, "incident", incident);
	}
	json_out_end_object(&json);
	reply(pager, answer, &body);
}

/* The journal's line for a write, to be freed; NULL = it is none that the server knows. */
static char *line_of(const struct incident *incident, const struct stub_request *request,
		     bool is_notes)
{
	struct json *body = json_parse(request->body, request->body_len, NULL);
	const char *content = json_raw(json_path(body, "note", "content", NULL));
	const char *status = json_raw(json_path(body, "incident", "status", NULL));
	char *line = NULL;

	if (is_notes && content)
		line = xasprintf("note %s %s", incident->id, content);
	else if (!is_notes && text_equal(status, "acknowledged"))
		line = xasprintf("ack %s", incident->id);
	else if (!is_notes && text_equal(status, "resolved"))
		line = xasprintf("resolve %s", incident->id);
	json_free(body);
	return line;
}

static unsigned draw(struct pager *pager, unsigned below)
{
	pager->random ^= pager->random << 13;
	pager->random ^= pager->random >> 7;
	pager->random ^= pager->random << 17;
	return (unsigned)(pager->random % below);
}

/* Kinds of trouble: how many in a hundred requests have it, what is applied, what is said. */
struct trouble {
	unsigned percent;
	bool is_applied, is_late;
	enum stub_fault fault;
	int status;
	const char *headers;
};

static const struct trouble troubles[] = {
	{.percent = 8, .is_applied = true, .fault = STUB_DROP},
	{.percent = 5, .is_applied = true, .fault = STUB_RESET},
	{.percent = 4, .is_applied = true, .status = 500},
	{.percent = 3, .is_applied = true, .status = 504},
	{.percent = 4, .is_late = true, .fault = STUB_DROP},
	{.percent = 4, .is_late = true, .status = 502},
	{.percent = 4, .fault = STUB_DROP},
	{.percent = 3, .fault = STUB_RESET},
	{.percent = 3, .status = 500},
	{.percent = 2, .status = 503},
	{.percent = 4, .status = 429},
	{.percent = 1, .status = 429, .headers = "Retry-After: 1\r\n"},
};

/* The same each time; a reading has no trouble where a write hangs. */
static const struct trouble none = {.is_applied = true};
static const struct trouble busy = {.status = 429};
static const struct trouble hold = {.fault = STUB_HANG};
static const struct trouble mute = {.is_applied = true, .fault = STUB_HANG};

static const struct trouble *draw_trouble(struct pager *pager, bool is_write)
{
	unsigned number = draw(pager, PERCENT);

	if (pager->mode == MODE_BUSY)
		return &busy;
	if (is_write && pager->mode == MODE_HOLD)
		return &hold;
	if (is_write && pager->mode == MODE_MUTE)
		return &mute;
	for (size_t i = 0; i < NINES_COUNT(troubles) && pager->mode == MODE_BAD; i++) {
		if (number < troubles[i].percent)
			return &troubles[i];
		number -= troubles[i].percent;
	}
	return &none;
}

/* Takes over `line`. */
static void act(struct pager *pager, const struct trouble *trouble, char *line)
{
	struct late late = {.line = line};

	if (line && trouble->is_late) {
		late.due_ms = clock_mono_ms() + draw(pager, LATE_MAX_MS);
		VEC_PUSH(&pager->late, late);
		return;
	}
	if (line && trouble->is_applied)
		apply(pager, line);
	free(line);
}

/* /incidents/ID and what is below it. */
static void route_incident(struct pager *pager, const struct stub_request *request,
			   struct stub_answer *answer)
{
	const char *rest = request->path + strlen("/incidents/");
	size_t len = strcspn(rest, "/?");
	bool is_notes = strncmp(rest + len, "/notes", 6) == 0;
	char *id = xstrndup(rest, len);
	struct incident *incident = find(pager, id);
	bool is_write = strcmp(request->method, "GET") != 0;
	const struct trouble *trouble = draw_trouble(pager, is_write);

	free(id);
	if (!incident) {
		answer->status = 404;
		answer->body = "{\"error\":{\"message\":\"Not Found\",\"code\":2100}}";
		return;
	}
	if (is_write)
		act(pager, trouble, line_of(incident, request, is_notes));
	answer->fault = trouble->fault;
	if (trouble->status) {
		answer->status = trouble->status;
		answer->headers = trouble->headers;
		return;
	}
	show(pager, incident, is_notes, answer);
}

static void set_mode(struct pager *pager, const char *name)
{
	static const char *const names[] = {"bad", "good", "busy", "hold", "mute"};

	for (size_t i = 0; i < NINES_COUNT(names); i++) {
		if (strcmp(names[i], name) == 0)
			pager->mode = (enum mode)i;
	}
}

static void route(void *context, const struct stub_request *request, struct stub_answer *answer)
{
	struct pager *pager = context;

	apply_late(pager);
	if (strncmp(request->path, "/incidents/", 11) == 0)
		route_incident(pager, request, answer);
	else if (strncmp(request->path, "/incidents", 10) == 0 &&
		 strstr(request->path, "triggered"))
		list_open(pager, request->path, answer);
	else if (strcmp(request->path, "/control/mode") == 0)
		set_mode(pager, request->body);
	else /* nothing of anything else */
		answer->body = "{\"incidents\":[],\"services\":[],\"oncalls\":[],\"priorities\":[],"
			       "\"log_entries\":[],\"teams\":[],\"users\":[],\"data\":[],"
			       "\"maintenance_windows\":[],\"schedules\":[],"
			       "\"more\":false}";
}

/* --- start --- */

struct arguments {
	const char *journal;
	long port, seed, incidents;
};

static bool read_arguments(int argc, char **argv, struct arguments *arguments)
{
	int option;

	while ((option = getopt(argc, argv, "j:p:s:n:")) != -1) {
		if (option == 'j')
			arguments->journal = optarg;
		else if (option == 'p')
			arguments->port = strtol(optarg, NULL, 10);
		else if (option == 's')
			arguments->seed = strtol(optarg, NULL, 10);
		else if (option == 'n')
			arguments->incidents = strtol(optarg, NULL, 10);
		else
			return false;
	}
	return arguments->journal && arguments->incidents > 0 && optind == argc;
}

static void pager_init(struct pager *pager, const struct arguments *arguments)
{
	pager->random = (uint64_t)arguments->seed * UINT64_C(0x9e3779b97f4a7c15) + 1;
	pager->count = (size_t)arguments->incidents;
	pager->incidents = xcalloc(pager->count, sizeof(*pager->incidents));
	for (size_t i = 0; i < pager->count; i++) {
		snprintf(pager->incidents[i].id, ID_MAX, "Q%05zu", i + 1);
		pager->incidents[i].status = "triggered";
	}
	read_journal(pager, arguments->journal);
}

static void pager_release(struct pager *pager)
{
	for (size_t i = 0; i < pager->count; i++) {
		for (size_t k = 0; k < pager->incidents[i].notes.len; k++)
			free(pager->incidents[i].notes.items[k]);
		VEC_RELEASE(&pager->incidents[i].notes);
	}
	free(pager->incidents);
	for (size_t i = 0; i < pager->bodies.len; i++)
		free(pager->bodies.items[i]);
	VEC_RELEASE(&pager->bodies);
	for (size_t i = 0; i < pager->late.len; i++)
		free(pager->late.items[i].line);
	VEC_RELEASE(&pager->late);
	close(pager->journal);
}

int main(int argc, char **argv)
{
	struct arguments arguments = {.seed = 1};
	struct pager pager = {.mode = MODE_BAD};
	struct stub *stub;
	sigset_t signals;
	int number;

	if (!read_arguments(argc, argv, &arguments)) {
		fputs("usage: pager_server -j JOURNAL -n INCIDENTS [-s SEED] [-p PORT]\n", stderr);
		return 64;
	}
	pager_init(&pager, &arguments);
	sigemptyset(&signals);
	sigaddset(&signals, SIGTERM);
	sigaddset(&signals, SIGINT);
	sigprocmask(SIG_BLOCK, &signals, NULL);
	stub = stub_start_at((int)arguments.port, route, &pager);
	printf("%s\n", stub_url(stub));
	fflush(stdout);
	sigwait(&signals, &number);
	stub_stop(stub);
	pager_release(&pager);
	return 0;
}
