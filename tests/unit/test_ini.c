/* SPDX-License-Identifier: MIT
 * The INI reader: structure, long values, quotes, and every bad line told. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "nines/conf/ini.h"

#include "conf_support.h"

/* Sections and entries as text: "[kind|name]@line key=<value>@line ...". */
static void dump(const struct ini *ini, struct str *out)
{
	for (size_t i = 0; i < ini->sections.len; i++) {
		const struct ini_section *section = &ini->sections.items[i];

		str_printf(out, "[%s|%s]@%d", section->kind, section->name, section->line);
		for (size_t k = 0; k < section->entries.len; k++)
			str_printf(out, " %s=<%s>@%d", section->entries.items[k].key,
				   section->entries.items[k].value, section->entries.items[k].line);
		str_append_char(out, '\n');
	}
}

struct reading {
	const char *text;
	const char *sections;   /* as dump writes them */
	const char *complaints; /* as complaints_append writes them */
};

static void check(const struct reading *reading)
{
	struct conf_errors errors = {0};
	struct ini ini = {0};
	struct str sections, complaints;

	str_init(&sections, 0);
	str_init(&complaints, 0);
	assert_true(ini_read_text("f", reading->text, strlen(reading->text), &ini, &errors));
	dump(&ini, &sections);
	complaints_append(&errors, &complaints);
	assert_string_equal(complaints.text, reading->complaints);
	assert_string_equal(sections.text, reading->sections);
	str_release(&sections);
	str_release(&complaints);
	ini_release(&ini);
	conf_errors_release(&errors);
}

static void check_all(const struct reading *readings, size_t count)
{
	for (size_t i = 0; i < count; i++)
		check(&readings[i]);
}

static void structure_is_read(void **state)
{
	static const struct reading readings[] = {
		{"", "", ""},
		{"[nines]\nrefresh = 30s\n", "[nines|]@1 refresh=<30s>@2\n", ""},
		{"[source prod]\r\nurl=http://x:1/a=b\r\n",
		 "[source|prod]@1 url=<http://x:1/a=b>@2\n", ""},
		{"\xef\xbb\xbf[a]\nk=v", "[a|]@1 k=<v>@2\n", ""},
		{"; c\n# c\n\n  ; c\n[a \t b ] ; c\nk : v ; c\n", "[a|b]@5 k=<v>@6\n", ""},
		{"[a]\nk =\nl = ;c\n", "[a|]@1 k=<>@2 l=<>@3\n", ""},
		{"[a]\n\theader.X-Y = 1\n\tk = 2\n", "[a|]@1 header.X-Y=<1>@2 k=<2>@3\n", ""},
		{"[a]\nk = v;w #x\n", "[a|]@1 k=<v;w #x>@2\n", ""},
	};

	(void)state;
	check_all(readings, NINES_COUNT(readings));
}

static void deeper_lines_continue_the_value(void **state)
{
	static const struct reading readings[] = {
		{"[a]\ngood = sum by (x) (\n  rate(y{a=\"b\"}\n ; note\n\n\t[$window])) ; c\n k = v\n",
		 "[a|]@1 good=<sum by (x) ( rate(y{a=\"b\"} [$window])) k = v>@2\n", ""},
		{"[a]\n  k =\n    v\n  l = w\n", "[a|]@1 k=<v>@2 l=<w>@4\n", ""},
		{"[a]\nk = v\n  [b]\nl = w\n", "[a|]@1\n",
		 "f:3: a section may not be indented deeper than the keys above it\n"},
		{"[a]\nk = rate(x\n  [5m])\n  [1h]\n", "[a|]@1 k=<rate(x [5m]) [1h]>@2\n", ""},
	};

	(void)state;
	check_all(readings, NINES_COUNT(readings));
}

