/* SPDX-License-Identifier: MIT
 * The script of trouble, see faults.h. */
#include "config.h"

#include "faults.h"

#include <stdio.h>

#include "nines/base/json.h"
#include "nines/base/str.h"

enum { STATUS_THROTTLED = 429, FIGURE_MAX = 600000 };

static bool read_figure(const struct json *object, const char *key, unsigned *figure,
			struct err *err)
{
	double value = json_number(object, key, 0);

	if (!(value >= 0 && value <= FIGURE_MAX))
		return err_set(err, ERR_PROTOCOL, "%s: expected 0 to %d", key, FIGURE_MAX);
	*figure = (unsigned)value;
	return true;
}

static void read_text(const struct json *object, const char *key, char *out, size_t size)
{
	const char *text = json_raw_string(object, key);

	snprintf(out, size, "%s", text ? text : "");
}

bool faults_parse(struct faults *faults, const char *text, size_t len, struct err *err)
{
	struct json *root = json_parse(text, len, err);
	struct faults next = {.path = ""};
	unsigned status = 0;
	bool is_good = root && read_figure(root, "drop_every", &next.drop_every, err) &&
		       read_figure(root, "throttle_every", &next.throttle_every, err) &&
		       read_figure(root, "latency_ms", &next.latency_ms, err) &&
		       read_figure(root, "status", &status, err);

	if (is_good) {
		read_text(root, "path", next.path, sizeof(next.path));
		read_text(root, "method", next.method, sizeof(next.method));
		next.status = (int)status;
		*faults = next;
	}
	json_free(root);
	return is_good;
}

struct fault faults_next(struct faults *faults, const char *method, const char *path)
{
	struct fault fault = {.status = 0};

	if (!text_starts_with(path, faults->path))
		return fault;
	if (*faults->method && !text_equal(method, faults->method))
		return fault;
	faults->seen++;
	fault.latency_ms = faults->latency_ms;
	fault.status = faults->status;
	if (faults->throttle_every > 0 && faults->seen % faults->throttle_every == 0)
		fault.status = STATUS_THROTTLED;
	fault.is_dropped = faults->drop_every > 0 && faults->seen % faults->drop_every == 0;
	return fault;
}
