/* SPDX-License-Identifier: MIT
 * The adapter interface. An adapter never opens a socket, sleeps, locks or reads the
 * clock: it plans requests and parses replies. A new source is one file in src/sources/
 * and one line in sources.mk. */
#ifndef NINES_SOURCES_SOURCE_H
#define NINES_SOURCES_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "nines/base/arena.h"
#include "nines/base/err.h"
#include "nines/conf/option.h"
#include "nines/conf/settings.h"
#include "nines/model/fact.h"
#include "nines/net/request.h"

struct check_rule;
struct source;

/* What a source brings. */
enum source_cap {
	SOURCE_CAP_INCIDENTS = 1 << 0,
	SOURCE_CAP_SERVICES = 1 << 1,
	SOURCE_CAP_ONCALL = 1 << 2,
	SOURCE_CAP_UPTIME = 1 << 3,
	SOURCE_CAP_HISTORY = 1 << 4,   /* gives closed incidents; others are recorded by us */
	SOURCE_CAP_ACK_LEASE = 1 << 5, /* an ack lapses unless renewed, and must be expired */
	SOURCE_CAP_DEPLOYS = 1 << 6,
	SOURCE_CAP_TASKS = 1 << 7,  /* reviews and action items */
	SOURCE_CAP_RULES = 1 << 8,  /* alert rules */
	SOURCE_CAP_CHECKS = 1 << 9, /* looks at targets: we roll them up, and make uptime of it;
	                               its facts name a service once for each of its targets */
	SOURCE_CAP_INDICATORS = 1 << 10, /* answers plan.indicators with SERIES_INDICATOR */
	SOURCE_CAP_PAST = 1 << 11 /* answers for any plan.now_ms: what it says is of that time */
};

/* One request of a poll. The reply becomes the facts of the part called `key`: they
 * replace the part's facts of the poll before. */
struct plan_request {
	const char *key; /* stable name: "incidents", "uptime/30d", "history/2026-W40" */
	int tag;         /* the adapter's own number for what the reply is */
	struct request request;
	int64_t every_ms;    /* shortest time between two; 0 = each poll */
	int priority;        /* lower first when the rate limit is near: 0 open incidents,
	                        1 figures, 2 history */
	bool takes_errors;   /* parse is called for 4xx replies too (but 401 and 429) */
	bool is_history;     /* its facts are closed incidents: kept while it is planned */
	bool takes_failures; /* parse is called when no reply came, too: status 0, reply->err */
	const char *context; /* for parse: whatever the adapter needs to go on; may be NULL */
	bool takes_faults;   /* with takes_errors: for 5xx replies, too */
};

/* A stretch of maintenance that is over, of any service: adapters with uptime count what
 * lay in it (MEASURE_HOLE_*), so that it can be left out. */
struct plan_hole {
	int64_t from_ms, to_ms;
};

/* An indicator that this source is asked for. */
struct plan_indicator {
	const char *name, *query;
	int64_t from_ms; /* samples since then are wanted; at least the last hour */
};

/* A list of requests being planned. Strings live in `arena`. */
struct plan {
	struct arena arena;
	VEC(struct plan_request) requests;
	int64_t now_ms;         /* wall clock of this poll */
	const int64_t *windows; /* every window some figure needs, ascending */
	size_t window_count;
	int64_t history_ms;            /* how much incident history is wanted */
	const struct plan_hole *holes; /* within the longest window, by start */
	size_t hole_count;
	const struct plan_indicator *indicators; /* those whose source this is */
	size_t indicator_count;
	bool asks_login; /* facts->login is wanted, where the server tells it */
};

/* Adds a GET request for `path` (copied) to the plan. The result is valid until the next
 * call and may be changed. */
struct plan_request *plan_get(struct plan *plan, const char *key, int tag, const char *path);
/* Adds a POST with a form body. */
struct plan_request *plan_post_form(struct plan *plan, const char *key, int tag, const char *path,
				    const char *form);
