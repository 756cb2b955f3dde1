# SPDX-License-Identifier: MIT
# Prints one initialiser { name, text } per theme file. usage: awk -f themes.awk FILE...
BEGIN {
	print "/* made by src/themes.awk; do not edit */"
}
FNR == 1 {
	if (NR > 1)
		print "\t\"\"},"
	name = FILENAME
	sub(/.*\//, "", name)
	sub(/\.theme$/, "", name)
	printf "{.name = \"%s\", .text =\n", name
}
{
	gsub(/\\/, "\\\\")
	gsub(/"/, "\\\"")
	gsub(/\t/, "\\t")
	printf "\t\"%s\\n\"\n", $0
}
END {
	print "\t\"\"},"
}
