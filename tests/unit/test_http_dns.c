/* SPDX-License-Identifier: MIT
 * Names that do not resolve, or not in time. getaddrinfo(3) is our own here: libcurl's
 * threads call it in place of the C library's. */
#include "config.h"

#include <netdb.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "../stub/exchange.h"
#include "../stub/stub.h"
#include "nines/base/attr.h"

/* How many look-ups of "hung.test" wait, and whether they may end. */
static struct {
	pthread_mutex_t lock;
	pthread_cond_t changed;
	unsigned waiting;
	bool is_open;
} gate = {.lock = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER};

static void wait_for_gate(void)
{
	pthread_mutex_lock(&gate.lock);
	gate.waiting++;
	while (!gate.is_open)
		pthread_cond_wait(&gate.changed, &gate.lock);
	gate.waiting--;
	pthread_cond_broadcast(&gate.changed);
	pthread_mutex_unlock(&gate.lock);
}

static void open_gate(void)
{
	pthread_mutex_lock(&gate.lock);
	gate.is_open = true;
	pthread_cond_broadcast(&gate.changed);
	while (gate.waiting)
		pthread_cond_wait(&gate.changed, &gate.lock);
	pthread_mutex_unlock(&gate.lock);
}

int getaddrinfo(const char *restrict name, const char *restrict service NINES_UNUSED,
		const struct addrinfo *restrict hints NINES_UNUSED,
		struct addrinfo **restrict result NINES_UNUSED)
{
	if (name && !strcmp(name, "hung.test"))
		wait_for_gate();
	return EAI_NONAME;
}

static void answer_ok(void *context NINES_UNUSED, const struct stub_request *request NINES_UNUSED,
		      struct stub_answer *answer)
{
	answer->body = "ok";
}

static void unknown_name_was_certainly_not_sent(void **state NINES_UNUSED)
{
	const struct endpoint endpoint = {.url = "http://unknown.test", .timeout_ms = 15000};
	struct http *http = http_new(NULL);
	struct exchange exchange = {0};

	exchange_get(http, &endpoint, "/", &exchange);
	assert_int_equal(exchange.reply.err.code, ERR_NET);
	assert_string_equal(exchange.reply.err.text,
			    "name unknown.test:80 not found: check url and the network");
	assert_false(exchange.reply.may_have_been_sent);
	exchange_release(&exchange);
	http_free(http);
}

static void hung_look_up_delays_no_other_request(void **state NINES_UNUSED)
{
	struct http *http = http_new(NULL);
	struct stub *stub = stub_start(answer_ok, NULL);
	const struct endpoint hung_endpoint = {.url = "http://hung.test", .timeout_ms = 500};
	const struct endpoint endpoint = {.url = stub_url(stub), .timeout_ms = 15000};
	const struct request request = {.path = "/"};
	struct exchange hung = {0}, cancelled = {0}, exchange = {0};

	http_start(http, &hung_endpoint, &request, exchange_done, &hung);
	exchange_get(http, &endpoint, "/", &exchange);
	assert_string_equal(exchange.reply.body, "ok");
	/* its time runs out, and http_run comes back, while the look-up still hangs */
	exchange_finish(http, &hung);
	assert_int_equal(hung.reply.err.code, ERR_NET);
	assert_non_null(strstr(hung.reply.err.text, "no connection to hung.test:80 within 500ms"));
	assert_false(hung.reply.may_have_been_sent);
	/* nor does the end of the program wait for it */
	http_start(http, &hung_endpoint, &request, exchange_done, &cancelled);
	http_run(http, 0);
	http_free(http);
	assert_int_equal(cancelled.calls, 0);
	open_gate();
	exchange_release(&hung);
	exchange_release(&exchange);
	stub_stop(stub);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(unknown_name_was_certainly_not_sent),
		cmocka_unit_test(hung_look_up_delays_no_other_request),
	};

	/* a client that waits for a hung look-up would wait for ever */
	alarm(60);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
