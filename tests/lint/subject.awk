# SPDX-License-Identifier: MIT
# Prints, for each C file, its path and the first sentence of its first comment: a line for
# CODE-MAP.
function finish() {
	if (file == "")
		return
	gsub(/[ \t]+/, " ", text)
	sub(/^ /, "", text)
	if (match(text, /[.;]( |$)/))
		text = substr(text, 1, RSTART - 1)
	printf "%-35s %s\n", file, text
}
FNR == 1 {
	finish()
	file = FILENAME
	text = ""
	is_over = 0
}
is_over {
	next
}
{
	line = $0
	has_end = line ~ /\*\// && line !~ /SPDX/
	if (line !~ /^(\/\*| \*)/)
		is_over = 1
	sub(/^ *\/?\*+ ?/, "", line)
	sub(/\*\/.*/, "", line)
	sub(/SPDX-License-Identifier:.*/, "", line)
	if (!is_over)
		text = text " " line
	if (has_end)
		is_over = 1
}
END {
	finish()
}
