// SPDX-License-Identifier: GPL-3.0-or-later
// Names, copies and one line for people. Knows no workload: whether there is a "cpu" is for the
// guest's table to say.
#include "common/model/load.h"

#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "common/model/exec_plan.h"

static const char *const arrivals_names[] = {
#define X(name, text) [LOAD_##name] = text,
    LOAD_ARRIVALS(X)
#undef X
};

const char *load_arrivals_name(enum load_arrivals arrivals)
{
    if ((unsigned)arrivals >= LOAD_ARRIVALS_COUNT)
        return "unknown";
    return arrivals_names[arrivals];
}

int load_arrivals_parse(const char *text)
{
    for (int i = 0; i < LOAD_ARRIVALS_COUNT; i++)
        if (strcmp(text, arrivals_names[i]) == 0)
            return i;
    return -1;
}

bool load_is_idle(const struct load *load)
{
    return strcmp(load->workload, "idle") == 0;
}

bool load_is_exec(const struct load *load)
{
    return strcmp(load->workload, "exec") == 0;
}

void load_copy(struct load *into, const struct load *from)
{
    *into = *from;
    into->workload = alloc_copy(from->workload);
    into->variant = alloc_copy(from->variant);
    into->options = alloc_copy(from->options);
    trace_set_copy(&into->traces, &from->traces);
    into->exec = exec_plan_copy(from->exec);
}

void load_done(struct load *load)
{
    if (!load)
        return;
    free(load->workload);
    free(load->variant);
    free(load->options);
    trace_set_done(&load->traces);
    exec_plan_free(load->exec);
    *load = (struct load){0};
}

static void describe_burst(const struct load_burst *burst, struct strbuf *text)
{
    char length[UNITS_TEXT_SIZE];

    strbuf_printf(text, ", %gx for %s", burst->factor_permille / 1000.0,
                  units_format_duration_ns(length, (double)burst->length_ns));
}

static void describe_traces(const struct load *load, struct strbuf *text)
{
    char length[UNITS_TEXT_SIZE];

    if (load->traces.count > 1)
        strbuf_printf(text, " of %zu traces", load->traces.count);
    strbuf_printf(text, ", %s",
                  units_format_duration_ns(length, (double)trace_set_length_ns(&load->traces)));
    if (load->trace_speed > 0)
        strbuf_printf(text, " at %gx", load->trace_speed);
    if (load->trace_is_poisson)
        strbuf_add(text, ", poisson");
}

static void describe_arrivals(const struct load *load, struct strbuf *text)
{
    char rate[UNITS_TEXT_SIZE];

    if (load->arrivals == LOAD_CLOSED)
        strbuf_add(text, ", closed");
    else
        strbuf_printf(text, ", paced %s (%s", units_format_rate(rate, &load->rate),
                      load_arrivals_name(load->arrivals));
    if (load->arrivals == LOAD_BURSTY)
        describe_burst(&load->burst, text);
    if (load->arrivals == LOAD_REPLAY)
        describe_traces(load, text);
    if (load->arrivals != LOAD_CLOSED)
        strbuf_add(text, ")");
}

char *load_describe(const struct load *load)
{
    scope_strbuf struct strbuf text = {0};
    char bytes[UNITS_TEXT_SIZE];

    strbuf_add(&text, load->workload ? load->workload : "");
    if (load->variant && load->variant[0])
        strbuf_printf(&text, " %s", load->variant);
    if (load->options && load->options[0])
        strbuf_printf(&text, " (%s)", load->options);
    if (load->exec)
        strbuf_printf(&text, " %s", load->exec->program);
    describe_arrivals(load, &text);
    if (load->threads)
        strbuf_printf(&text, ", %u thread%s", load->threads, load->threads == 1 ? "" : "s");
    if (load->working_set_bytes)
        strbuf_printf(&text, ", %s a thread", units_format_bytes(bytes, load->working_set_bytes));
    return strbuf_take(&text);
}

char *load_option(const struct load *load, const char *name)
{
    scope_free char *words = alloc_copy(load->options ? load->options : "");
    size_t length = strlen(name);
    char *rest;
    for (char *word = strtok_r(words, ", ", &rest); word; word = strtok_r(NULL, ", ", &rest))
        if (strncmp(word, name, length) == 0 && word[length] == '=')
            return alloc_copy(word + length + 1);
    return NULL;
}
