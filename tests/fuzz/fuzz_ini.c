/* SPDX-License-Identifier: MIT
 * Fuzzes the INI reader and the sections that nines reads itself. */
#include "config.h"

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include "nines/base/alloc.h"
#include "nines/conf/ini.h"
#include "nines/conf/settings.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = xstrndup((const char *)data, size);
	struct conf_errors errors = {0};
	struct ini ini = {0};

	ini_read_text("fuzz", (const char *)data, size, &ini, &errors);
	ini_release(&ini);
	settings_free(settings_load_text("fuzz", text, &errors));
	conf_errors_release(&errors);
	free(text);
	return 0;
}
