# SPDX-License-Identifier: MIT
# Prints one X-macro line KIND(NAME) for each path .../NAME.c among its arguments.
# usage: awk -f registry.awk KIND PATH...
BEGIN {
	print "/* made by src/registry.awk; do not edit */"
	for (i = 2; i < ARGC; i++) {
		name = ARGV[i]
		sub(/.*\//, "", name)
		sub(/\.c$/, "", name)
		printf "%s(%s)\n", ARGV[1], name
	}
	exit 0
}
