/* SPDX-License-Identifier: MIT
 * Floor of the key latency: a program that has a screen and nothing else. */
#include "config.h"

#include "floor_draw.h"

int main(void)
{
	return floor_draw();
}
