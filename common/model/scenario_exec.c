// SPDX-License-Identifier: GPL-3.0-or-later
// Places to a plan, and a plan to text. What a plan must be is exec_plan.c's business.
#include "common/model/scenario_exec.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/nearest.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "common/base/units.h"
#include "common/model/config_places.h"
#include "common/model/exact.h"
#include "common/model/exec_plan.h"
#include "common/model/load.h"
#include "common/model/record.h"

// The plan that is being read.
struct reading {
    const char *name; // of the file
    const struct config_places *places;
    const char *path; // "load.exec"
    struct exec_plan *plan;
    struct err *err;
};

static int blame(const struct reading *reading, const char *path)
{
    return err_prefix(reading->err, "%s:%u: %s", reading->name, config_line(reading->places, path),
                      path);
}

static int refuse(const struct reading *reading, const char *path, const char *what)
{
    return err_input(reading->err, "%s:%u: %s: %s", reading->name,
                     config_line(reading->places, path), path, what);
}

// What follows "path." in the path of a place, or NULL.
static const char *below(const char *path, const struct config_place *place)
{
    size_t length = strlen(path);
    return strncmp(place->path, path, length) == 0 && place->path[length] == '.'
               ? place->path + length + 1
               : NULL;
}

// Every key directly below path must be one of the words.
static int check_keys(const struct reading *reading, const char *path, const char *const *words,
                      size_t count)
{
    for (size_t i = 0; i < reading->places->count; i++) {
        const struct config_place *place = &reading->places->list[i];
        const char *word = below(path, place);
        bool is_known = !word || word[strcspn(word, ".[")];
        for (size_t w = 0; w < count && !is_known; w++)
            is_known = strcmp(word, words[w]) == 0;
        if (is_known)
            continue;
        scope_free char *hint = nearest_hint(word, words, count);
        return err_input(reading->err, "%s:%u: no key '%s'%s", reading->name, place->line,
                         place->path, hint);
    }
    return 0;
}

// *ret_text is what stands at "path.word", NULL for nothing; it is the place's.
static int find_text(const struct reading *reading, const char *path, const char *word,
                     const char **ret_text)
{
    scope_free char *full = alloc_printf("%s.%s", path, word);
    const struct config_place *place = config_find(reading->places, full);
    *ret_text = place ? place->value : NULL;
    return place && !place->value
               ? refuse(reading, full, "a single value is wanted, no list and no keys below it")
               : 0;
}

static int read_text(const struct reading *reading, const char *path, const char *word,
                     char **field)
{
    const char *text;
    int r = find_text(reading, path, word, &text);
    if (r == 0 && text)
        record_set(field, alloc_copy(text));
    return r;
}

static int read_list(const struct reading *reading, const char *word, char ***list, size_t *count)
{
    scope_free char *path = alloc_printf("%s.%s", reading->path, word);
    const struct config_place *whole = config_find(reading->places, path);
    if (whole && whole->value)
        return refuse(reading, path, "a list is wanted, as '[one, two]'");
    for (size_t i = 0;; i++) {
        scope_free char *item = alloc_printf("%s[%zu]", path, i);
        const struct config_place *place = config_find(reading->places, item);
        if (!place)
            return 0;
        if (!place->value)
            return refuse(reading, item, "a single value is wanted");
        exec_plan_add(list, count, place->value);
    }
}

static int read_environment(const struct reading *reading)
{
    scope_free char *path = alloc_printf("%s.environment", reading->path);
    const struct config_place *whole = config_find(reading->places, path);
    if (whole && whole->value)
        return refuse(reading, path, "names and values are wanted below it, as 'LANG: C'");
    scope_free char *item = alloc_printf("%s[0]", path);
    if (config_find(reading->places, item))
        return refuse(reading, path, "names and values are wanted below it, no list");
    for (size_t i = 0; i < reading->places->count; i++) {
        const struct config_place *place = &reading->places->list[i];
        const char *name = below(path, place);
        if (!name)
            continue;
        if (!place->value)
            return refuse(reading, place->path, "a single value is wanted");
        scope_free char *setting = alloc_printf("%s=%s", name, place->value);
        exec_plan_add(&reading->plan->environment, &reading->plan->environment_count, setting);
    }
    return 0;
}

