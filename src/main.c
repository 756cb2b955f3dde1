/* SPDX-License-Identifier: MIT */
/* The entry of the program. */
#include "config.h"

#include <stdio.h>

int main(void)
{
	return printf("%s\n", PACKAGE_STRING) < 0;
}
