/* SPDX-License-Identifier: MIT
 * Zone files of the system: TZif, RFC 8536. */
#include "config.h"

#include "nines/base/zone.h"

#include <stdlib.h>
#include <string.h>

#include "nines/base/alloc.h"
#include "nines/base/attr.h"
#include "nines/base/file.h"
#include "nines/base/str.h"
#include "nines/base/timefmt.h"

#include "civil.h"
#include "zone_rule.h"

enum { HEADER_LEN = 44, NAME_LEN_MAX = 64, TYPE_LEN = 6, FILE_MAX = 1 << 20 };

/* From this moment on the offset holds. */
struct change {
	int64_t at_s;
	int offset_s;
};

struct zone {
	struct zone *next;
	char *name;
	struct change *changes; /* ascending */
	size_t count;
	int first_offset_s;    /* before the first change */
	struct zone_rule rule; /* after the last */
};

/* The counts of a header. */
struct header {
	uint32_t isut, isstd, leap, time, type, chars;
};

static struct zone *loaded;

static uint32_t read_u32(const unsigned char *at)
{
	return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static int64_t read_s64(const unsigned char *at)
{
	return (int64_t)((uint64_t)read_u32(at) << 32 | read_u32(at + 4));
}

static bool header_read(const unsigned char *at, size_t left, struct header *header)
{
	if (left < HEADER_LEN || memcmp(at, "TZif", 4) != 0)
		return false;
	*header = (struct header){
		.isut = read_u32(at + 20),
		.isstd = read_u32(at + 24),
		.leap = read_u32(at + 28),
		.time = read_u32(at + 32),
		.type = read_u32(at + 36),
		.chars = read_u32(at + 40),
	};
	return header->time < FILE_MAX && header->type > 0 && header->type <= 256 &&
	       header->chars < FILE_MAX && header->leap < FILE_MAX && header->isstd <= 256 &&
	       header->isut <= 256;
}

/* Bytes of the data after a header whose times have `time_len` bytes. */
static size_t block_len(const struct header *header, size_t time_len)
{
	return header->time * (time_len + 1) + (size_t)header->type * TYPE_LEN + header->chars +
	       header->leap * (time_len + 4) + header->isstd + header->isut;
}

/* The offset of a kind of time; false when there is no such kind, or no such clock. */
static bool offset_read(const unsigned char *types, const struct header *header, uint32_t kind,
			int *offset_s)
{
	if (kind >= header->type)
		return false;
	*offset_s = (int)(int32_t)read_u32(types + (size_t)kind * TYPE_LEN);
	return *offset_s > -ZONE_OFFSET_MAX_S && *offset_s < ZONE_OFFSET_MAX_S;
}

/* The changes of the second block, whose times have 8 bytes and ascend. */
static bool changes_read(struct zone *zone, const unsigned char *at, const struct header *header)
{
	const unsigned char *kinds = at + (size_t)header->time * 8;
	const unsigned char *types = kinds + header->time;

	zone->changes = xcalloc(header->time, sizeof(*zone->changes));
	zone->count = header->time;
	if (!offset_read(types, header, 0, &zone->first_offset_s))
		return false;
	for (uint32_t i = 0; i < header->time; i++) {
		struct change *change = &zone->changes[i];

		change->at_s = read_s64(at + (size_t)i * 8);
		if (!offset_read(types, header, kinds[i], &change->offset_s) ||
		    (i > 0 && change->at_s <= change[-1].at_s))
			return false;
	}
	return true;
}

/* "\nCET-1CEST,M3.5.0,M10.5.0/3\n": what holds after the last change. */
static void rule_read(struct zone *zone, const char *at, size_t left)
{
	char text[NAME_LEN_MAX];
	const char *end;

	if (left < 2 || *at != '\n')
		return;
	end = memchr(at + 1, '\n', left - 1);
	if (!end || (size_t)(end - at) > sizeof(text))
		return;
	memcpy(text, at + 1, (size_t)(end - at) - 1);
	text[end - at - 1] = '\0';
	zone_rule_parse(text, &zone->rule);
}

static bool zone_read(struct zone *zone, const char *bytes, size_t len)
{
	const unsigned char *at = (const unsigned char *)bytes;
	struct header header;
	size_t skip;

	if (!header_read(at, len, &header) || at[4] < '2')
		return false;
	skip = HEADER_LEN + block_len(&header, 4);
	if (skip > len || !header_read(at + skip, len - skip, &header))
		return false;
	skip += HEADER_LEN;
	if (block_len(&header, 8) > len - skip || !changes_read(zone, at + skip, &header))
		return false;
	skip += block_len(&header, 8);
	rule_read(zone, bytes + skip, len - skip);
	return true;
}

/* No path out of the folder, whatever the configuration says. */
static bool name_is_sound(const char *name)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789_+-/";

	return *name && *name != '/' && strlen(name) < NAME_LEN_MAX &&
	       name[strspn(name, letters)] == '\0';
}

