/* SPDX-License-Identifier: MIT
 * A program in a pseudo terminal of 100x30 whose output is timed. */
#ifndef NINES_BENCH_TERMINAL_H
#define NINES_BENCH_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum { TERMINAL_TAIL = 128 };

struct terminal {
	pid_t pid;
	int fd;
	int64_t started_us;
	int64_t last_us;              /* when the last output came */
	size_t written;               /* bytes of output */
	int escape;                   /* state of the reader that leaves out escape sequences */
	char tail[TERMINAL_TAIL + 1]; /* the last printed text without them */
	size_t tail_len;
};

/* Microseconds on a clock that never jumps. */
int64_t bench_now_us(void);
/* Microseconds of CPU that this thread has used: what else the machine does is left out. */
int64_t bench_cpu_us(void);
/* Starts argv[0], which ends with NULL, with HOME and the XDG folders in `home`. Aborts when
 * there is no terminal to be had. */
void terminal_start(struct terminal *terminal, const char *home, char *const argv[]);
/* Ends the program with `q`, or by force when it does not listen, and closes. */
void terminal_stop(struct terminal *terminal);
/* Reads until `marker` was printed; the time since the start in us, or -1 after
 * `patience_ms`. */
int64_t terminal_until(struct terminal *terminal, const char *marker, int patience_ms);
/* Reads until nothing came for `quiet_ms`. */
void terminal_drain(struct terminal *terminal, int quiet_ms);
/* Presses a key: us until the last byte of the frame that it makes, -1 without a frame. */
int64_t terminal_key(struct terminal *terminal, char key);
/* Reads for `ms`; what comes is counted. */
void terminal_watch(struct terminal *terminal, int ms);
/* CPU time that the program has used, in us. */
int64_t terminal_cpu_us(const struct terminal *terminal);
/* A figure in kB from /proc/PID/status, such as "VmRSS"; -1 when it is not there. */
long terminal_memory_kb(const struct terminal *terminal, const char *field);

#endif
