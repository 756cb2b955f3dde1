/* SPDX-License-Identifier: MIT
 * The tables. Each step brings the file from the version of its index to the next; steps
 * are only ever added. */
#include "config.h"

#include "db.h"

#include "nines/base/attr.h"

static const char *const steps[] = {
	/* 0 -> 1. Times are ms since 1970, 0 = unknown or not yet. */
	"CREATE TABLE firing ("               /* one sight of an alert from open to closed */
	" id INTEGER PRIMARY KEY,"            /* */
	" source TEXT NOT NULL,"              /* section of the configuration */
	" native_id TEXT NOT NULL,"           /* */
	" created_ms INTEGER NOT NULL,"       /* as the source says, else first sight */
	" first_ack_ms INTEGER NOT NULL,"     /* */
	" acknowledged_by TEXT,"              /* */
	" is_closed INTEGER NOT NULL,"        /* */
	" resolved_ms INTEGER NOT NULL,"      /* 0 when closed: nobody watched */
	" content INTEGER NOT NULL,"          /* hash of what follows */
	" severity INTEGER NOT NULL,"         /* */
	" is_alert INTEGER NOT NULL,"         /* */
	" is_suppressed INTEGER NOT NULL,"    /* */
	" number TEXT, title TEXT,"           /* */
	" service_id TEXT, service TEXT,"     /* */
	" team TEXT, url TEXT, runbook TEXT," /* */
	" description TEXT, labels TEXT);"    /* labels: a JSON object */
	"CREATE INDEX firing_open ON firing(source, native_id) WHERE is_closed = 0;"
	"CREATE INDEX firing_created ON firing(source, created_ms);"
	"CREATE TABLE watch ("       /* spans in which a source was watched */
	" source TEXT NOT NULL,"     /* */
	" from_ms INTEGER NOT NULL," /* */
	" to_ms INTEGER NOT NULL,"   /* */
	" PRIMARY KEY(source, from_ms)) WITHOUT ROWID;"
	"CREATE TABLE outbox ("                /* every write ever asked for */
	" id INTEGER PRIMARY KEY,"             /* the order they were asked in */
	" uuid TEXT NOT NULL UNIQUE,"          /* */
	" incident_id TEXT NOT NULL,"          /* SOURCE:NATIVE */
	" source TEXT NOT NULL,"               /* */
	" native_id TEXT NOT NULL,"            /* */
	" title TEXT,"                         /* as it was on the screen */
	" verb TEXT NOT NULL,"                 /* */
	" state TEXT NOT NULL,"                /* outbox_state_name */
	" params TEXT, token TEXT,"            /* */
	" operator TEXT, host TEXT, tty TEXT," /* */
	" created_ms INTEGER NOT NULL,"        /* */
	" sent_ms INTEGER NOT NULL,"           /* */
	" confirmed_ms INTEGER NOT NULL,"      /* */
	" next_try_ms INTEGER NOT NULL,"       /* */
	" lease_ends_ms INTEGER NOT NULL,"     /* */
	" tries INTEGER NOT NULL,"             /* */
	" answer TEXT,"                        /* */
	" latency_ms INTEGER NOT NULL,"        /* */
	" owner TEXT,"                         /* who works on it */
	" claimed_until_ms INTEGER NOT NULL DEFAULT 0);"
	"CREATE UNIQUE INDEX outbox_one ON outbox(incident_id, verb)"
	" WHERE state IN ('queued', 'sent');"
	"CREATE INDEX outbox_created ON outbox(created_ms);",
	/* 1 -> 2. What a verb was told makes another wish of it. */
	"ALTER TABLE outbox ADD COLUMN args TEXT NOT NULL DEFAULT '';" /* JSON, '' = nothing */
	"ALTER TABLE outbox ADD COLUMN seen TEXT;"                     /* JSON */
	"ALTER TABLE outbox ADD COLUMN undo_of TEXT;"                  /* uuid */
	"ALTER TABLE outbox ADD COLUMN request_id TEXT;"               /* the server's */
	"ALTER TABLE outbox ADD COLUMN released_ms INTEGER NOT NULL DEFAULT 0;"
	"DROP INDEX outbox_one;"
	"CREATE UNIQUE INDEX outbox_one ON outbox(incident_id, verb, args)"
	" WHERE state IN ('queued', 'offered', 'sent');",
	/* 2 -> 3. Indicators: where each machine stands, and when it was raised. */
	"CREATE TABLE indicator_state ("    /* struct indicator_state */
	" name TEXT PRIMARY KEY,"           /* section of the configuration */
	" rule INTEGER NOT NULL,"           /* hash of what it was made by */
	" level TEXT NOT NULL,"             /* indicator_level_name */
	" since_ms INTEGER NOT NULL,"       /* */
	" value REAL NOT NULL,"             /* of the last sample */
	" at_ms INTEGER NOT NULL,"          /* */
	" warn_since_ms INTEGER NOT NULL,"  /* */
	" crit_since_ms INTEGER NOT NULL,"  /* */
	" clear_since_ms INTEGER NOT NULL," /* */
	" calm_since_ms INTEGER NOT NULL,"  /* */
	" warn_count INTEGER NOT NULL,"     /* */
	" crit_count INTEGER NOT NULL,"     /* */
	" clear_count INTEGER NOT NULL,"    /* */
	" calm_count INTEGER NOT NULL,"     /* */
	" changed INTEGER NOT NULL,"        /* bit i: changed[i] */
	" is_flapping INTEGER NOT NULL)"    /* */
	" WITHOUT ROWID;"                   /* */
	"CREATE TABLE indicator_raise ("    /* struct indicator_raise */
	" name TEXT NOT NULL,"              /* */
	" raised_ms INTEGER NOT NULL,"      /* */
	" ended_ms INTEGER NOT NULL,"       /* 0 = it goes on */
	" level TEXT NOT NULL,"             /* the worst */
	" is_cleared INTEGER NOT NULL,"     /* */
	" PRIMARY KEY(name, raised_ms)) WITHOUT ROWID;",
	/* 3 -> 4. Uptime that can't be asked again; times here are seconds where it says so. */
	"CREATE TABLE sampled ("   /* the services that samples are of */
	" id INTEGER PRIMARY KEY," /* */
	" source TEXT NOT NULL,"   /* */
	" service TEXT NOT NULL,"  /* as the source calls it */
	" UNIQUE (source, service));"
	"CREATE TABLE sample ("         /* one stretch of time of one service */
	" step INTEGER NOT NULL,"       /* seconds: 60, 900, 3600, 86400 */
	" start_s INTEGER NOT NULL,"    /* seconds since 1970 */
	" service INTEGER NOT NULL,"    /* sampled.id */
	" known_s REAL NOT NULL,"       /* known to be up or down */
	" down_s REAL NOT NULL,"        /* */
	" good REAL NOT NULL,"          /* looks, or valid events, and the good of them */
	" total REAL NOT NULL,"         /* */
	" latency_s REAL NOT NULL,"     /* sum over the good looks */
	" latency_max_s REAL NOT NULL," /* */
	" is_said INTEGER NOT NULL,"    /* 0: the source doesn't say how much it knows */
	" PRIMARY KEY (step, start_s, service)) WITHOUT ROWID;"
	"CREATE TABLE target ("       /* the newest look at each target */
	" service INTEGER NOT NULL,"  /* sampled.id */
	" target TEXT NOT NULL,"      /* */
	" at_ms INTEGER NOT NULL,"    /* */
	" failed INTEGER NOT NULL,"   /* bits: the last looks, newest in bit 0 */
	" looks INTEGER NOT NULL,"    /* how many of the bits are looks */
	" is_down INTEGER NOT NULL,"  /* hard */
	" since_ms INTEGER NOT NULL," /* */
	" PRIMARY KEY (service, target)) WITHOUT ROWID;",
};

