/* SPDX-License-Identifier: MIT
 * Whole files and folders. */
#include "config.h"

#include "nines/base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "nines/base/alloc.h"

enum { PIPE_WAIT_MS = 10000 };

/* "PATH: what the system says". */
static bool fail(struct err *err, const char *path)
{
	return err_set(err, ERR_IO, "%s: %s", path, strerror(errno));
}

/* Waits for the writer of a pipe, as in `nines -c <(command)`; not for ever. */
static bool has_more(int fd)
{
	struct pollfd wait = {.fd = fd, .events = POLLIN};
	int ready = poll(&wait, 1, PIPE_WAIT_MS);

	if (ready == 0)
		errno = ETIMEDOUT;
	return ready > 0;
}

static bool read_all(int fd, const char *path, size_t max, struct str *out, struct err *err)
{
	size_t total = 0;
	char chunk[16384];

	for (;;) {
		ssize_t n = read(fd, chunk, sizeof(chunk));

		if (n == 0)
			return true;
		if (n < 0 && (errno == EINTR || (errno == EAGAIN && has_more(fd))))
			continue;
		if (n < 0)
			return fail(err, path);
		total += (size_t)n;
		if (total > max || !str_append_n(out, chunk, (size_t)n))
			return err_set(err, ERR_TOO_BIG, "%s: larger than %zu bytes", path, max);
	}
}

bool file_read(const char *path, size_t max, struct str *out, struct err *err)
{
	/* Without O_NONBLOCK a named pipe would hang us. */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	struct stat info;
	bool is_done;

	if (fd < 0)
		return fail(err, path);
	if (fstat(fd, &info) == 0 && S_ISDIR(info.st_mode))
		is_done = err_set(err, ERR_IO, "%s: is a directory", path);
	else
		is_done = read_all(fd, path, max, out, err);
	close(fd);
	return is_done;
}

static bool write_all(int fd, const char *bytes, size_t len)
{
	while (len) {
		ssize_t n = write(fd, bytes, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		bytes += n;
		len -= (size_t)n;
	}
	return true;
}

/* Writes, forces to disk and closes `fd`; errno is kept. */
static bool fill_and_close(int fd, const char *bytes, size_t len, unsigned mode)
{
	bool is_done = fchmod(fd, (mode_t)mode) == 0 && write_all(fd, bytes, len) && fsync(fd) == 0;
	int saved = errno;

	if (close(fd) != 0 && is_done)
		return false;
	errno = saved;
	return is_done;
}

/* Forces the name into the folder; where that is not possible the file is there anyway. */
static void sync_folder(const char *path)
{
	const char *slash = strrchr(path, '/');
	char *folder = slash ? xstrndup(path, (size_t)(slash - path) + 1) : xstrdup(".");
	int fd = open(folder, O_RDONLY | O_CLOEXEC);

	if (fd >= 0) {
		fsync(fd);
		close(fd);
	}
	free(folder);
}

bool file_write_atomic(const char *path, const char *bytes, size_t len, unsigned mode,
		       struct err *err)
{
	char *temporary = xasprintf("%s.XXXXXX", path);
	int fd = mkstemp(temporary);
	bool is_done = false;

	if (fd < 0) {
		fail(err, path);
		goto out;
	}
	if (!fill_and_close(fd, bytes, len, mode) || rename(temporary, path) != 0) {
		fail(err, path);
		unlink(temporary);
		goto out;
	}
	sync_folder(path);
	is_done = true;
out:
	free(temporary);
	return is_done;
}

bool file_write_new(const char *path, const char *bytes, size_t len, unsigned mode, struct err *err)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, (mode_t)mode);

	if (fd < 0)
		return fail(err, path);
	if (fill_and_close(fd, bytes, len, mode)) {
		sync_folder(path);
		return true;
	}
	fail(err, path);
	unlink(path);
	return false;
}

bool file_is_private(const char *path, struct err *err)
{
	struct stat info;

	if (stat(path, &info) != 0)
		return fail(err, path);
	if (info.st_uid != geteuid())
		return err_set(err, ERR_IO, "%s: belongs to another user", path);
	if (info.st_mode & (S_IRWXG | S_IRWXO))
		return err_set(err, ERR_IO, "%s: mode is %04o, others may use it: chmod 600", path,
			       (unsigned)(info.st_mode & 07777));
	return true;
}

/* True when the folder is there afterwards. */
static bool make_one(const char *path)
{
	struct stat info;

	if (mkdir(path, 0700) == 0)
		return true;
	if (errno != EEXIST && errno != EISDIR && errno != EROFS && errno != EACCES)
		return false;
	if (stat(path, &info) != 0)
		return false;
	errno = ENOTDIR;
	return S_ISDIR(info.st_mode);
}

bool folder_make(const char *path, struct err *err)
{
	char *copy = xstrdup(path);
	bool is_done = *path != '\0';

	errno = ENOENT;
	for (char *slash = copy; is_done && *slash && (slash = strchr(slash + 1, '/'));) {
		*slash = '\0';
		is_done = make_one(copy);
		*slash = '/';
	}
	is_done = is_done && make_one(copy);
	free(copy);
	return is_done || fail(err, path);
}