static void quotes_protect_semicolons(void **state)
{
	static const struct reading readings[] = {
		{"[a]\nk = \"a ; b\" ; c\n", "[a|]@1 k=<a ; b>@2\n", ""},
		{"[a]\nk = x{a=\"1 ; 2\"} + y{b='3 ; 4'} ; c\n",
		 "[a|]@1 k=<x{a=\"1 ; 2\"} + y{b='3 ; 4'}>@2\n", ""},
		{"[a]\nk = \"a\" + \"b\"\n", "[a|]@1 k=<\"a\" + \"b\">@2\n", ""},
		{"[a]\nk = \"say \\\"hi\\\" \\d \\\\\"\n", "[a|]@1 k=<say \"hi\" \\d \\>@2\n", ""},
		{"[a]\nk = ' padded '\n", "[a|]@1 k=< padded >@2\n", ""},
		{"[a]\nk = Bob's ; c\n", "[a|]@1 k=<Bob's>@2\n", ""},
		{"[a]\nk = \"open\nl = \"\n", "[a|]@1 k=<\"open>@2 l=<\">@3\n", ""},
		{"[a]\nk = \"open ; what\nl = v\n", "[a|]@1 l=<v>@3\n",
		 "f:2: is the text after ; a comment or quoted? close the \" before it\n"},
	};

	(void)state;
	check_all(readings, NINES_COUNT(readings));
}

#define NAME_49 "a234567890123456789012345678901234567890123456789"
#define KEY_COMPLAINT                                                                              \
	"expected a key of letters, digits, '.', '_' or '-' before the '='; begin the line with "  \
	"blanks if it goes on with the value above\n"
#define LINE_COMPLAINT                                                                             \
	"expected [section] or key = value; begin the line with blanks if it goes on with the "    \
	"value above\n"

static void every_bad_line_is_told(void **state)
{
	static const struct reading readings[] = {
		{"k = v\n[a]\nfoo\n= v\nok = 1\nb ad = 2\n", "[a|]@2 ok=<1>@5\n",
		 "f:1: k stands before the first [section]\n"
		 "f:3: " LINE_COMPLAINT "f:4: " KEY_COMPLAINT "f:6: " KEY_COMPLAINT},
		{"[a\nk = v\n[]\n[ ]\n[b] c\nl = w\n[d]\nm = n\n", "[d|]@7 m=<n>@8\n",
		 "f:1: a section ends with ], as in [source prod]\n"
		 "f:3: a section needs a name, as in [source prod]\n"
		 "f:4: a section needs a name, as in [source prod]\n"
		 "f:5: nothing but a comment may follow the ] of a section\n"},
		{"[a]\nk = 1\nk = 2\n[b]\nk = 3\n[a ]\nl = 4\n", "[a|]@1 k=<1>@2\n[b|]@4 k=<3>@5\n",
		 "f:3: k is already set in line 2: keep one of them\n"
		 "f:6: [a] already begins in line 1: put all its keys there\n"},
		{"[a]\nk = \x1b[2J\nl = \xff\xfe\n\xef\xbb\xbfm = 1\n", "[a|]@1\n",
		 "f:2: control character 0x1b in column 5\nf:3: the line is not UTF-8\n"
		 "f:4: " KEY_COMPLAINT},
		{"[" NAME_49 "]\n" NAME_49 " = v\n", "[" NAME_49 "|]@1 " NAME_49 "=<v>@2\n", ""},
		{"[a]\n" NAME_49 "x = v\n[" NAME_49 "x]\n", "[a|]@1\n",
		 "f:2: a key may have at most 49 bytes\n"
		 "f:3: a section may have at most 49 bytes between [ and ]\n"},
	};

	(void)state;
	check_all(readings, NINES_COUNT(readings));
}

/* Lengths around the 200 bytes at which the packaged parser cuts. */
static void long_values_are_whole(void **state)
{
	static const size_t lengths[] = {1,   49,  190, 194, 195, 196,  197,
					 198, 199, 200, 201, 202, 1000, 20000};

	(void)state;
	for (size_t i = 0; i < NINES_COUNT(lengths); i++) {
		struct conf_errors errors = {0};
		struct ini ini = {0};
		struct str text;

		str_init(&text, 0);
		str_append(&text, "[a]\nkey = ");
		for (size_t k = 0; k < lengths[i]; k++)
			str_append_char(&text, (char)('a' + k % 26));
		ini_read_text("f", text.text, text.len, &ini, &errors);
		assert_int_equal(errors.list.len, 0);
		assert_string_equal(ini_find(&ini.sections.items[0], "key")->value, text.text + 10);
		str_release(&text);
		ini_release(&ini);
	}
}

