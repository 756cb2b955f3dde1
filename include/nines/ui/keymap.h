/* SPDX-License-Identifier: MIT
 * Which key calls which action: the defaults of actions.def with the user's [keys] over
 * them. A key is named by its text: a A ctrl-l Enter Esc Tab Shift-Tab Up PgDn F1 Alt-x
 * Space ctrl-Up Shift-Up; a sequence of two by both, gt. Immutable once built. */
#ifndef NINES_UI_KEYMAP_H
#define NINES_UI_KEYMAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "nines/base/str.h"
#include "nines/conf/ini.h"
#include "nines/conf/settings.h"
#include "nines/ui/action.h"

enum { KEY_NAME_MAX = 32 };

/* The one key that can begin a sequence of two, "gt". */
#define KEY_PREFIX "g"

struct keymap;

/* Writes the one spelling of a key's name ("CTRL-L", "pgdn", " ") to `out`; false when no
 * key is called that. */
bool key_canonical(const char *name, char out[KEY_NAME_MAX]);
/* Writes the name of the key that terminals describe as `capability`: "kUP5" is ctrl-Up (user
 * capabilities of ncurses: nothing or 2 = Shift, 3 = Alt, 5 = ctrl), "KEY_SLEFT" Shift-Left.
 * False when it is none with a modifier that we name. */
bool key_of_capability(const char *capability, char out[KEY_NAME_MAX]);
/* Writes the name of the key that sends this character; false when there is none. */
bool key_of_character(uint32_t character, char out[KEY_NAME_MAX]);
/* True for a key with Alt that may be two: Esc, and a key that came at once. */
bool key_has_escape(const char *key);
/* Builds the map; complaints about unknown actions, unknown keys, keys that two actions
 * claim and keys that can't be had go to `errors` (may be NULL), and what is wrong keeps its default. `settings` may
 * be NULL. The caller frees. */
struct keymap *keymap_new(const struct settings *settings, struct conf_errors *errors);
/* As keymap_new, with what digits are instead of the settings' word for it. */
struct keymap *keymap_new_for(const struct settings *settings, enum digits digits,
			      struct conf_errors *errors);
/* Frees it. Accepts NULL. */
void keymap_free(struct keymap *keymap);
/* Checks [keys] for `nines check`. */
void keymap_check(const struct settings *settings, struct conf_errors *errors);
/* The action of a key in its one spelling, or ACTION_NONE. */
enum action_id keymap_find(const struct keymap *keymap, const char *key);
/* True when the key begins a sequence that calls an action. */
bool keymap_is_prefix(const struct keymap *keymap, const char *key);
/* The digit of a count that the key is, or -1; `is_begun`: a count stands before it. */
int keymap_digit(const struct keymap *keymap, const char *key, bool is_begun);
/* Appends a line for each thing in [keys] that is allowed and may surprise: actions without
 * a key, keys that tmux and screen take. */
void keymap_notes(const struct settings *settings, struct str *out);
/* What follows g in the first sequence among `keys` (between blanks); false when there is
 * none. */
bool keymap_second(const char *keys, char out[KEY_NAME_MAX]);
/* The first key of an action for hints, or "" when it has none. */
const char *keymap_key(const struct keymap *keymap, enum action_id action);
/* All its keys between blanks. */
const char *keymap_keys(const struct keymap *keymap, enum action_id action);

#endif
