/* SPDX-License-Identifier: MIT
 * The sources' health, warnings and rank. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "nines/base/i18n.h"
#include "nines/base/str.h"

#include "builder.h"

/* More warnings of one source than this are counted, not shown. */
enum { NOTICE_MAX = 3 };

struct texts {
	VEC(const char *) list;
};

bool builder_is_live(const struct builder *builder, size_t source)
{
	return builder->input->sources[source].view.state == SOURCE_LIVE;
}

void pick_offer(struct pick *pick, const char *value, size_t rank)
{
	if (!value || !*value)
		return;
	if (pick->value &&
	    (rank > pick->rank || (rank == pick->rank && strcmp(value, pick->value) >= 0)))
		return;
	pick->value = value;
	pick->rank = rank;
}

static int compare_texts(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Sorts the texts and drops those that are there twice. */
static void unique(struct texts *texts)
{
	size_t kept = 0;

	if (texts->list.len < 2)
		return;
	qsort(texts->list.items, texts->list.len, sizeof(texts->list.items[0]), compare_texts);
	for (size_t i = 0; i < texts->list.len; i++) {
		if (kept == 0 || strcmp(texts->list.items[kept - 1], texts->list.items[i]) != 0)
			texts->list.items[kept++] = texts->list.items[i];
	}
	texts->list.len = kept;
}

/* The warnings of a source's replies as one line, or NULL. */
static const char *source_notice(struct builder *builder, const struct source_input *source)
{
	struct texts texts = {0};
	const char *line = arena_strdup(builder->arena, source->view.notice);

	for (size_t i = 0; i < source->fact_count; i++) {
		const struct facts *facts = source->facts[i];

		for (size_t k = 0; k < facts->notices.len; k++)
			VEC_PUSH(&texts.list, facts->notices.items[k].text);
	}
	unique(&texts);
	for (size_t i = 0; i < texts.list.len && i < NOTICE_MAX; i++)
		line = line ? arena_printf(builder->arena, "%s; %s", line, texts.list.items[i])
			    : texts.list.items[i];
	if (texts.list.len > NOTICE_MAX)
		line = arena_printf(builder->arena, _("%s; and %zu more"), line,
				    texts.list.len - NOTICE_MAX);
	VEC_RELEASE(&texts.list);
	return line;
}

/* How the source counts uptime: the first of its methods. */
static const char *source_method(const struct source_input *source)
{
	struct pick pick = {.value = NULL};

	for (size_t i = 0; i < source->fact_count; i++)
		pick_offer(&pick, source->facts[i]->method, 0);
	return pick.value;
}

/* How many services its facts name. */
static size_t count_services(const struct source_input *source)
{
	struct texts texts = {0};
	size_t count;

	for (size_t i = 0; i < source->fact_count; i++) {
		const struct facts *facts = source->facts[i];

		for (size_t k = 0; k < facts->services.len; k++)
			if (facts->services.items[k].name)
				VEC_PUSH(&texts.list, facts->services.items[k].name);
		for (size_t k = 0; k < facts->measures.len; k++)
			VEC_PUSH(&texts.list, facts->measures.items[k].service);
	}
	unique(&texts);
	count = texts.list.len;
	VEC_RELEASE(&texts.list);
	return count;
}

/* What it tells of people's work. */
static void count_work(const struct source_input *source, struct source_view *view)
{
	for (size_t i = 0; i < source->fact_count; i++) {
		const struct facts *facts = source->facts[i];

		view->deploys += facts->deploys.len;
		for (size_t k = 0; k < facts->tasks.len; k++)
			*(facts->tasks.items[k].kind == TASK_REVIEW ? &view->reviews
								    : &view->actions) += 1;
	}
}

/* The first of its replies that says what its login may do. */
static struct fact_login login_of(struct builder *builder, const struct source_input *source)
{
	for (size_t i = 0; i < source->fact_count; i++) {
		struct fact_login login = source->facts[i]->login;

		if (!login.text)
			continue;
		login.text = arena_strdup(builder->arena, login.text);
		return login;
	}
	return (struct fact_login){.text = NULL};
}

static size_t rank_of(const struct build_input *input, size_t source)
{
	size_t rank = 0;

	for (size_t i = 0; i < input->source_count; i++)
		rank += strcmp(input->sources[i].view.name, input->sources[source].view.name) < 0;
	return rank;
}

void build_sources(struct builder *builder)
{
	const struct build_input *input = builder->input;
	struct source_view *views =
		arena_calloc(builder->arena, input->source_count, sizeof(*views));

	for (size_t i = 0; i < input->source_count; i++) {
		views[i] = input->sources[i].view;
		views[i].name = arena_strdup(builder->arena, views[i].name);
		views[i].type = arena_strdup(builder->arena, views[i].type);
		views[i].error = arena_strdup(builder->arena, views[i].error);
		views[i].acts_as = arena_strdup(builder->arena, views[i].acts_as);
		views[i].notice = source_notice(builder, &input->sources[i]);
		views[i].services = count_services(&input->sources[i]);
		views[i].login = login_of(builder, &input->sources[i]);
		count_work(&input->sources[i], &views[i]);
		builder->rank[i] = rank_of(input, i);
		builder->method[i] = source_method(&input->sources[i]);
	}
	builder->snapshot->sources = views;
	builder->snapshot->source_count = input->source_count;
}
