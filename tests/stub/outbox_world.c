/* SPDX-License-Identifier: MIT
 * The moves and the promises of the world around one row, see outbox_world.h. */
#include "config.h"

#include "stub/outbox_world.h"

#include "nines/base/attr.h"

enum doing {
	IDLE,
	READ_ASKED,
	READ_REPLY,  /* `value` is under way to the process */
	WRITE_READY, /* committed, not yet sent */
	WRITE_OUT,
	WRITE_REPLY
};

enum owner { OWNER_NONE, OWNER_FIRST, OWNER_SECOND, OWNER_DEAD };

enum server { SERVER_OPEN, SERVER_WANTED, SERVER_RESOLVED };

enum { MANY = 3 }; /* counters stop there */

struct process {
	bool is_alive;
	enum outbox_state knows;
	enum doing doing;
	enum outbox_event value; /* of the reply under way */
	bool is_early;           /* of the reading */
};

struct world {
	struct process processes[WORLD_PROCESSES];
	enum outbox_state row; /* on the disk, with its claim */
	enum owner owner;
	bool is_claimed;
	bool is_quiet; /* no request of the last write can be under way any more */
	unsigned late; /* requests that were given up and may still arrive */
	enum server server;
	unsigned applied; /* by us, and not undone by others since */
	/* what has happened so far */
	bool was_seen;    /* the server has shown the wanted state */
	bool was_sent;    /* a write was committed */
	bool was_refused; /* the server has said no */
	bool was_taken;   /* the user has taken it back */
	bool is_offered;  /* put aside, and the user has not said anything since */
};

/* --- packing --- */

static void put(world_key *key, unsigned value, unsigned bits)
{
	*key = *key << bits | value;
}

static unsigned take(world_key *key, unsigned bits)
{
	unsigned value = (unsigned)(*key & ((1u << bits) - 1));

	*key >>= bits;
	return value;
}

static world_key pack(const struct world *world)
{
	world_key key = 0;

	for (int i = 0; i < WORLD_PROCESSES; i++) {
		const struct process *process = &world->processes[i];

		put(&key, process->is_alive, 1);
		put(&key, process->knows, 3);
		put(&key, process->doing, 3);
		put(&key, process->value, 4);
		put(&key, process->is_early, 1);
	}
	put(&key, world->row, 3);
	put(&key, world->owner, 2);
	put(&key, world->is_claimed, 1);
	put(&key, world->is_quiet, 1);
	put(&key, world->late, 2);
	put(&key, world->server, 2);
	put(&key, world->applied, 2);
	put(&key, world->was_seen, 1);
	put(&key, world->was_sent, 1);
	put(&key, world->was_refused, 1);
	put(&key, world->was_taken, 1);
	put(&key, world->is_offered, 1);
	return key;
}

static struct world unpack(world_key key)
{
	struct world world;

	world.is_offered = take(&key, 1);
	world.was_taken = take(&key, 1);
	world.was_refused = take(&key, 1);
	world.was_sent = take(&key, 1);
	world.was_seen = take(&key, 1);
	world.applied = take(&key, 2);
	world.server = (enum server)take(&key, 2);
	world.late = take(&key, 2);
	world.is_quiet = take(&key, 1);
	world.is_claimed = take(&key, 1);
	world.owner = (enum owner)take(&key, 2);
	world.row = (enum outbox_state)take(&key, 3);
	for (int i = WORLD_PROCESSES - 1; i >= 0; i--) {
		struct process *process = &world.processes[i];

		process->is_early = take(&key, 1);
		process->value = (enum outbox_event)take(&key, 4);
		process->doing = (enum doing)take(&key, 3);
		process->knows = (enum outbox_state)take(&key, 3);
		process->is_alive = take(&key, 1);
	}
	return world;
}

/* --- one process --- */

/* A move that is being made. */
struct turn {
	const struct world_rules *rules;
	struct world world;
	int who;
	struct process *process;
	bool is_full;      /* nothing can be stored */
	bool is_asked_for; /* the server has just said that the wanted state is not there */
	const char *violation;
};

/* A promise that the move breaks, whatever the rules say of the step. */
static void betray(struct turn *turn, const char *text)
{
	if (!turn->violation)
		turn->violation = text;
}

static void violate(struct turn *turn, const char *text)
{
	if (!turn->violation && !(turn->rules->gaps & GAP_NO_RULES))
		turn->violation = text;
}

static enum owner self(const struct turn *turn)
{
	return turn->who == 0 ? OWNER_FIRST : OWNER_SECOND;
}

static unsigned more(unsigned count)
{
	return count < MANY ? count + 1 : count;
}

