#!/bin/bash
# SPDX-License-Identifier: MIT
# Proves that each lint check can fail: it accepts a small good tree and reports the fault
# that is put into it.
set -u
lint=$(cd "$(dirname "$0")" && pwd)
top=$(mktemp -d) || exit 2
trap 'rm -rf "$top"' EXIT
failures=0

plant() { # FILE: writes standard input to it
	mkdir -p "$top/$(dirname "$1")"
	cat >"$top/$1"
}

plant_good_tree() {
	rm -rf "${top:?}"/*
	plant include/nines/base/one.h <<'END'
/* SPDX-License-Identifier: MIT
 * One. */
#ifndef NINES_BASE_ONE_H
#define NINES_BASE_ONE_H

struct two;

/* Returns one; both of them. */
int one(int a, struct two *two);
int one_more(void);

struct hooks {
	int (*hook)(int a);
};

#endif
END
	plant src/base/one.c <<'END'
/* SPDX-License-Identifier: MIT */
/* One: "strcpy(" in a comment or a string is no call. */
#include "config.h"

#include "nines/base/one.h"

int one(int a, struct two *two)
{
	const char *text = "strcpy(a) // \" {";
	int list[] = {1, 2};

	for (int i = 0; i < a; i++) {
		if (two) {
			while (a > i) {
				return text[0] + list[0];
			}
		}
	}
	return 0;
}

int one_more(void)
{
	return 1;
}
END
	printf 'base_sources = \\\n\tsrc/base/one.c \\\n\t$(end)\n' |
		sed '1i# SPDX-License-Identifier: MIT' | plant src/base/base.mk
	plant include/nines/ui/roles.def <<'END'
/* SPDX-License-Identifier: MIT */
ROLE(TEXT, "text", TEXT, "plain text")
END
	printf '# SPDX-License-Identifier: MIT\n[roles]\ntext = red\n' | plant themes/a.theme
	printf 'theme_files = \\\n\tthemes/a.theme \\\n\t$(end)\n' |
		sed '1i# SPDX-License-Identifier: MIT' | plant themes/themes.mk
	printf '# SPDX-License-Identifier: MIT\npot_flags = --keyword=_ --keyword=says:2\n' | plant po/po.mk
	plant CODE-MAP <<'END'
src/base/one.c             one
include/nines/base/one.h   one
include/nines/ui/roles.def roles
END
	cp "$lint/../../.clang-format" "$top/"
	plant man/a.1 <<'END'
.\" SPDX-License-Identifier: MIT
.Dd January 1, 2026
.Dt A 1
.Os
.Sh NAME
.Nm a
.Nd one
.Sh DESCRIPTION
One.
END
}

has_tools() { # CHECK
	case $1 in
	lengths) command -v ctags ;;
	format) command -v clang-format ;;
	manuals) command -v mandoc ;;
	*) : ;;
	esac >/dev/null
}

fail() {
	echo "FAIL: $*"
	failures=$((failures + 1))
}

accepts() { # CHECK
	local out
	has_tools "$1" || return 0
	out=$("$lint/$1" "$top" 2>&1) || fail "$1 complains about the good tree: $out"
}

# Runs CHECK on what has been planted: it must fail and say PATTERN. Then all is good again.
reports() { # CHECK PATTERN
	local out
	if has_tools "$1"; then
		if out=$("$lint/$1" "$top" 2>&1); then
			fail "$1 accepts what it should refuse: $2"
		elif ! grep -q -- "$2" <<<"$out"; then
			fail "$1 does not say \"$2\" but: $out"
		fi
	else
		echo "not tested, a tool is missing: $1"
	fi
	plant_good_tree
}

add() { # FILE: appends standard input
	cat >>"$top/$1"
}

plant_good_tree
for check in layers lengths banned comments headers lists messages themes codemap manuals format; do
	accepts $check
done

echo '#include "nines/model/world.h"' | add src/base/one.c
reports layers 'base must not include "nines/model/world.h"'
echo '#include <curl/curl.h>' | add src/base/one.c
reports layers '<curl/curl.h> is not for this file'
echo '#include "net/private.h"' | add include/nines/ui/roles.def
cp "$top/include/nines/ui/roles.def" "$top/include/nines/ui/x.h"
reports layers 'ui must not include "net/private.h"'

{ echo 'int long_one(void)'; echo '{'; yes '	one();' | head -n 60; echo '}'; } | add src/base/one.c
reports lengths 'long_one() has 63 lines'
yes '' | head -n 600 | add src/base/one.c
reports lengths 'lines, 600 are allowed'
printf 'int six(int a, int b, int c, int d, int e, int f)\n{\n\treturn a;\n}\n' | add src/base/one.c
reports lengths 'six() has 6 parameters'
printf 'int deep(void)\n{\n\tif (1) {\n\t\tif (2) {\n\t\t\tif (3) {\n\t\t\t\tif (4) {\n}\n}\n}\n}\n}\n' |
	add src/base/one.c
reports lengths 'nested deeper'

for call in strcpy sprintf strtok atoi alloca malloc time sleep system; do
	printf 'void f(void)\n{\n\t%s(a);\n}\n' $call | add src/base/one.c
	reports banned "$call()"
done
printf 'int x; // no\n' | add src/base/one.c
reports banned 'line comment'

printf '\nint bare(void);\n' | add include/nines/base/one.h
reports comments 'a prototype without a comment'
printf '\nint bare(int a,\n\tint b);\n' | add include/nines/base/one.h
reports comments 'a prototype without a comment'

sed -i 1d "$top/src/base/one.c"
reports headers 'no SPDX'
sed -i /config.h/d "$top/src/base/one.c"
reports headers 'the first include must be'
sed -i s/NINES_BASE/BASE/ "$top/include/nines/base/one.h"
reports headers 'the guard must be'

echo | plant src/base/two.c
reports lists 'not listed: src/base/two.c'
rm "$top/src/base/one.c"
reports lists 'no such file: src/base/one.c'
echo | plant src/base/two.c
sed -i 's|\tsrc/base/one.c|\tsrc/base/two.c \\\n&|' "$top/src/base/base.mk"
reports lists 'is not sorted'

echo 'void f(void) { paper_add(a, "state"); says(a, "no such row"); }' | plant src/panes/one.c
reports messages 'src/panes/one.c:1: .*paper_add "state"'
echo 'void f(void) { out(_("no such row"), "there is no row"); }' | plant src/panes/one.c
reports messages 'one.c:1: no message.*"there is no row"'
echo 'void f(void) { out(1 == 1 ? "" : "s"); }' | plant src/panes/one.c
reports messages 'a plural by hand'

echo 'nothing = red' | add themes/a.theme
reports themes 'there is no role "nothing"'
echo | plant src/base/two.c
reports codemap 'no line for src/base/two.c'
rm "$top/src/base/one.c"
reports codemap 'there is no src/base/one.c'
echo '.Foo bar' | add man/a.1
reports manuals 'Foo'
echo 'int  badly_formatted ;' | add src/base/one.c
reports format 'one.c'
echo '# space ' | add src/base/base.mk
reports format 'space at the end'

[ $failures = 0 ] && echo "every check can fail"
