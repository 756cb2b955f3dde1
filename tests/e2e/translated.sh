#!/bin/bash
# SPDX-License-Identifier: MIT
# The dashboard in a language in which every message has brackets, accents and a character of two
# columns and is 40 % longer: no word on a screen stays as it was but names and what the sources say, every column stands
# below its heading, and JSON and exit codes know nothing of it.
# shellcheck source=tests/e2e/lib.bash
. "$(dirname "$0")/lib.bash"
need tmux jq python3 msgfmt xgettext
grep -q '^#define ENABLE_NLS 1' "$abs_builddir/config.h" ||
	{ echo "skipped: configured without messages" && exit 77; }

# shellcheck disable=SC2046
xgettext $(sed -n '/^pot_flags/,$s/^\t\(.*\)/\1/p' "$abs_srcdir/po/po.mk" | tr -d '\\') \
	--directory="$abs_srcdir" --files-from="$abs_srcdir/po/POTFILES.in" \
	--output="$work/nines.pot" 2>"$work/xgettext.log" && [ ! -s "$work/xgettext.log" ] ||
	fail "no catalog of messages, or one with doubts"
mkdir -p "$work/messages/xx/LC_MESSAGES"
python3 "$abs_srcdir/tests/tools/pseudo.py" "$work/nines.pot" >"$work/xx.po"
msgfmt --check-format --output-file="$work/messages/xx/LC_MESSAGES/nines.mo" "$work/xx.po" ||
	fail "the translation is not valid"
export TEXTDOMAINDIR=$work/messages LANGUAGE=xx

nines() { # ARGUMENT...
	"$NINES" --demo --demo-seed 1 "$@"
}
# What programs read is the same in every language; it has the names that are data.
nines status --json >"$work/status.json" &
nines incidents --all --json >"$work/incidents.json" &
nines status >"$work/status.text" &
wait
jq -e '.services | length > 5' "$work/status.json" >"$work/has" || fail "no JSON"
! grep -h 'ö' "$work/status.json" "$work/incidents.json" >"$work/odd.log" ||
	fail "JSON is translated"
# Keys, names of panes, actions and options are written as in the configuration; the rest is
# what the demonstration's servers say.
cat >"$work/names" <<-'END'
	Enter Space figures people demo elearn example urgency high priority
	escalation policy
END
all_translated() { # WHAT, of standard input
	python3 "$abs_srcdir/tests/tools/untranslated.py" "$work/status.json" \
		"$work/incidents.json" "$work/names" >"$work/untranslated.log" ||
		fail "$1: words that are not translated"
}
grep -q '^\[SÉRVÍCÉ' "$work/status.text" || fail "the tables are not translated"
all_translated "nines status" <"$work/status.text"

size='200 100' dashboard --demo --demo-seed 1
wait_screen '5/5 '
wait_screen '\[šérvíčé'
columns() { # TEXT: 語 takes two
	local wide=${1//[!語]/}
	echo $((${#1} + ${#wide}))
}
# The column at which a text begins in the first line that has it.
column_of() { # TEXT
	local line
	line=$(grep -m 1 -F "$1" "$work/overview")
	columns "${line%%"$1"*}"
}
# a name begins where its heading does
under() { # TEXT TEXT-OF-THE-FIRST-LINE-BELOW
	expect "what stands below $1" "$(column_of "$1")" "$(column_of "$2")"
}
screen >"$work/overview"
all_translated "the overview" <"$work/overview"
under '[šérvíčéöö' Payments
under '[téám' business
grep '│' "$work/overview" >"$work/rows"
while IFS= read -r row; do
	expect "the line between panes" "$(column_of '│')" "$(columns "${row%%│*}")"
done <"$work/rows"
keys 2 Enter
wait_screen '\[štátúšöö'
screen | all_translated "an incident"
keys q
wait_screen '^. 2 \[íňčídéňtš'
keys R
wait_screen 'áňý óthér kéý = ňó'
screen | all_translated "a question"
keys x
wait_screen 'ňóthíňg wáš šéňt'
keys 1 Enter
wait_screen '\[búrň'
screen | all_translated "a service"
keys q
wait_screen '^. 1 \[šérvíčéš'
keys v
wait_screen ' 1 \[úptíméö'
screen | all_translated "the figures"
keys v
wait_screen ' 1 \[ówňéršhíp'
screen | all_translated "the people"
keys '?'
wait_screen '\[ópéň thé détáíl'
! screen | grep -E '^ *(j|k|PgDn|Enter) ' | grep -v '\[' || fail "help that is not translated"
keys q
keys q
wait_exit 0

# A terminal that shows only ASCII has the nearest letters.
size='80 24' dashboard --demo --demo-seed 1 --ascii
wait_screen '^. 1 \[serviceso'
wait_screen 'Payments .* Rosa'
keys q
wait_exit 0
exit 0