/* Whatever was under way is nobody's business any more. */
static void be_idle(struct turn *turn)
{
	if (turn->process->doing == WRITE_OUT)
		turn->world.late = more(turn->world.late);
	turn->process->doing = IDLE;
	turn->process->value = (enum outbox_event)0;
	turn->process->is_early = false;
}

static bool store(struct turn *turn, enum outbox_event event)
{
	struct world *world = &turn->world;
	bool is_decision = event == OUTBOX_EVENT_WITHDRAWN || event == OUTBOX_EVENT_RELEASED;
	bool is_current =
		world->row == turn->process->knows || (turn->rules->gaps & GAP_DECIDE_ALL);
	bool is_owner = world->owner == self(turn) || (turn->rules->gaps & GAP_UPDATE_ALL);

	if (turn->is_full || !outbox_state_is_open(world->row) ||
	    !(is_decision ? is_current : is_owner))
		return false;
	if (is_decision) {
		world->owner = self(turn);
		world->is_claimed = false;
	}
	return true;
}

static void carry_out(struct turn *turn, enum outbox_effect effect)
{
	struct world *world = &turn->world;

	if (effect != OUTBOX_DO_READ && effect != OUTBOX_DO_WRITE)
		return;
	be_idle(turn);
	if (effect == OUTBOX_DO_READ) {
		turn->process->doing = READ_ASKED;
		turn->process->is_early = turn->process->knows == OUTBOX_SENT && !world->is_quiet &&
					  !(turn->rules->gaps & GAP_NO_QUIET);
		return;
	}
	if (!turn->is_asked_for)
		betray(turn, "sent without having read that it is needed");
	turn->process->doing = WRITE_READY;
	world->is_claimed = true;
	world->is_quiet = false;
	world->was_sent = true;
}

/* Whatever comes later, a finished row stays as it is. */
static void check_finished(struct turn *turn)
{
	enum outbox_state state = turn->process->knows;

	for (int event = 0; event < OUTBOX_EVENT_COUNT && !outbox_state_is_open(state); event++)
		violate(turn, world_rule_of_safety(
				      state, (enum outbox_event)event,
				      turn->rules->machine(state, (enum outbox_event)event)));
}

/* As outbox_apply in the program. */
static void apply(struct turn *turn, enum outbox_event event)
{
	struct process *process = turn->process;
	struct outbox_step step = turn->rules->machine(process->knows, event);
	bool is_stored = event != OUTBOX_EVENT_DUE || step.state != process->knows;

	violate(turn, world_rule_of_safety(process->knows, event, step));
	violate(turn, world_rule_of_progress(process->knows, event, step));
	if (step.effect == OUTBOX_DO_NOTHING)
		return;
	if (is_stored && !store(turn, event)) {
		process->knows = turn->world.row;
		return;
	}
	if (is_stored)
		turn->world.row = step.state;
	process->knows = step.state;
	if (step.state == OUTBOX_OFFERED)
		turn->world.is_offered = true;
	check_finished(turn);
	carry_out(turn, step.effect);
}

/* Takes the claim and makes sure that what is known is so, as work() in the program. */
static bool claim(struct turn *turn)
{
	struct world *world = &turn->world;
	bool is_free = !world->is_claimed || world->owner == OWNER_NONE ||
		       world->owner == OWNER_DEAD || world->owner == self(turn);

	if (!is_free || !outbox_state_is_open(world->row))
		return false;
	world->owner = self(turn);
	world->is_claimed = true;
	if (world->row == turn->process->knows || (turn->rules->gaps & GAP_CLAIM_ONLY))
		return true;
	turn->process->knows = world->row; /* read anew */
	return false;
}

static bool clock_event(struct turn *turn, enum outbox_event event)
{
	const enum outbox_state before = turn->process->knows;

	if (turn->process->doing != IDLE)
		return false;
	if (outbox_state_is_open(before) && !claim(turn))
		return true;
	apply(turn, event);
	if (event == OUTBOX_EVENT_TOO_OLD && before == OUTBOX_QUEUED &&
	    turn->world.row == OUTBOX_QUEUED && !turn->is_full)
		betray(turn, "an old write is not put aside");
	return true;
}

/* The user's word counts when the row is as it was seen. */
static bool withdraw(struct turn *turn)
{
	const enum outbox_state before = turn->process->knows;
	bool is_possible =
		before == turn->world.row && (before == OUTBOX_QUEUED || before == OUTBOX_OFFERED);

	turn->world.was_taken = true;
	apply(turn, OUTBOX_EVENT_WITHDRAWN);
	if (is_possible && turn->world.row != OUTBOX_WITHDRAWN)
		betray(turn, "an unsent write can't be taken back");
	return true;
}

