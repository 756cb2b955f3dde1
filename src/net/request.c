/* SPDX-License-Identifier: MIT
 * The words of a request. */
#include "config.h"

#include "nines/net/request.h"

const char *http_method_name(enum http_method method)
{
	static const char *const names[HTTP_METHOD_COUNT] = {
		[HTTP_GET] = "GET",       [HTTP_POST] = "POST", [HTTP_PUT] = "PUT",
		[HTTP_DELETE] = "DELETE", [HTTP_HEAD] = "HEAD",
	};

	return names[method];
}
