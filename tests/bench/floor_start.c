/* SPDX-License-Identifier: MIT
 * Floor of start-up and memory: all libraries that nines uses are started and used once,
 * then a screen is drawn. */
#include "config.h"

#include "floor_draw.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cjson/cJSON.h>
#include <curl/curl.h>
#include <sqlite3.h>

static const char schema[] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
			     "CREATE TABLE IF NOT EXISTS t(a INTEGER PRIMARY KEY, b TEXT);"
			     "INSERT INTO t(b) VALUES('row');";

static const char document[] = "{\"a\":[1,2,3],\"b\":{\"c\":\"text\",\"d\":null}}";

static int start_and_draw(const char *path)
{
	CURLM *multi = NULL;
	CURL *easy = NULL;
	sqlite3 *db = NULL;
	cJSON *json = cJSON_ParseWithLength(document, strlen(document));
	int code = 1;

	if (json && curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK &&
	    (multi = curl_multi_init()) && (easy = curl_easy_init()) &&
	    sqlite3_open(path, &db) == SQLITE_OK &&
	    sqlite3_exec(db, schema, NULL, NULL, NULL) == SQLITE_OK)
		code = floor_draw();
	cJSON_Delete(json);
	curl_easy_cleanup(easy);
	curl_multi_cleanup(multi);
	curl_global_cleanup();
	sqlite3_close(db);
	return code;
}

int main(int argc, char **argv)
{
	if (argc != 2) {
		fputs("usage: floor_start DATABASE\n", stderr);
		return 64;
	}
	return start_and_draw(argv[1]);
}