static bool release(struct turn *turn)
{
	const enum outbox_state before = turn->process->knows;
	bool is_possible = before == turn->world.row && before == OUTBOX_OFFERED;

	if (is_possible)
		turn->world.is_offered = false;
	apply(turn, OUTBOX_EVENT_RELEASED);
	if (is_possible && turn->world.row != OUTBOX_QUEUED)
		betray(turn, "an offered write can't be sent");
	return true;
}

static bool crash(struct turn *turn)
{
	be_idle(turn);
	turn->process->is_alive = false;
	turn->process->knows = (enum outbox_state)0;
	if (turn->world.owner == self(turn))
		turn->world.owner = OWNER_DEAD;
	return true;
}

/* --- requests --- */

static void arrive(struct world *world)
{
	world->applied = more(world->applied);
	if (world->server == SERVER_OPEN)
		world->server = SERVER_WANTED;
}

static bool reply(struct turn *turn, enum doing doing, enum outbox_event value)
{
	turn->process->doing = doing;
	turn->process->value = value;
	turn->world.was_seen |= value == OUTBOX_EVENT_READ_DONE || value == OUTBOX_EVENT_WRITE_DONE;
	turn->world.was_refused |=
		value == OUTBOX_EVENT_READ_REFUSED || value == OUTBOX_EVENT_WRITE_REFUSED;
	return true;
}

static bool answer_read(struct turn *turn)
{
	static const enum outbox_event values[] = {
		[SERVER_OPEN] = OUTBOX_EVENT_READ_NEEDED,
		[SERVER_WANTED] = OUTBOX_EVENT_READ_DONE,
		[SERVER_RESOLVED] = OUTBOX_EVENT_READ_REFUSED,
	};

	return reply(turn, READ_REPLY, values[turn->world.server]);
}

/* What becomes of a request that is on its way. */
static bool move_write(struct turn *turn, int move)
{
	if (turn->process->doing != WRITE_OUT)
		return false;
	switch (move) {
	case MOVE_APPLY_SHOWN:
		if (turn->world.server == SERVER_RESOLVED)
			return false; /* it says no */
		arrive(&turn->world);
		return reply(turn, WRITE_REPLY, OUTBOX_EVENT_WRITE_DONE);
	case MOVE_APPLY:
		arrive(&turn->world);
		return reply(turn, WRITE_REPLY, OUTBOX_EVENT_WRITE_ACCEPTED);
	case MOVE_ACCEPT:
		be_idle(turn);
		return reply(turn, WRITE_REPLY, OUTBOX_EVENT_WRITE_ACCEPTED);
	case MOVE_SAY_NO:
		return reply(turn, WRITE_REPLY, OUTBOX_EVENT_WRITE_REFUSED);
	case MOVE_THROTTLE:
		return reply(turn, WRITE_REPLY, OUTBOX_EVENT_WRITE_NOT_SENT);
	case MOVE_WRITE_LOST:
		turn->process->doing = IDLE;
		be_idle(turn);
		apply(turn, OUTBOX_EVENT_WRITE_LOST);
		return true;
	default:
		return false;
	}
}

static bool give_up(struct turn *turn)
{
	if (turn->process->doing != WRITE_OUT && turn->process->doing != WRITE_REPLY)
		return false;
	be_idle(turn);
	apply(turn, OUTBOX_EVENT_WRITE_LOST);
	return true;
}

static bool lose_reading(struct turn *turn)
{
	if (turn->process->doing != READ_ASKED && turn->process->doing != READ_REPLY)
		return false;
	be_idle(turn);
	apply(turn, OUTBOX_EVENT_READ_FAILED);
	return true;
}

static bool take_reply(struct turn *turn, bool is_full)
{
	enum outbox_event value = turn->process->value;

	if (turn->process->doing != READ_REPLY && turn->process->doing != WRITE_REPLY)
		return false;
	if (value == OUTBOX_EVENT_READ_NEEDED && turn->process->is_early)
		value = OUTBOX_EVENT_READ_EARLY;
	turn->is_full = is_full;
	turn->is_asked_for = value == OUTBOX_EVENT_READ_NEEDED;
	be_idle(turn);
	apply(turn, value);
	return true;
}

