#!/bin/bash
# SPDX-License-Identifier: MIT
# Every request of the fixtures, and the replies of some, against the vendors' own OpenAPI files, where we have them:
# NINES_SCHEMAS names their folder. They are not ours to ship.
# shellcheck source=tests/e2e/lib.bash
. "$(dirname "$0")/../e2e/lib.bash"
need python3

skip() { # WHY
	echo "skipped: $*"
	exit 77
}

schemas=${NINES_SCHEMAS:-$abs_srcdir/../shared/apis/schemas}
checker=$abs_srcdir/tests/live/schema_requests.py
fixtures=$abs_srcdir/tests/fixtures
files=(
	"pagerduty=$schemas/incidents/pagerduty-rest-openapiv3.json"
	"incidentio=$schemas/incidents/incidentio-openapi3.json"
	"alertmanager=$schemas/alertmanager-v2-openapi.yaml"
)

for file in "${files[@]}"; do
	[ -r "${file#*=}" ] || skip "no ${file##*/}: set NINES_SCHEMAS"
done
python3 -c 'import jsonschema, yaml' 2>/dev/null || skip "python3 has no jsonschema or no yaml"

# A checker that can't fail proves nothing: it must find the fault in each broken request.
python3 "$checker" --self-check "${files[@]}" || fail "the checker lets broken requests through"
python3 "$checker" --fixtures "$fixtures" "${files[@]}" || fail "requests that the vendor refuses"
