/* SPDX-License-Identifier: MIT
 * What the files that write HTML share. */
#ifndef NINES_REPORT_HTML_H
#define NINES_REPORT_HTML_H

#include "doc.h"

/* Appends text so that none of it is markup. */
void html_escape(const char *text, struct str *out);
/* Appends a chart as a figure with inline SVG. */
void svg_chart(const struct report_chart *chart, struct str *out);

#endif
