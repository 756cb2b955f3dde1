/* SPDX-License-Identifier: MIT
 * A TLS server on loopback for tests: openssl(1), with a certificate that signs itself. */
#ifndef NINES_TESTS_TLS_SERVER_H
#define NINES_TESTS_TLS_SERVER_H

#include <stdbool.h>
#include <stdio.h>
#include <sys/types.h>

/* A folder with a certificate for 127.0.0.1 that signs itself, and its key. */
struct tls_files {
	char folder[200];
	char cert[300], key[300];
};

struct tls_server {
	pid_t pid;
	FILE *output; /* NULL = not started */
	int port;
};

/* Makes both, the certificate good for `days` from now. False when there is no openssl. */
bool tls_files_make(struct tls_files *files, int days);
/* Removes the folder. */
void tls_files_remove(const struct tls_files *files);
/* Starts a server that answers each GET with a page about the connection. */
void tls_server_start(struct tls_server *server, struct tls_files *files, bool asks_certificate);
/* Stops it, if it runs. */
void tls_server_stop(struct tls_server *server);

#endif
