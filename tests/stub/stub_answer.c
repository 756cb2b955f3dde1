/* SPDX-License-Identifier: MIT
 * How the stub answers: one function for each fault. */
#include "config.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "nines/base/alloc.h"
#include "nines/base/attr.h"
#include "nines/base/str.h"
#include "stub/stub_answer.h"

enum { SLOW_STEP_MS = 20, ZEROS_MAX = 3047 };

/* gzip of 3 MB of spaces is these bytes, ZEROS_MAX zero bytes, and the tail. Each zero
 * byte stands for 1032 spaces, so more of them unpack to more. */
static const unsigned char gzip_head[] = {0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02,
					  0x03, 0xed, 0xc1, 0x01, 0x0d, 0x00, 0x00, 0x00, 0xc2,
					  0xa0, 0x2a, 0xef, 0x9f, 0xd2, 0x1c, 0x6e, 0x40, 0x01};
static const unsigned char gzip_tail[] = {0x7c, 0x1b, 0x1b, 0xef, 0x86,
					  0x43, 0x00, 0x00, 0x30, 0x00};

static bool wait_for(const struct stub_socket *to, short events, int timeout_ms)
{
	struct pollfd fds[2] = {{.fd = to->stop_fd, .events = POLLIN},
				{.fd = to->fd, .events = events}};

	return poll(fds, events ? 2 : 1, timeout_ms) > 0 && !fds[0].revents;
}

bool stub_socket_wait(const struct stub_socket *to, int timeout_ms)
{
	return wait_for(to, POLLIN, timeout_ms);
}

static bool send_bytes(const struct stub_socket *to, const void *bytes, size_t len)
{
	const char *next = bytes;

	while (len > 0) {
		ssize_t sent = -1;

		if (wait_for(to, POLLOUT, -1))
			sent = send(to->fd, next, len, MSG_NOSIGNAL | MSG_DONTWAIT);
		if (sent <= 0)
			return false;
		next += sent;
		len -= (size_t)sent;
	}
	return true;
}

/* Sends `len` times the same byte. */
static bool send_fill(const struct stub_socket *to, char byte, size_t len)
{
	char block[64 * 1024];

	memset(block, byte, sizeof(block));
	for (size_t part; len > 0; len -= part) {
		part = len < sizeof(block) ? len : sizeof(block);
		if (!send_bytes(to, block, part))
			return false;
	}
	return true;
}

static size_t body_len(const struct stub_answer *answer)
{
	return answer->len ? answer->len : strlen(answer->body);
}

/* Status line and headers without the empty line. */
static bool send_headers(const struct stub_socket *to, const struct stub_answer *answer)
{
	struct str head;
	bool is_sent;

	str_init(&head, 0);
	str_printf(&head, "HTTP/1.1 %d Scripted\r\n%s", answer->status,
		   answer->headers ? answer->headers : "");
	is_sent = send_bytes(to, head.text, head.len);
	str_release(&head);
	return is_sent;
}

static bool send_text(const struct stub_socket *to, const char *text)
{
	return send_bytes(to, text, strlen(text));
}

static bool send_head_with_length(const struct stub_socket *to, const struct stub_answer *answer,
				  size_t len)
{
	char *line = xasprintf("Content-Length: %zu\r\n\r\n", len);
	bool has_body = answer->status != 304 && answer->status != 204;
	bool is_sent = send_headers(to, answer) && send_text(to, has_body ? line : "\r\n");

	free(line);
	return is_sent;
}

static bool send_whole(const struct stub_socket *to, const struct stub_answer *answer)
{
	return send_head_with_length(to, answer, body_len(answer)) &&
	       send_bytes(to, answer->body, body_len(answer));
}

static bool send_hang(const struct stub_socket *to, const struct stub_answer *answer NINES_UNUSED)
{
	/* only the end of the stub ends this, not what the client does */
	wait_for(to, 0, -1);
	return false;
}

static bool send_nothing(const struct stub_socket *to NINES_UNUSED,
			 const struct stub_answer *answer NINES_UNUSED)
{
	return false;
}