static int read_timeout(const struct reading *reading)
{
    scope_free char *path = alloc_printf("%s.timeout", reading->path);
    const char *text;
    int r = find_text(reading, reading->path, "timeout", &text);
    if (r == 0 && text &&
        units_parse_duration_ns(text, &reading->plan->timeout_ns, reading->err) < 0)
        r = blame(reading, path);
    return r;
}

// --- metrics -----------------------------------------------------------------------------------

static int read_scale(const struct reading *reading, const char *path, double *scale)
{
    const char *text;
    char *end;
    int r = find_text(reading, path, "scale", &text);
    if (r < 0 || !text)
        return r;
    *scale = strtod(text, &end);
    return end == text || *end ? refuse(reading, path, "scale: a number is wanted, as 0.001") : 0;
}

static int read_better(const struct reading *reading, const char *path, bool *higher)
{
    const char *text;
    int r = find_text(reading, path, "better", &text);
    if (r < 0)
        return r;
    if (!text || (strcmp(text, "higher") != 0 && strcmp(text, "lower") != 0))
        return refuse(reading, path, "better: higher or lower is wanted");
    *higher = text[0] == 'h';
    return 0;
}

static int read_metric(const struct reading *reading, const struct config_place *place,
                       const char *name)
{
    static const char *const words[] = {"pointer", "pattern", "unit", "better", "scale"};
    struct exec_plan *plan = reading->plan;
    if (place->value)
        return refuse(reading, place->path, "keys are wanted below it, as pointer and better");
    struct exec_metric *metric = exec_plan_add_metric(plan);
    record_set(&metric->name, alloc_copy(name));
    int r = check_keys(reading, place->path, words, sizeof words / sizeof *words);
    if (r == 0)
        r = read_text(reading, place->path, "pointer", &metric->pointer);
    if (r == 0)
        r = read_text(reading, place->path, "pattern", &metric->pattern);
    if (r == 0)
        r = read_text(reading, place->path, "unit", &metric->unit);
    if (r == 0)
        r = read_scale(reading, place->path, &metric->scale);
    if (r == 0)
        r = read_better(reading, place->path, &metric->higher_is_better);
    if (r == 0 && exec_plan_check_metric(plan, plan->metric_count - 1, reading->err) < 0)
        r = blame(reading, place->path);
    return r;
}

static int read_metrics(const struct reading *reading)
{
    scope_free char *path = alloc_printf("%s.metrics", reading->path);
    const struct config_place *whole = config_find(reading->places, path);
    if (whole && whole->value)
        return refuse(reading, path, "names are wanted below it, as 'iops: {pointer: /iops}'");
    scope_free char *item = alloc_printf("%s[0]", path);
    if (config_find(reading->places, item))
        return refuse(reading, path, "names are wanted below it, no list");
    for (size_t i = 0; i < reading->places->count; i++) {
        const struct config_place *place = &reading->places->list[i];
        const char *name = below(path, place);
        int r = name && !name[strcspn(name, ".[")] ? read_metric(reading, place, name) : 0;
        if (r < 0)
            return r;
    }
    return 0;
}

// --- the whole ---------------------------------------------------------------------------------

static int read_plan(const struct reading *reading)
{
    static const char *const words[] = {"program", "arguments", "environment",
                                        "files",   "timeout",   "metrics"};
    struct exec_plan *plan = reading->plan;
    if (config_find(reading->places, reading->path)->value)
        return refuse(reading, reading->path, "keys are wanted below it, as program");
    int r = check_keys(reading, reading->path, words, sizeof words / sizeof *words);
    if (r == 0)
        r = read_text(reading, reading->path, "program", &plan->program);
    if (r == 0)
        r = read_list(reading, "arguments", &plan->arguments, &plan->argument_count);
    if (r == 0)
        r = read_list(reading, "files", &plan->files, &plan->file_count);
    if (r == 0)
        r = read_environment(reading);
    if (r == 0)
        r = read_timeout(reading);
    if (r == 0)
        r = read_metrics(reading);
    if (r == 0 && exec_plan_check(plan, reading->err) < 0)
        r = blame(reading, reading->path);
    return r;
}