static bool move_process(struct turn *turn, int move)
{
	struct process *process = turn->process;

	if (process->is_alive == (move == MOVE_START))
		return false;
	switch (move) {
	case MOVE_START:
		*process = (struct process){.is_alive = true, .knows = turn->world.row};
		return true;
	case MOVE_CRASH:
		return crash(turn);
	case MOVE_RELOAD:
		process->knows = turn->world.row;
		return true;
	case MOVE_DUE:
		return clock_event(turn, OUTBOX_EVENT_DUE);
	case MOVE_TOO_OLD:
		return clock_event(turn, OUTBOX_EVENT_TOO_OLD);
	case MOVE_WITHDRAW:
		return withdraw(turn);
	case MOVE_RELEASE:
		return release(turn);
	case MOVE_READ_ANSWERED:
		return process->doing == READ_ASKED && answer_read(turn);
	case MOVE_READ_LOST:
		return lose_reading(turn);
	case MOVE_SEND:
		return process->doing == WRITE_READY &&
		       reply(turn, WRITE_OUT, (enum outbox_event)0);
	case MOVE_GIVE_UP:
		return give_up(turn);
	case MOVE_TAKE_REPLY:
	case MOVE_TAKE_REPLY_FULL:
		return take_reply(turn, move == MOVE_TAKE_REPLY_FULL);
	default:
		return move_write(turn, move);
	}
}

/* --- the rest of the world --- */

static bool is_writing(const struct world *world)
{
	for (int i = 0; i < WORLD_PROCESSES; i++) {
		if (world->processes[i].doing == WRITE_READY ||
		    world->processes[i].doing == WRITE_OUT)
			return true;
	}
	return false;
}

/* What was undone is as if it had never been: what we do after that is done anew. */
static bool others_undo(struct world *world)
{
	if (world->server != SERVER_WANTED)
		return false;
	world->server = SERVER_OPEN;
	world->applied = 0;
	return true;
}

static bool move_rest(struct turn *turn, int move)
{
	struct world *world = &turn->world;
	bool may_be_late = turn->rules->gaps & GAP_LATE_NETWORK;

	switch (move) {
	case MOVE_ARRIVE:
		if (world->late == 0)
			return false;
		world->late--;
		arrive(world);
		return true;
	case MOVE_VANISH:
		return world->late > 0 && world->late-- > 0;
	case MOVE_QUIET:
		if (world->is_quiet || (!may_be_late && (world->late > 0 || is_writing(world))))
			return false;
		return world->is_quiet = true;
	case MOVE_EXPIRE:
		if (!world->is_claimed)
			return false;
		world->is_claimed = false;
		return true;
	case MOVE_OTHERS_DO:
		if (world->server != SERVER_OPEN)
			return false;
		world->server = SERVER_WANTED;
		return true;
	case MOVE_OTHERS_UNDO:
		return others_undo(world);
	case MOVE_OTHERS_RESOLVE:
		world->server = SERVER_RESOLVED;
		return true;
	default:
		return false;
	}
}

world_key world_first(const struct world_rules *rules)
{
	struct world world = {.row = OUTBOX_QUEUED, .is_quiet = true};

	for (int i = 0; i < rules->processes; i++)
		world.processes[i].is_alive = true;
	return pack(&world);
}

bool world_move(const struct world_rules *rules, world_key from, int move, world_key *to,
		const char **violation)
{
	const int what = move % MOVE_COUNT;
	struct turn turn = {.rules = rules, .world = unpack(from), .who = move / MOVE_COUNT};
	bool is_made;

	turn.process = &turn.world.processes[turn.who];
	is_made = what < MOVE_PROCESS_COUNT ? move_process(&turn, what)
					    : turn.who == 0 && move_rest(&turn, what);
	*violation = is_made ? turn.violation : NULL;
	if (is_made)
		*to = pack(&turn.world);
	return is_made;
}

const char *world_check(world_key key)
{
	const struct world world = unpack(key);
	bool is_unsent = world.row == OUTBOX_QUEUED || world.row == OUTBOX_OFFERED ||
			 world.row == OUTBOX_WITHDRAWN;

	if (world.applied > 1)
		return "applied twice";
	if (is_unsent && world.applied > 0)
		return "applied, but not shown as sent";
	if (world.row == OUTBOX_CONFIRMED && !world.was_seen)
		return "confirmed, but not seen";
	if (world.row == OUTBOX_SENT && !world.was_sent)
		return "shown as sent, but was not";
	if (world.row == OUTBOX_REFUSED && !world.was_refused)
		return "refused by nobody";
	if (world.row == OUTBOX_WITHDRAWN && !world.was_taken)
		return "taken back by nobody";
	if (world.is_offered && world.row != OUTBOX_OFFERED && world.row != OUTBOX_WITHDRAWN)
		return "offered, and worked on without a word of the user";
	if (!world.is_offered && world.row == OUTBOX_OFFERED)
		return "offered, and the user has said yes";
	return NULL;
}

bool world_is_settled(world_key key)
{
	const struct world world = unpack(key);

	return world.row == OUTBOX_OFFERED || !outbox_state_is_open(world.row);
}