/* Adds a POST with a JSON body. */
struct plan_request *plan_post_json(struct plan *plan, const char *key, int tag, const char *path,
				    const char *json);
/* Frees what the plan owns. */
void plan_release(struct plan *plan);

/* A reply with the request it answers. */
struct source_reply {
	const struct plan_request *request;
	const struct reply *reply;
	int page; /* 0 first; counts the follow-ups before it */
	int64_t now_ms;
};

enum act_step {
	ACT_READ, /* read the state: before sending, and to learn what an unknown reply did */
	ACT_WRITE /* the write itself */
};

/* One write to one incident, as the outbox has it. Strings live as long as the call. */
struct action {
	const char *uuid;
	enum verb verb;
	enum act_step step;
	int round;           /* READ: 0 first; counts the requests that said ACT_MORE */
	const char *context; /* what the round before gave on; NULL in round 0 */
	const char *native_id;
	const char *title;            /* as it was on the screen */
	const struct verb_args *args; /* what the verb was told; never NULL */
	const char *params;           /* JSON made by prepare; NULL = none */
	const char *token; /* what an earlier reading or write gave back (silence id, level,
	                      user id): on disk before the write is sent; NULL = none */
	const char *operator_name;
	enum incident_status status_seen; /* as drawn when the key was pressed */
	const char *holder_seen;          /* who had it then; NULL = nobody or not known */
	int64_t created_ms;
	int64_t sent_ms; /* when the last write was sent; 0 = never: what is there already is
	                    not ours */
	int64_t now_ms;
};

enum act_verdict {
	ACT_MORE,     /* READ: this reply is good, but another must be read: act is asked for
	                 the next round; `context` goes on */
	ACT_NEEDED,   /* READ: the wanted state is not there and may be asked for */
	ACT_DONE,     /* the wanted state is there, seen in this reply */
	ACT_ACCEPTED, /* WRITE: accepted, but the reply doesn't show the state: read it back */
	ACT_REFUSED,  /* will never work; `err` says why */
	ACT_RETRY     /* nothing was applied, later perhaps: throttled, server busy */
};

struct act_result {
	enum act_verdict verdict;
	char context[512];     /* ACT_MORE: for the next round */
	char token[256];       /* filled when the server named what it made; "" = nothing new */
	int64_t lease_ends_ms; /* ACK_LEASE: when what was made ends; 0 = unknown */
	char detail[128];      /* "acknowledged by Ana Roe", cleaned; "" = none */
};

/* One kind of upstream system: a constant table per adapter, named initialisers only.
 * Hooks run on the collector's thread (plan, parse, act) or at start-up (check). */
struct source_ops {
	const char *type;              /* value of `type =` */
	const char *title;             /* "Prometheus" */
	const char *about;             /* one sentence for help and manual */
	const char *needs;             /* what its credential must be allowed, sentences */
	const char *example;           /* lines of a section that works, but `type =` */
	unsigned caps;                 /* SOURCE_CAP_* */
	unsigned verbs;                /* VERB_BIT of each verb that `act` knows */
	const struct verb_lack *lacks; /* why it does not know others and what to do instead,
	                                  one row for each verb with a key; ends with a zero
	                                  row; NULL = nothing can be written */
	const char *auth_header;       /* NULL = "Authorization" */
	const char *auth_prefix;       /* NULL = "Bearer " */
	int64_t interval_default_ms;   /* 0 = the [nines] refresh */
	int64_t interval_min_ms;
	const struct option *options; /* ends with a zero row; fill the private struct */
	size_t priv_size;

