/* SPDX-License-Identifier: MIT
 * Hashes, random numbers and identifiers. */
#include "config.h"

#include "nines/base/ident.h"

#include <errno.h>
#include <fcntl.h>
#include <time.h>
#include <unistd.h>

/* The hash is XXH64: https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md */
static const uint64_t PRIME_1 = 0x9E3779B185EBCA87;
static const uint64_t PRIME_2 = 0xC2B2AE3D27D4EB4F;
static const uint64_t PRIME_3 = 0x165667B19E3779F9;
static const uint64_t PRIME_4 = 0x85EBCA77C2B2AE63;
static const uint64_t PRIME_5 = 0x27D4EB2F165667C5;

static uint64_t rotate(uint64_t value, int bits)
{
	return value << bits | value >> (64 - bits);
}

/* Little-endian on every machine, so that stored hashes mean the same. */
static uint64_t read_64(const unsigned char *at)
{
	return (uint64_t)at[0] | (uint64_t)at[1] << 8 | (uint64_t)at[2] << 16 |
	       (uint64_t)at[3] << 24 | (uint64_t)at[4] << 32 | (uint64_t)at[5] << 40 |
	       (uint64_t)at[6] << 48 | (uint64_t)at[7] << 56;
}

static uint64_t read_32(const unsigned char *at)
{
	return (uint64_t)at[0] | (uint64_t)at[1] << 8 | (uint64_t)at[2] << 16 |
	       (uint64_t)at[3] << 24;
}

static uint64_t mix_round(uint64_t lane, uint64_t input)
{
	return rotate(lane + input * PRIME_2, 31) * PRIME_1;
}

static uint64_t merge_lane(uint64_t hash, uint64_t lane)
{
	return (hash ^ mix_round(0, lane)) * PRIME_1 + PRIME_4;
}

/* Eats the 32-byte stripes; *at moves to what is left. */
static uint64_t hash_stripes(const unsigned char **at, const unsigned char *end, uint64_t seed)
{
	uint64_t a = seed + PRIME_1 + PRIME_2;
	uint64_t b = seed + PRIME_2;
	uint64_t c = seed;
	uint64_t d = seed - PRIME_1;
	uint64_t hash;
	const unsigned char *p = *at;

	for (; end - p >= 32; p += 32) {
		a = mix_round(a, read_64(p));
		b = mix_round(b, read_64(p + 8));
		c = mix_round(c, read_64(p + 16));
		d = mix_round(d, read_64(p + 24));
	}
	*at = p;
	hash = rotate(a, 1) + rotate(b, 7) + rotate(c, 12) + rotate(d, 18);
	return merge_lane(merge_lane(merge_lane(merge_lane(hash, a), b), c), d);
}

static uint64_t hash_tail(const unsigned char *at, const unsigned char *end, uint64_t hash)
{
	for (; end - at >= 8; at += 8)
		hash = rotate(hash ^ mix_round(0, read_64(at)), 27) * PRIME_1 + PRIME_4;
	if (end - at >= 4) {
		hash = rotate(hash ^ read_32(at) * PRIME_1, 23) * PRIME_2 + PRIME_3;
		at += 4;
	}
	for (; at < end; at++)
		hash = rotate(hash ^ *at * PRIME_5, 11) * PRIME_1;
	hash = (hash ^ hash >> 33) * PRIME_2;
	hash = (hash ^ hash >> 29) * PRIME_3;
	return hash ^ hash >> 32;
}

uint64_t hash_bytes(const void *bytes, size_t len, uint64_t seed)
{
	const unsigned char *at = bytes;
	const unsigned char *end = at + len;
	uint64_t hash = len >= 32 ? hash_stripes(&at, end, seed) : seed + PRIME_5;

	return hash_tail(at, end, hash + len);
}

/* For a machine without /dev/urandom: unique, if not secret. */
static void fill_from_clock(unsigned char *out, size_t len)
{
	struct timespec now;
	uint64_t word;

	clock_gettime(CLOCK_REALTIME, &now);
	word = hash_bytes(&now, sizeof(now), (uint64_t)getpid());
	for (size_t i = 0; i < len; i++) {
		clock_gettime(CLOCK_MONOTONIC, &now);
		word = hash_bytes(&now, sizeof(now), word);
		out[i] = (unsigned char)word;
	}
}

static void fill_random(unsigned char *out, size_t len)
{
	int fd = open("/dev/urandom", O_RDONLY | O_CLOEXEC);
	size_t got = 0;

	while (fd >= 0 && got < len) {
		ssize_t n = read(fd, out + got, len - got);

		if (n > 0)
			got += (size_t)n;
		else if (n == 0 || errno != EINTR)
			break;
	}
	if (fd >= 0)
		close(fd);
	if (got < len)
		fill_from_clock(out, len);
}

void uuid_new(char out[UUID_TEXT_MAX])
{
	static const char digits[] = "0123456789abcdef";
	unsigned char bytes[16];
	char *at = out;

	fill_random(bytes, sizeof(bytes));
	bytes[6] = (unsigned char)((bytes[6] & 0x0f) | 0x40);
	bytes[8] = (unsigned char)((bytes[8] & 0x3f) | 0x80);
	for (size_t i = 0; i < sizeof(bytes); i++) {
		if (i == 4 || i == 6 || i == 8 || i == 10)
			*at++ = '-';
		*at++ = digits[bytes[i] >> 4];
		*at++ = digits[bytes[i] & 0x0f];
	}
	*at = '\0';
}

uint64_t random_below(uint64_t below)
{
	unsigned char bytes[8];
	uint64_t limit, value;

	if (below == 0)
		return 0;
	/* Values from the last, incomplete run of `below` would favor small results. */
	limit = UINT64_MAX - UINT64_MAX % below;
	do {
		fill_random(bytes, sizeof(bytes));
		value = read_64(bytes);
	} while (value >= limit);
	return value % below;
}