static bool send_reset(const struct stub_socket *to, const struct stub_answer *answer NINES_UNUSED)
{
	const struct linger at_once = {.l_onoff = 1, .l_linger = 0};

	setsockopt(to->fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
	return false;
}

static bool send_cut(const struct stub_socket *to, const struct stub_answer *answer)
{
	if (send_head_with_length(to, answer, body_len(answer)))
		send_bytes(to, answer->body, body_len(answer) / 2);
	return false;
}

static bool send_cut_chunked(const struct stub_socket *to, const struct stub_answer *answer)
{
	char *start = xasprintf("Transfer-Encoding: chunked\r\n\r\n%zx\r\n%s\r\n",
				strlen(answer->body), answer->body);

	if (send_headers(to, answer))
		send_text(to, start);
	free(start);
	return false;
}

static bool send_long(const struct stub_socket *to, const struct stub_answer *answer)
{
	if (send_head_with_length(to, answer, body_len(answer) - 1))
		send_bytes(to, answer->body, body_len(answer));
	return false;
}

static bool send_slow(const struct stub_socket *to, const struct stub_answer *answer)
{
	struct pollfd stop = {.fd = to->stop_fd, .events = POLLIN};

	if (!send_head_with_length(to, answer, 1000000))
		return false;
	while (send_text(to, "x") && poll(&stop, 1, SLOW_STEP_MS) == 0)
		continue;
	return false;
}

static bool send_huge(const struct stub_socket *to, const struct stub_answer *answer)
{
	return send_head_with_length(to, answer, answer->size) && send_fill(to, ' ', answer->size);
}

static bool send_header_flood(const struct stub_socket *to, const struct stub_answer *answer)
{
	static const char line[] = "X-Flood: 0123456789012345678901234567890123456789\r\n";

	if (!send_headers(to, answer))
		return false;
	for (size_t sent = 0; sent < answer->size; sent += sizeof(line) - 1)
		if (!send_text(to, line))
			return false;
	return send_text(to, "Content-Length: 0\r\n\r\n");
}

static bool send_gzip_endless(const struct stub_socket *to, const struct stub_answer *answer)
{
	if (send_headers(to, answer) &&
	    send_text(to, "Content-Encoding: gzip\r\nConnection: close\r\n\r\n") &&
	    send_bytes(to, gzip_head, sizeof(gzip_head)))
		send_fill(to, '\0', answer->size);
	return false;
}

static bool send_gzip_chunked(const struct stub_socket *to, const struct stub_answer *answer)
{
	char whole[sizeof(gzip_head) + ZEROS_MAX + sizeof(gzip_tail)] = {0};
	char *start = xasprintf("Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n"
				"%zx\r\n",
				sizeof(whole));
	bool is_sent;

	memcpy(whole, gzip_head, sizeof(gzip_head));
	memcpy(whole + sizeof(gzip_head) + ZEROS_MAX, gzip_tail, sizeof(gzip_tail));
	is_sent = send_headers(to, answer) && send_text(to, start) &&
		  send_bytes(to, whole, sizeof(whole)) && send_text(to, "\r\n0\r\n\r\n");
	free(start);
	return is_sent;
}

static bool send_close_after(const struct stub_socket *to, const struct stub_answer *answer)
{
	send_whole(to, answer);
	return false;
}

static bool send_rubbish(const struct stub_socket *to,
			 const struct stub_answer *answer NINES_UNUSED)
{
	send_text(to, "220 \033[2Jmail.example.org ESMTP\r\n");
	return false;
}

bool stub_answer_send(const struct stub_socket *to, const struct stub_answer *answer)
{
	static bool (*const senders[])(const struct stub_socket *, const struct stub_answer *) = {
		[STUB_NONE] = send_whole,
		[STUB_HANG] = send_hang,
		[STUB_DROP] = send_nothing,
		[STUB_RESET] = send_reset,
		[STUB_CUT] = send_cut,
		[STUB_CUT_CHUNKED] = send_cut_chunked,
		[STUB_LONG_BODY] = send_long,
		[STUB_SLOW] = send_slow,
		[STUB_HUGE] = send_huge,
		[STUB_HEADER_FLOOD] = send_header_flood,
		[STUB_GZIP_ENDLESS] = send_gzip_endless,
		[STUB_GZIP_CHUNKED] = send_gzip_chunked,
		[STUB_CLOSE_AFTER] = send_close_after,
		[STUB_RUBBISH] = send_rubbish,
	};

	return senders[answer->fault](to, answer);
}
