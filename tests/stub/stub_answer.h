/* SPDX-License-Identifier: MIT
 * How the stub answers, faults included. */
#ifndef NINES_TESTS_STUB_ANSWER_H
#define NINES_TESTS_STUB_ANSWER_H

#include <stdbool.h>

#include "stub/stub.h"

/* A socket and the descriptor that becomes readable when the stub stops. */
struct stub_socket {
	int fd;
	int stop_fd;
};

/* Waits until the socket is readable; false when the stub stops or after `timeout_ms`
 * (-1 = no limit). */
bool stub_socket_wait(const struct stub_socket *to, int timeout_ms);
/* Sends the answer. False when the connection is to be closed. */
bool stub_answer_send(const struct stub_socket *to, const struct stub_answer *answer);

#endif