	/* Optional. Cross-option checks after parsing; may clear source->caps that the options
	 * don't bring; false with `err`. */
	bool (*check)(struct source *source, struct err *err);
	/* Required. Lists all requests of one poll; those not due are skipped by the core. */
	bool (*plan)(const struct source *source, struct plan *plan, struct err *err);
	/* Required. Turns one reply into facts; may add follow-up requests (next page) to
	 * `more`: their facts are added to the same part. */
	bool (*parse)(const struct source *source, const struct source_reply *reply,
		      struct facts *facts, struct plan *more, struct err *err);
	/* Optional. As whom its writes are made, for questions before they are sent: lives as
	 * long as the source. NULL = the operator's name. */
	const char *(*acts_as)(const struct source *source);
	/* Optional, with verbs. Makes the JSON `params` that the action needs from the incident as
	 * it is known now, so that the action survives a restart. NULL = nothing needed. */
	bool (*prepare)(const struct source *source, enum verb verb,
			const struct fact_incident *incident, struct str *params, struct err *err);
	/* With verbs. The request of action->step; false with ERR_REFUSED when it can't be. */
	bool (*act)(const struct source *source, const struct action *action, struct arena *arena,
		    struct request *request, struct err *err);
	/* With verbs. What a reply (any status but 429; never a failed transfer) means. */
	void (*act_result)(const struct source *source, const struct action *action,
			   const struct reply *reply, struct act_result *result, struct err *err);
	/* Optional. Frees what the private struct owns beyond its options. */
	void (*release)(struct source *source);
	const char *url_default; /* the url when none is set; NULL = it must be set */
	bool takes_no_url;       /* each request has a target of its own: `url` is no option */
	size_t requests_max;     /* under way at a time; 0 = few, for it is one server */
	/* With SOURCE_CAP_CHECKS. When a target is down, and what else is worth a warning. */
	void (*check_rule)(const struct source *source, struct check_rule *rule);
	/* Optional, with SOURCE_CAP_INDICATORS. False when `query` can never be asked, with what
	 * is expected; start-up. */
	bool (*check_query)(const char *query, struct err *err);
	const char *asks;   /* what `nines init` asks for, between blanks: KEY or KEY=OFFERED; all
	                       that is required, and "login": none (the default), token, password */
	const char *rights; /* what any credential may write, for `nines check`; NULL = it differs:
	                       what facts->login says, else not known until it is tried */
};

/* Options that every source has; parsed by the core. */
struct source_common {
	char *type;
	char *url;
	int64_t refresh_ms; /* 0 = the adapter's or the [nines] value */
	int64_t timeout_ms;
	struct secret_source token;
	char *username;
	struct secret_source password;
	char *ca_file, *client_cert, *client_key, *proxy;
	struct text_pairs headers;
	bool verify, read_only;
};

extern const struct option source_common_options[];

/* A configured source. Read-only after source_new. */
struct source {
	const char *name; /* of the section */
	const struct source_ops *ops;
	const struct core_settings *core;
	struct source_common common;
	int64_t refresh_ms; /* in force */
	void *priv;         /* the adapter's options, priv_size bytes */
	unsigned caps;      /* SOURCE_CAP_*: ops->caps, but what its options leave out */
};

/* All adapters in the order of sources.mk; ends with NULL. */
extern const struct source_ops *const source_registry[];
/* The adapter for `type =`, or NULL. */
const struct source_ops *source_ops_find(const char *type);
/* Builds a source from its section. Complaints go to `errors`; NULL when there were any. The
 * caller frees with source_free. `settings` must outlive it. */
struct source *source_new(const struct settings *settings, const struct source_settings *section,
			  struct conf_errors *errors);
/* Takes the secrets of all sources out of the environment, which child processes inherit.
 * Start-up only: no other thread runs. */
void sources_hide_secrets(struct source *const *sources, size_t count);
/* Frees it. Accepts NULL. */
void source_free(struct source *source);
/* Default meaning of an HTTP error status, with one cleaned line of the body: fills `err`
 * (AUTH, THROTTLED, REFUSED, PROTOCOL, NET) and returns false; true for 2xx and 304. */
bool source_status_check(const struct reply *reply, struct err *err);

#endif
