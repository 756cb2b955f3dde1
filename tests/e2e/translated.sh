#!/bin/bash
# SPDX-License-Identifier: MIT
# The dashboard in a language in which every message has brackets and accents and is 40 % longer:
# no title, heading, hint or help stays as it was, every column stands below its heading, and
# JSON and exit codes know nothing of it.
# shellcheck source=tests/e2e/lib.bash
. "$(dirname "$0")/lib.bash"
need tmux jq python3 msgfmt xgettext
grep -q '^#define ENABLE_NLS 1' "$abs_builddir/config.h" ||
	{ echo "skipped: configured without messages" && exit 77; }
{ # shellcheck disable=SC2046
	xgettext $(sed -n '/^pot_flags/,$s/^\t\(.*\)/\1/p' "$abs_srcdir/po/po.mk" | tr -d '\\') \
		--directory="$abs_srcdir" --files-from="$abs_srcdir/po/POTFILES.in" \
		--output="$work/nines.pot"
} || fail "no catalog of messages"
mkdir -p "$work/messages/xx/LC_MESSAGES"
python3 "$abs_srcdir/tests/tools/pseudo.py" "$work/nines.pot" >"$work/xx.po"
msgfmt --check-format --output-file="$work/messages/xx/LC_MESSAGES/nines.mo" "$work/xx.po" ||
	fail "the translation is not valid"
export TEXTDOMAINDIR=$work/messages LANGUAGE=xx

# Words that are in no brackets: a bracket may be cut by the edge of a column.
untranslated() {
	sed -E 's/\[[^]]*(\]|…|$)//g'
}
titles() { # the title rows, without the figures behind
	screen | grep -E '^[▸─] [0-9] ' | sed -E 's/^[▸─] [0-9] //'
}
size='160 48' dashboard --demo --demo-seed 1
wait_screen '5/5 '
titles >"$work/titles"
[ "$(wc -l <"$work/titles")" -ge 2 ] || fail "no titles"
! grep -v '^\[' "$work/titles" || fail "titles that are not translated"
wait_screen '\[šérvíčé'
heads=$(screen | grep -m 1 -F '[šérvíčéö')
[ -n "$heads" ] || fail "no headings"
! untranslated <<<"$heads" | grep '[A-Za-z]\{4\}' || fail "headings that are not translated"
screen | tail -n 1 >"$work/hints"
[ "$(grep -o '\[' "$work/hints" | wc -l)" -ge 4 ] || fail "hints that are not translated"
# a name begins where its heading does
under() { # TEXT TEXT-OF-THE-FIRST-LINE-BELOW
	local before=${heads%%"$1"*} row
	row=$(screen | grep -m 1 -F "$2")
	expect "what stands below $1" "$2" "${row:${#before}:${#2}}"
}
under '[šérvíčé' Payments
under '[téám' business
under '[úptímé' '0d 9' # figures end where their heading does
keys '?'
wait_screen '\[ópéň thé détáíl'
! screen | grep -E '^ *(j|k|PgDn|Enter) ' | grep -v '\[' || fail "help that is not translated"
keys q
keys q
wait_exit 0

size='80 24' dashboard --demo --demo-seed 1
wait_screen '^. 1 \[šérvíčéš'
wait_screen 'Payments .* Rosa'
keys q
wait_exit 0

# What programs read is the same in every language.
"$NINES" --help | grep '\[.*ö' >"$work/help" || fail "the help is not translated"
"$NINES" --demo --demo-seed 1 status --json | jq -r '.services[].state, .sources[].state' |
	grep -v '^[a-z]*$' && fail "JSON is translated"
exit 0
