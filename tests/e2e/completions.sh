#!/bin/bash
# SPDX-License-Identifier: MIT
# What Tab offers in real shells: commands, options, themes and names from the user's own
# configuration; every command and option of the help is offered. And each page of the manual
# knows every member of the JSON.
# shellcheck source=tests/e2e/lib.bash
. "$(dirname "$0")/lib.bash"
need tmux jq
files=$abs_builddir/completions
[ -e "$files/nines" ] || { echo "skipped: no completions were made" && exit 77; }
mkdir -p "$XDG_CONFIG_HOME/nines/themes"
touch "$XDG_CONFIG_HOME/nines/themes/own-look.theme"
printf '[source alpha]\ntype = probe\n[source beta]\ntype = probe\n[team red]\n' | use_config

# --- bash: what the function answers ---
offered() { # WORD... : the last is being typed
	bash --norc -c '. "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _nines
		printf "%s\n" "${COMPREPLY[@]}"' bash "$files/nines" "$@" 2>"$work/bash.log" | sort
	[ ! -s "$work/bash.log" ] || fail "bash complains: $(cat "$work/bash.log")"
}
offers() { # "WORD..." WORD... : exactly these, to what was typed
	local wanted
	wanted=$(printf '%s\n' $1 | sort)
	shift
	expect "after $*" "$wanted" "$(offered "$@")"
}
offers 'status' nines stat
offers 'alpha beta' nines --source ''
offers 'alpha beta' nines --source = ''
offers 'beta' nines status --source b
offers 'red' nines report --team ''
offers 'own-look' nines --theme own
offers 'mono' nines --theme mono
offers 'figures' nines --layout fig
offers 'json' nines status --format j
offers 'csv' nines --demo report --format c
offers 'show send' nines -c x.ini outbox s
offers '' nines outbox show s
offers '--message' nines note a:1 --me
offers '' nines status --me
offers '--dry-run' nines --dr
"$NINES" --help >"$work/help"
for name in $(sed -n '/^Commands:/,/^$/s/^  \([a-z]*\) .*/\1/p' "$work/help"); do
	offered nines '' | grep -qx "$name" || fail "bash lacks $name"
	grep -q "'$name:" "$files/_nines" || fail "zsh lacks $name"
	grep -q -- "__fish_use_subcommand -a $name " "$files/nines.fish" || fail "fish lacks $name"
	"$NINES" "$name" --help >"$work/own"
	sed -n 's/^  .*\(--[a-z-]*\).*/\1/p' "$work/own" | sort -u >"$work/wanted"
	offered nines "$name" -- | grep -x -- '--.*' | diff "$work/wanted" - ||
		fail "bash differs from nines $name --help"
	while read -r option; do
		grep -q -- "$option" "$files/_nines" || fail "zsh lacks $option"
		grep -q -- " -l ${option#--} " "$files/nines.fish" || fail "fish lacks $option"
	done <"$work/wanted"
	! grep -E '.{81}' "$work/own" || fail "the help of $name is too wide"
done
! grep -E '.{81}' "$work/help" || fail "the help is too wide"

# --- Tab in terminals ---
size='80 24' shell
type_line "PATH=$(dirname "$NINES"):\$PATH; . $files/nines"
type_text 'nines inci'
keys Tab
wait_screen 'nines incidents'
type_text ' --source al'
keys Tab
wait_screen 'incidents +--source alpha'
if command -v zsh >/dev/null; then
	open_terminal 80 24 zsh -f
	type_line "PS1='$ ' fpath=($files \$fpath); autoload -U compinit; compinit -D -u; compdef _nines nines; clear"
	wait_screen '^\$ *$'
	type_text 'nines inci'
	keys Tab
	wait_screen 'nines incidents'
	type_text ' --source=al'
	keys Tab
	wait_screen '--source=alpha'
	type_text 'outb'
	keys C-u
	type_text 'nines report --format mark'
	keys Tab
	wait_screen 'format[= ]markdown'
fi
if command -v fish >/dev/null; then
	fish_offers() { # TYPED WORD...
		local typed=$1 got
		shift
		got=$(fish --no-config -c "source $files/nines.fish; complete -C '$typed'" | cut -f 1 | sort | xargs)
		expect "fish after '$typed'" "$*" "$got"
	}
	fish_offers 'nines inci' incidents
	fish_offers 'nines --source ' alpha beta
	fish_offers 'nines --theme own' own-look
	fish_offers 'nines --theme mon' mono
	fish_offers 'nines report --format m' markdown
	fish_offers 'nines outbox s' send show
fi

# --- every member of the JSON has its line in nines-json(5) ---
members() { # ARGUMENT...
	"$NINES" --demo --demo-seed 1 "$@" --json 2>/dev/null |
		jq -r '[paths | .[] | strings] | unique[]' || true
}
{
	members status
	members incidents --all
	members oncall
	members outbox
} | sort -u | while read -r member; do
	grep -qw -- "$member" "$abs_builddir/man/nines-json.5" || fail "nines-json(5) lacks $member"
done
