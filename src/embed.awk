# SPDX-License-Identifier: MIT
# Turns a text file into a C string. usage: awk -v name=SYMBOL -f embed.awk FILE
BEGIN {
	print "/* made by src/embed.awk; do not edit */"
	printf "static const char %s[] =\n", name
}
{
	gsub(/\\/, "\\\\")
	gsub(/"/, "\\\"")
	gsub(/\t/, "\\t")
	printf "\t\"%s\\n\"\n", $0
}
END {
	print "\t\"\";"
}