static char *zone_path(const char *name)
{
	const char *folder = getenv("TZDIR");

	if (!name || !*name)
		return xstrdup("/etc/localtime");
	if (!name_is_sound(name))
		return NULL;
	return xasprintf("%s/%s", folder && *folder == '/' ? folder : "/usr/share/zoneinfo", name);
}

static void zone_free(struct zone *zone)
{
	free(zone->changes);
	free(zone->name);
	free(zone);
}

/* The process's own zone is what TZ says, when it names one. */
static const char *own_name(void)
{
	const char *name = getenv("TZ");

	if (!name || strcmp(name, ":/etc/localtime") == 0)
		return "";
	return *name == ':' ? name + 1 : *name ? name : "UTC";
}

/* Reads the file of the zone; TZ may also be a rule by itself. */
static bool zone_fill(struct zone *zone, bool is_own)
{
	char *path = zone_path(zone->name);
	struct err err = {0};
	struct str bytes;
	bool is_good = false;

	str_init(&bytes, FILE_MAX);
	if (path && file_read(path, FILE_MAX, &bytes, &err))
		is_good = zone_read(zone, bytes.text, bytes.len);
	str_release(&bytes);
	free(path);
	if (!is_good && is_own) {
		free(zone->changes);
		zone->changes = NULL;
		zone->count = 0;
		zone_rule_parse(zone->name, &zone->rule);
		is_good = zone->rule.is_set;
	}
	return is_good;
}

const struct zone *zone_load(const char *name)
{
	struct zone *zone;
	bool is_own = !name || !*name;

	if (is_own)
		name = own_name();
	for (zone = loaded; zone; zone = zone->next) {
		if (strcmp(zone->name, name) == 0 && (is_own || name_is_sound(name)))
			return zone;
	}
	zone = xcalloc(1, sizeof(*zone));
	zone->name = xstrdup(name);
	if (!zone_fill(zone, is_own)) {
		zone_free(zone);
		return NULL;
	}
	zone->next = loaded;
	loaded = zone;
	return zone;
}

int zone_offset_s(const struct zone *zone, int64_t at_ms)
{
	int64_t at_s = floor_div(at_ms, SECOND_MS);
	size_t low = 0, high;

	if (!zone)
		return 0;
	high = zone->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (zone->changes[middle].at_s <= at_s)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == zone->count && zone->rule.is_set)
		return zone_rule_offset_s(&zone->rule, at_s);
	return low == 0 ? zone->first_offset_s : zone->changes[low - 1].offset_s;
}

const char *zone_name(const struct zone *zone)
{
	if (!zone)
		return "UTC";
	return *zone->name ? zone->name : "local";
}

static int64_t local_ms_of(const struct zone *zone, int64_t at_ms)
{
	return at_ms + (int64_t)zone_offset_s(zone, at_ms) * SECOND_MS;
}

void zone_weekday_hour(const struct zone *zone, int64_t at_ms, int *weekday, int *hour)
{
	int64_t local_ms = local_ms_of(zone, at_ms);
	int64_t day = floor_days(local_ms);

	*weekday = (int)(((day + 3) % 7 + 7) % 7); /* 1970-01-01 was a Thursday */
	*hour = (int)((local_ms - day * DAY_MS) / HOUR_MS);
}

int64_t zone_night(const struct zone *zone, int64_t at_ms)
{
	return floor_days(local_ms_of(zone, at_ms) - 12 * (int64_t)HOUR_MS);
}
