#!/bin/bash
# SPDX-License-Identifier: MIT
# The report in a real browser without a window: every chart has marks that can be seen, light
# and dark, and nothing was asked of the network.
# shellcheck source=tests/e2e/lib.bash
. "$(dirname "$0")/../e2e/lib.bash"
need curl jq python3 chromium
check=$abs_srcdir/tests/tools/report_check.py

# Opens a page and prints what became of it.
browse() { # FILE OPTION...
	local file=$1
	shift
	timeout 120 chromium --headless --no-sandbox --disable-gpu --disable-dev-shm-usage \
		--user-data-dir="$work/chromium" --no-first-run --disable-extensions \
		--disable-background-networking --host-resolver-rules='MAP * ~NOTFOUND' \
		--virtual-time-budget=10000 --dump-dom "$@" "file://$file" 2>>"$work/chromium.log"
}
told_of() { # DOM
	sed -n 's|.*<pre id="told">\(.*\)</pre>.*|\1|p' "$1"
}

"$NINES" --demo report --format html >"$work/report.html" 2>/dev/null || fail "no report"
python3 "$check" --frame "$work/report.html" >"$work/frame.html"
browse "$work/frame.html" >"$work/dom" || fail "the browser failed"
told_of "$work/dom" >"$work/told"
jq . "$work/told" || fail "the browser said nothing: $(head -c 600 "$work/dom")"

wanted=$(grep -c '<figure' "$work/report.html")
[ "$wanted" -ge 5 ] || fail "$wanted charts"
jq -e --argjson wanted "$wanted" '
	(.charts | length) == $wanted and
	(.charts | all(.width > 400 and .height > 30 and .marks > 0)) and
	.tables > 30 and (.overflow | not)' "$work/told" >/dev/null || fail "a chart is not to be seen"

browse "$work/frame.html" --force-dark-mode --blink-settings=preferredColorScheme=0 >"$work/dom2" ||
	fail "the browser failed in the dark"
dark=$(told_of "$work/dom2" | jq -r .dark)
light=$(jq -r .dark "$work/told")
[ "$dark" != "$light" ] || fail "dark and light look the same: $light"

# the page as it is, by itself: nothing of it is refused or missing
browse "$work/report.html" --enable-logging=stderr --v=0 >"$work/dom3" || fail "the browser failed"
grep -q 'Reliability report' "$work/dom3" || fail "the page is not there"
if grep -E 'Refused to|ERR_NAME_NOT_RESOLVED|Content Security' "$work/chromium.log"; then
	fail "something was to be loaded"
fi
