# SPDX-License-Identifier: MIT
# Prints C files as FILE:LINE:TEXT without comments and without the content of strings.
# A line comment is left in place, so that it can be found.
FNR == 1 {
	in_comment = 0
}
{
	rest = $0
	out = ""
	while (rest != "") {
		if (in_comment) {
			end = index(rest, "*/")
			if (!end)
				break
			rest = substr(rest, end + 2)
			in_comment = 0
			continue
		}
		if (!match(rest, /"|'|\/\*|\/\//)) {
			out = out rest
			break
		}
		out = out substr(rest, 1, RSTART - 1)
		mark = substr(rest, RSTART, RLENGTH)
		rest = substr(rest, RSTART + RLENGTH)
		if (mark == "//") {
			out = out "//"
			break
		}
		if (mark == "/*") {
			in_comment = 1
			continue
		}
		body = mark == "\"" ? "^([^\"\\\\]|\\\\.)*\"" : "^([^'\\\\]|\\\\.)*'"
		if (match(rest, body))
			rest = substr(rest, RLENGTH + 1)
		else
			rest = ""
		out = out mark mark
	}
	print FILENAME ":" FNR ":" out
}
