/* SPDX-License-Identifier: MIT
 * Fuzzes themes: whatever the file holds, every role has a style that can be drawn. */
#include "config.h"

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "nines/ui/theme.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_color(theme_color color)
{
	int palette = color_degrade(color, 256);

	if (palette < COLOR_UNSET || palette > 255 || color_degrade(color, 8) > 7 ||
	    color_degrade(color, 16) > 15)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct conf_errors errors = {0};
	struct theme theme;

	theme_parse("fuzz.theme", (const char *)data, size, &theme, &errors);
	for (int i = 0; i < ROLE_COUNT; i++) {
		check_color(theme.styles[i].fg);
		check_color(theme.styles[i].bg);
	}
	conf_errors_release(&errors);
	return 0;
}
