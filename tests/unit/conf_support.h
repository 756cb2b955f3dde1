/* SPDX-License-Identifier: MIT
 * What the tests of the configuration share: complaints as one text, files to read. */
#ifndef NINES_TESTS_CONF_SUPPORT_H
#define NINES_TESTS_CONF_SUPPORT_H

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "nines/base/alloc.h"
#include "nines/base/attr.h"
#include "nines/base/str.h"
#include "nines/conf/ini.h"

/* Appends "FILE:LINE: TEXT\n" for each complaint. */
static inline void complaints_append(const struct conf_errors *errors, struct str *out)
{
	for (size_t i = 0; i < errors->list.len; i++) {
		const struct conf_error *error = &errors->list.items[i];

		str_printf(out, "%s:%d: %s\n", error->file, error->line, error->text);
	}
}

/* Writes a new file of mode `mode` below the temporary folder; the caller unlinks and
 * frees. */
static inline char *file_with(const char *text, size_t len, mode_t mode)
{
	const char *folder = getenv("TMPDIR");
	char *path = xasprintf("%s/nines-conf-XXXXXX", folder ? folder : "/tmp");
	int fd = mkstemp(path);

	if (fd < 0 || write(fd, text, len) != (ssize_t)len || fchmod(fd, mode) != 0)
		abort();
	close(fd);
	return path;
}

#endif