int scenario_exec_read(struct load *load, const char *name, const struct config_places *places,
                       const char *path, struct err *err)
{
    scope_free char *whole = alloc_printf("%s.exec", path);
    struct reading reading = {.name = name, .places = places, .path = whole, .err = err};
    if (!config_find(places, whole))
        return 0;
    if (!load_is_exec(load))
        return refuse(&reading, whole, "it goes with workload: exec");
    reading.plan = exec_plan_new();
    int r = read_plan(&reading);
    if (r < 0) {
        exec_plan_free(reading.plan);
        return r;
    }
    exec_plan_free(load->exec);
    load->exec = reading.plan;
    return 0;
}

// --- the way back ------------------------------------------------------------------------------

// In double quotes, where every character can be written.
static void add_value(struct strbuf *out, const char *text)
{
    strbuf_add(out, "\"");
    for (; *text; text++) {
        unsigned char character = (unsigned char)*text;
        if (character < 0x20 || character == 0x7f)
            strbuf_printf(out, "\\x%02x", character);
        else if (character == '"' || character == '\\')
            strbuf_printf(out, "\\%c", character);
        else
            strbuf_add_bytes(out, text, 1);
    }
    strbuf_add(out, "\"\n");
}

static void add_line(struct strbuf *out, const char *indent, const char *key, const char *text)
{
    if (!*text)
        return;
    strbuf_printf(out, "%s%s: ", indent, key);
    add_value(out, text);
}

static void add_list(struct strbuf *out, const char *indent, const char *key, char *const *list,
                     size_t count)
{
    if (count)
        strbuf_printf(out, "%s  %s:\n", indent, key);
    for (size_t i = 0; i < count; i++) {
        strbuf_printf(out, "%s    - ", indent);
        add_value(out, list[i]);
    }
}

static void add_environment(struct strbuf *out, const char *indent, const struct exec_plan *plan)
{
    if (plan->environment_count)
        strbuf_printf(out, "%s  environment:\n", indent);
    for (size_t i = 0; i < plan->environment_count; i++) {
        const char *setting = plan->environment[i];
        size_t length = exec_plan_name_length(setting);
        strbuf_printf(out, "%s    %.*s: ", indent, (int)length, setting);
        add_value(out, setting + length + 1);
    }
}

static void add_metric(struct strbuf *out, const char *indent, const struct exec_metric *metric)
{
    scope_free char *deeper = alloc_printf("%s      ", indent);
    scope_free char *scale = exact_number(metric->scale);
    strbuf_printf(out, "%s    %s:\n", indent, metric->name);
    add_line(out, deeper, "pointer", metric->pointer);
    add_line(out, deeper, "pattern", metric->pattern);
    add_line(out, deeper, "unit", metric->unit);
    add_line(out, deeper, "better", metric->higher_is_better ? "higher" : "lower");
    if (metric->scale != 1)
        add_line(out, deeper, "scale", scale);
}

void scenario_exec_write(struct strbuf *out, const struct exec_plan *plan, const char *indent)
{
    scope_free char *deeper = alloc_printf("%s  ", indent);
    scope_free char *timeout = exact_duration(plan->timeout_ns);
    strbuf_printf(out, "%sexec:\n", indent);
    add_line(out, deeper, "program", plan->program);
    add_list(out, indent, "arguments", plan->arguments, plan->argument_count);
    add_list(out, indent, "files", plan->files, plan->file_count);
    add_environment(out, indent, plan);
    add_line(out, deeper, "timeout", timeout);
    if (plan->metric_count)
        strbuf_printf(out, "%smetrics:\n", deeper);
    for (size_t i = 0; i < plan->metric_count; i++)
        add_metric(out, indent, &plan->metrics[i]);
}
