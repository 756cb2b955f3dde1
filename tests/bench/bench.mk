# SPDX-License-Identifier: MIT
# Measuring programs, built by dev bench only.
bench_programs = \
	$(end)
