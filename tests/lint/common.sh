# SPDX-License-Identifier: MIT
# What the lint scripts share. Each takes the top folder as its argument (default: the
# folder it stands in), prints one line per finding and exits 1 when there is one.
set -u
lint_folder=$(cd "$(dirname "$0")" && pwd)
cd "${1:-$lint_folder/../..}" || exit 2
LC_ALL=C
export LC_ALL

# C files that we wrote: no generated ones.
c_files() { # FOLDER...
	for folder; do
		[ ! -d "$folder" ] || find "$folder" -name '*.[ch]' ! -name '*_gen.h' -type f
	done | sort
}

# Reads findings from standard input, prints them, and is false when there are any.
finish() {
	findings=$(cat)
	[ -n "$findings" ] || return 0
	printf '%s\n' "$findings"
	return 1
}

# Strips comments and the content of strings, keeps the lines: FILE:LINE:TEXT.
code_of() { # FILE...
	[ $# -eq 0 ] || awk -f "$lint_folder/strip.awk" "$@"
}