static int64_t version_read(struct history *history, struct err *err)
{
	sqlite3_stmt *statement = db_statement(history, "PRAGMA user_version", err);
	int64_t version = -1;

	if (statement && db_next(history, statement, err)) {
		version = sqlite3_column_int64(statement, 0);
		sqlite3_reset(statement);
	}
	return version;
}

static bool step_run(struct history *history, size_t from, struct err *err)
{
	char sql[64];

	sqlite3_snprintf(sizeof(sql), sql, "PRAGMA user_version = %d", (int)from + 1);
	return db_exec(history, steps[from], err) && db_exec(history, sql, err);
}

bool schema_update(struct history *history, struct err *err)
{
	int64_t version = version_read(history, err);
	bool is_good;

	if (version == (int64_t)NINES_COUNT(steps))
		return true;
	if (version < 0)
		return false;
	if (version > (int64_t)NINES_COUNT(steps))
		return err_set(err, ERR_IO, "state file: made by a newer release of nines");
	if (!db_begin(history, err))
		return false;
	/* Read again under the lock: another process may have been first. */
	version = version_read(history, err);
	is_good = version >= 0;
	for (size_t from = (size_t)version; is_good && from < NINES_COUNT(steps); from++)
		is_good = step_run(history, from, err);
	return db_end(history, is_good, err);
}
