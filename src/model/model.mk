# SPDX-License-Identifier: MIT
# Sources of src/model, sorted, one per line.
model_sources = \
	$(end)
