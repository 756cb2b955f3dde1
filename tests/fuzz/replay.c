/* SPDX-License-Identifier: MIT */
/* Runs a fuzz target over its stored corpus, for builds without a fuzzer. */
#include "config.h"

#include <dirent.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool replay_file(const char *path)
{
	struct stat info;
	FILE *file = fopen(path, "rb");
	uint8_t *data;
	size_t size;
	bool is_whole;

	if (!file || fstat(fileno(file), &info) != 0) {
		perror(path);
		if (file)
			fclose(file);
		return false;
	}
	/* exactly as large as the input: a sanitizer then sees a read past its end */
	data = malloc(info.st_size > 0 ? (size_t)info.st_size : 1);
	if (!data)
		abort();
	size = fread(data, 1, (size_t)info.st_size, file);
	is_whole = size == (size_t)info.st_size;
	fclose(file);
	if (is_whole)
		LLVMFuzzerTestOneInput(data, size);
	else
		fprintf(stderr, "%s: read %zu of %lld bytes\n", path, size,
			(long long)info.st_size);
	free(data);
	return is_whole;
}

static int replay_folder(const char *folder)
{
	char path[4096];
	struct dirent *entry;
	int count = 0;
	DIR *dir = opendir(folder);

	if (!dir) {
		perror(folder);
		return -1;
	}
	while ((entry = readdir(dir)) && count >= 0) {
		if (entry->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
		count = replay_file(path) ? count + 1 : -1;
	}
	closedir(dir);
	return count;
}

int main(int argc, char **argv)
{
	char folder[2048];
	const char *slash = strrchr(argv[0], '/');
	const char *name = slash ? slash + 1 : argv[0];
	const char *top = getenv("abs_srcdir");
	int count;

	if (strncmp(name, "fuzz_", 5) == 0)
		name += 5;
	snprintf(folder, sizeof(folder), "%s/tests/fuzz/corpus/%s", top ? top : ".", name);
	count = replay_folder(argc > 1 ? argv[1] : folder);
	if (count == 0)
		fprintf(stderr, "%s: the corpus is empty\n", folder);
	else if (count > 0)
		printf("%d inputs replayed\n", count);
	return count > 0 ? 0 : 1;
}
