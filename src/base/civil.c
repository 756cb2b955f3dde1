/* SPDX-License-Identifier: MIT
 * Calendar arithmetic in UTC: days are counted in eras of 400 years that begin on
 * 1 March, so that the leap day comes last. */
#include "config.h"

#include "civil.h"

#include "nines/base/timefmt.h"

enum { ERA_DAYS = 146097, EPOCH_DAYS = 719468 };

int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b < 0);
}

int64_t floor_days(int64_t ms)
{
	return floor_div(ms, DAY_MS);
}

int64_t civil_days(int64_t year, int month, int day)
{
	int64_t y = year - (month <= 2);
	int64_t era = floor_div(y, 400);
	int64_t year_of_era = y - era * 400;
	int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

	return era * ERA_DAYS + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 +
	       day_of_year - EPOCH_DAYS;
}

int64_t civil_to_ms(const struct civil *civil)
{
	return civil_days(civil->year, civil->month, civil->day) * DAY_MS +
	       (int64_t)civil->hour * HOUR_MS + (int64_t)civil->minute * MINUTE_MS +
	       (int64_t)civil->second * SECOND_MS + civil->millisecond;
}

struct civil civil_from_ms(int64_t ms)
{
	int64_t days = floor_days(ms);
	int64_t rest = (ms % DAY_MS + DAY_MS) % DAY_MS;
	int64_t era = floor_div(days + EPOCH_DAYS, ERA_DAYS);
	int64_t day_of_era = days + EPOCH_DAYS - era * ERA_DAYS;
	int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 -
			       day_of_era / (ERA_DAYS - 1)) /
			      365;
	int64_t day_of_year =
		day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int64_t shifted = (5 * day_of_year + 2) / 153;
	struct civil civil = {
		.month = (int)(shifted < 10 ? shifted + 3 : shifted - 9),
		.day = (int)(day_of_year - (153 * shifted + 2) / 5 + 1),
		.hour = (int)(rest / HOUR_MS),
		.minute = (int)(rest / MINUTE_MS % 60),
		.second = (int)(rest / SECOND_MS % 60),
		.millisecond = (int)(rest % SECOND_MS),
	};

	civil.year = year_of_era + era * 400 + (civil.month <= 2);
	return civil;
}

static int month_days(int64_t year, int month)
{
	static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

	return days[month - 1] + (month == 2 && is_leap);
}

bool civil_is_valid(const struct civil *civil)
{
	return civil->month >= 1 && civil->month <= 12 && civil->day >= 1 &&
	       civil->day <= month_days(civil->year, civil->month) && civil->hour >= 0 &&
	       civil->hour <= 23 && civil->minute >= 0 && civil->minute <= 59 &&
	       civil->second >= 0 && civil->second <= 60;
}