static void too_long_a_value_is_refused(void **state)
{
	struct conf_errors errors = {0};
	struct ini ini = {0};
	struct str text;

	(void)state;
	str_init(&text, 0);
	str_append(&text, "[a]\nkey = x\n");
	for (int i = 0; i < 70000; i++)
		str_append(&text, " y\n");
	ini_read_text("f", text.text, text.len, &ini, &errors);
	assert_int_equal(errors.list.len, 1);
	assert_int_equal(errors.list.items[0].line, 2);
	assert_string_equal(errors.list.items[0].text,
			    "the value of key is longer than 65536 bytes");
	str_release(&text);
	ini_release(&ini);
	conf_errors_release(&errors);
}

static void zero_bytes_are_refused(void **state)
{
	static const char text[] = "[a]\nk = v\0w\nl = 1\n";
	struct conf_errors errors = {0};
	struct ini ini = {0};

	(void)state;
	ini_read_text("f", text, sizeof(text) - 1, &ini, &errors);
	assert_int_equal(errors.list.len, 1);
	assert_string_equal(errors.list.items[0].text, "control character 0x00 in column 6");
	assert_null(ini_find(&ini.sections.items[0], "k"));
	assert_non_null(ini_find(&ini.sections.items[0], "l"));
	ini_release(&ini);
	conf_errors_release(&errors);
}

static void complaints_have_an_end(void **state)
{
	struct conf_errors errors = {0};
	struct ini ini = {0};
	struct str text;

	(void)state;
	str_init(&text, 0);
	for (int i = 0; i < 5000; i++)
		str_append(&text, "bad\n");
	ini_read_text("f", text.text, text.len, &ini, &errors);
	assert_int_equal(errors.list.len, 500);
	assert_string_equal(errors.list.items[499].text,
			    "more errors than can be shown: correct these first");
	str_release(&text);
	ini_release(&ini);
	conf_errors_release(&errors);
}

static void missing_file_is_a_complaint(void **state)
{
	struct conf_errors errors = {0};
	struct ini ini = {0};

	(void)state;
	assert_false(ini_read("/nonexistent/nines.ini", &ini, &errors));
	assert_int_equal(errors.list.len, 1);
	assert_string_equal(errors.list.items[0].file, "/nonexistent/nines.ini");
	assert_int_equal(errors.list.items[0].line, 0);
	ini_release(&ini);
	conf_errors_release(&errors);
}

static void file_is_read(void **state)
{
	static const char text[] = "[a b]\nk = v\n";
	struct conf_errors errors = {0};
	struct ini ini = {0};
	char *path = file_with(text, sizeof(text) - 1, 0600);
	struct ini_entry *entry;

	(void)state;
	assert_true(ini_read(path, &ini, &errors));
	assert_int_equal(errors.list.len, 0);
	assert_string_equal(ini.path, path);
	entry = ini_find(&ini.sections.items[0], "k");
	assert_string_equal(entry->value, "v");
	assert_true(entry->is_used);
	unlink(path);
	free(path);
	ini_release(&ini);
	conf_errors_release(&errors);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(structure_is_read),
		cmocka_unit_test(deeper_lines_continue_the_value),
		cmocka_unit_test(quotes_protect_semicolons),
		cmocka_unit_test(every_bad_line_is_told),
		cmocka_unit_test(long_values_are_whole),
		cmocka_unit_test(too_long_a_value_is_refused),
		cmocka_unit_test(zero_bytes_are_refused),
		cmocka_unit_test(complaints_have_an_end),
		cmocka_unit_test(missing_file_is_a_complaint),
		cmocka_unit_test(file_is_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
