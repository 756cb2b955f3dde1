/* SPDX-License-Identifier: MIT
 * Whole files, folders and child processes' output. Blocks: never on the screen
 * thread once the dashboard runs. */
#ifndef NINES_BASE_FILE_H
#define NINES_BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "nines/base/err.h"
#include "nines/base/str.h"

/* Appends the file's bytes to `out`; false when it can't be read or is larger than
 * `max` bytes. */
bool file_read(const char *path, size_t max, struct str *out, struct err *err);
/* Replaces the file in one step (temporary file, fsync, rename) with mode `mode`. */
bool file_write_atomic(const char *path, const char *bytes, size_t len, unsigned mode,
		       struct err *err);
/* Creates a new file with mode `mode`; false when it exists already. */
bool file_write_new(const char *path, const char *bytes, size_t len, unsigned mode,
		    struct err *err);
/* True when only the owner may read and write the file, and we are the owner. */
bool file_is_private(const char *path, struct err *err);
/* Makes the folder and its parents with mode 0700. */
bool folder_make(const char *path, struct err *err);
/* Runs `argv` (no shell, standard input closed, our descriptors closed, own process
 * group) and appends what it prints to `out`, at most `max` bytes. False when it can't be
 * started, fails, prints more, or runs longer than `timeout_ms`, after which it and its
 * group are killed. */
bool process_capture(char *const argv[], int timeout_ms, size_t max, struct str *out,
		     struct err *err);
/* Starts `argv` (no shell) as a process of its own session that nobody waits for, its
 * standard descriptors on /dev/null and ours closed. False when it can't be started; waits
 * for nothing but that, and at most a moment. */
bool process_detach(char *const argv[], struct err *err);
/* Starts `argv` (found by PATH) as a child with our terminal, `input_fd` as its standard input
 * and our other descriptors closed. Returns its process id, which the caller waits for; -1
 * with the reason. */
pid_t process_foreground(char *const argv[], int input_fd, struct err *err);
/* As process_capture, without blocking. */
enum process_state { PROCESS_RUNS, PROCESS_DONE, PROCESS_FAILED };
struct process;
/* Starts the command; the caller frees. NULL with the reason. */
struct process *process_start(char *const argv[], int timeout_ms, size_t max, struct err *err);
/* Reads what is there, waiting at most `wait_ms`; PROCESS_FAILED gives the reason. Call it
 * until the process no longer runs. */
enum process_state process_step(struct process *process, int wait_ms, struct err *err);
/* What it has printed so far. */
const struct str *process_output(const struct process *process);
/* Kills it and its group if it still runs, wipes what it printed, frees. Accepts NULL. */
void process_free(struct process *process);
/* Splits a command line into words, with '...' "..." and \ as a shell reads them, nothing
 * expanded. The caller frees with argv_free; NULL when a quote is not closed. */
char **argv_split(const char *command, struct err *err);
/* Frees the words and the list. Accepts NULL. */
void argv_free(char **argv);

#endif
