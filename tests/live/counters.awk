# SPDX-License-Identifier: MIT
# Thirty days of http_requests_total in OpenMetrics, up to `now` (seconds): six services
# with outages that are always at the same distance from now. Three days (whole blocks of
# two hours) go to one file `out`.N: promtool reads a file once for each of its blocks.
# Between hole_from and hole_to (seconds) nothing is scraped; with idle=1 there is a service
# that nobody asks anything. After them come deploy_timestamp_seconds, the time of each service's last deploy.

# Counts of one step: good and failed requests of a service at `age` days before now.
function failed(service, age) {
	if (service == "checkout" && age < 3.25 && age > 3.2)
		return 0.6
	if (service == "checkout" && age < 17.1 && age > 17.05)
		return 0.25
	if (service == "payments" && age < 6.5 && age > 5.9)
		return 1
	if (service == "video" && age < 4.02 && age > 4)
		return 0.5
	if (service == "broken")
		return 1
	return service == "search" ? 0 : 0.0004
}

function write(service, code, at, value, file) {
	if (at > hole_from && at < hole_to)
		return
	file = out "." int(at / 259200)
	if (!(file in files)) {
		files[file]
		print "# TYPE http_requests counter" >file
	}
	printf "http_requests_total{service=\"%s\",code=\"%s\"} %d %d\n", service, code, value, at >file
}

# checkout is restarted eleven days ago: its counters begin again.
function series(service, days, code, share_of_failed, at, step, value, age, bad, was_reset) {
	for (at = now - days * 86400; at <= now; at += step) {
		age = (now - at) / 86400
		step = age > 0.25 ? 300 : 60
		bad = failed(service, age)
		value += service == "idle" ? 0 : step * 8 * (share_of_failed ? bad * share_of_failed : 1 - bad)
		if (service == "checkout" && age <= 11 && !was_reset) {
			was_reset = 1
			value = 0
		}
		write(service, code, at, value)
	}
}

function deploys(service, ages, count, list, at, i, last, file) {
	count = split(ages, list, " ")
	for (at = now - 30 * 86400; at <= now; at += 300) {
		last = 0
		for (i = 1; i <= count; i++)
			if (at >= now - list[i] * 86400)
				last = now - list[i] * 86400
		file = out "." int(at / 259200)
		if (!(file in with_deploys)) {
			with_deploys[file]
			print "# TYPE deploy_timestamp_seconds gauge" >file
		}
		if (last)
			printf "deploy_timestamp_seconds{service=\"%s\"} %d %d\n", service, last, at >file
	}
}

BEGIN {
	series("checkout", 30, 200, 0)
	series("checkout", 30, 500, 0.75)
	series("checkout", 30, 503, 0.25)
	series("search", 30, 200, 0)
	series("payments", 30, 200, 0)
	series("payments", 30, 500, 1)
	series("video", 10, 200, 0)
	series("video", 10, 502, 1)
	series("login", 30, 201, 0)
	series("login", 30, 404, 0.5)
	series("login", 30, 500, 1)
	series("broken", 30, 500, 1)
	if (idle)
		series("idle", 30, 200, 0)
	deploys("checkout", "25 10.25 3.25 3")
	deploys("payments", "6.5")
	for (file in files)
		print "# EOF" >file
}
