// SPDX-License-Identifier: GPL-3.0-or-later
// Holds a plan together and says what is wrong with one.
#include "common/model/exec_plan.h"

#include <errno.h>
#include <math.h>
#include <regex.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/units.h"

// Of metrics and settings: what a key of a scenario may be.
static const char name_letters[] =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";

struct exec_plan *exec_plan_new(void)
{
    struct exec_plan *plan = alloc_zeroed(1, sizeof *plan);
    plan->program = alloc_copy("");
    plan->timeout_ns = EXEC_TIMEOUT_DEFAULT_NS;
    return plan;
}

void exec_plan_add(char ***list, size_t *count, const char *text)
{
    *list = alloc_resized(*list, *count + 1, sizeof **list);
    (*list)[(*count)++] = alloc_copy(text);
}

struct exec_metric *exec_plan_add_metric(struct exec_plan *plan)
{
    plan->metrics = alloc_resized(plan->metrics, plan->metric_count + 1, sizeof *plan->metrics);
    struct exec_metric *metric = &plan->metrics[plan->metric_count++];
    *metric = (struct exec_metric){
        .name = alloc_copy(""),
        .pointer = alloc_copy(""),
        .pattern = alloc_copy(""),
        .unit = alloc_copy(""),
        .scale = 1,
    };
    return metric;
}

static void copy_texts(char ***into, size_t *into_count, char *const *from, size_t count)
{
    for (size_t i = 0; i < count; i++)
        exec_plan_add(into, into_count, from[i]);
}

struct exec_plan *exec_plan_copy(const struct exec_plan *plan)
{
    if (!plan)
        return NULL;
    struct exec_plan *copy = alloc_zeroed(1, sizeof *copy);
    copy->program = alloc_copy(plan->program);
    copy->timeout_ns = plan->timeout_ns;
    copy_texts(&copy->arguments, &copy->argument_count, plan->arguments, plan->argument_count);
    copy_texts(&copy->environment, &copy->environment_count, plan->environment,
               plan->environment_count);
    copy_texts(&copy->files, &copy->file_count, plan->files, plan->file_count);
    copy->metrics = alloc_zeroed(plan->metric_count + 1, sizeof *copy->metrics);
    copy->metric_count = plan->metric_count;
    for (size_t i = 0; i < plan->metric_count; i++) {
        copy->metrics[i] = plan->metrics[i];
        copy->metrics[i].name = alloc_copy(plan->metrics[i].name);
        copy->metrics[i].pointer = alloc_copy(plan->metrics[i].pointer);
        copy->metrics[i].pattern = alloc_copy(plan->metrics[i].pattern);
        copy->metrics[i].unit = alloc_copy(plan->metrics[i].unit);
    }
    return copy;
}

static void free_texts(char **list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(list[i]);
    free(list);
}

void exec_plan_free(struct exec_plan *plan)
{
    if (!plan)
        return;
    free(plan->program);
    free_texts(plan->arguments, plan->argument_count);
    free_texts(plan->environment, plan->environment_count);
    free_texts(plan->files, plan->file_count);
    for (size_t i = 0; i < plan->metric_count; i++) {
        free(plan->metrics[i].name);
        free(plan->metrics[i].pointer);
        free(plan->metrics[i].pattern);
        free(plan->metrics[i].unit);
    }
    free(plan->metrics);
    free(plan);
}

// --- what may be wrong -------------------------------------------------------------------------

static int check_texts(const char *what, char *const *list, size_t count, struct err *err)
{
    if (count > EXEC_TEXTS_MAX)
        return err_input(err, "%zu %s, at most %d are taken", count, what, EXEC_TEXTS_MAX);
    for (size_t i = 0; i < count; i++)
        if (strlen(list[i]) > EXEC_TEXT_MAX)
            return err_input(err, "%s[%zu] has %zu bytes, at most %d are taken", what, i,
                             strlen(list[i]), EXEC_TEXT_MAX);
    return 0;
}

size_t exec_plan_name_length(const char *setting)
{
    const char *equals = strchr(setting, '=');
    return equals ? (size_t)(equals - setting) : 0;
}

static int check_environment(const struct exec_plan *plan, struct err *err)
{
    int r = check_texts("environment", plan->environment, plan->environment_count, err);
    for (size_t i = 0; r == 0 && i < plan->environment_count; i++) {
        size_t length = exec_plan_name_length(plan->environment[i]);
        if (length == 0 || strspn(plan->environment[i], name_letters) != length)
            r = err_input(err, "environment: '%.60s' is no name of a setting",
                          plan->environment[i]);
    }
    return r;
}

static int check_pattern(const struct exec_metric *metric, struct err *err)
{
    regex_t regex;
    int code = regcomp(&regex, metric->pattern, REG_EXTENDED);
    if (code) {
        char what[128];
        regerror(code, &regex, what, sizeof what);
        return err_input(err, "metric %s: the pattern '%.200s' does not compile: %s", metric->name,
                         metric->pattern, what);
    }
    size_t groups = regex.re_nsub;
    regfree(&regex);
    if (groups == 1)
        return 0;
    return err_input(err,
                     "metric %s: the pattern '%.200s' has %zu groups; one is wanted, around the "
                     "number, as in 'p99 = ([0-9.]+)'",
                     metric->name, metric->pattern, groups);
}

// RFC 6901, 3: begins with a slash, and a tilde stands only before 0 or 1.
static int check_pointer(const struct exec_metric *metric, struct err *err)
{
    const char *pointer = metric->pointer;
    if (*pointer != '/')
        return err_input(err,
                         "metric %s: the pointer '%.200s' does not begin with '/', as in "
                         "'/jobs/0/read/iops'",
                         metric->name, pointer);
    for (const char *tilde = pointer; (tilde = strchr(tilde, '~')); tilde++)
        if (tilde[1] != '0' && tilde[1] != '1')
            return err_input(err,
                             "metric %s: in the pointer '%.200s' a '~' is followed by neither 0 "
                             "nor 1: '~' itself is written ~0, '/' in a name ~1",
                             metric->name, pointer);
    return 0;
}

static int check_name(const struct exec_plan *plan, size_t index, struct err *err)
{
    const char *name = plan->metrics[index].name;
    size_t length = strlen(name);
    if (length == 0)
        return err_input(err, "metrics[%zu] has no name", index);
    if (length > EXEC_NAME_MAX || strspn(name, name_letters) != length)
        return err_input(err,
                         "metrics[%zu]: a name has letters, digits, '_', '-', at most %d,"
                         " not '%.80s'",
                         index, EXEC_NAME_MAX, name);
    for (size_t i = 0; i < index; i++)
        if (strcmp(plan->metrics[i].name, name) == 0)
            return err_input(err, "metric %s is given twice", name);
    return 0;
}

int exec_plan_check_metric(const struct exec_plan *plan, size_t index, struct err *err)
{
    const struct exec_metric *metric = &plan->metrics[index];
    int r = check_name(plan, index, err);
    if (r < 0)
        return r;
    if (!*metric->pointer == !*metric->pattern)
        return err_input(err, "metric %s: %s", metric->name,
                         *metric->pointer
                             ? "a pointer and a pattern, one is wanted"
                             : "neither a pointer nor a pattern: where is the number?");
    if (strlen(metric->unit) > EXEC_NAME_MAX)
        return err_input(err, "metric %s: a unit of more than %d bytes", metric->name,
                         EXEC_NAME_MAX);
    if (!isfinite(metric->scale) || metric->scale == 0)
        return err_input(err, "metric %s: a scale is a number other than 0", metric->name);
    if (strlen(metric->pointer) > EXEC_TEXT_MAX || strlen(metric->pattern) > EXEC_TEXT_MAX)
        return err_input(err, "metric %s: more than %d bytes", metric->name, EXEC_TEXT_MAX);
    return *metric->pointer ? check_pointer(metric, err) : check_pattern(metric, err);
}

static size_t bytes_of(char *const *list, size_t count)
{
    size_t bytes = 0;
    for (size_t i = 0; i < count; i++)
        bytes += strlen(list[i]);
    return bytes;
}

static int check_sum(const struct exec_plan *plan, struct err *err)
{
    size_t bytes = bytes_of(plan->arguments, plan->argument_count) +
                   bytes_of(plan->environment, plan->environment_count) +
                   bytes_of(plan->files, plan->file_count);
    for (size_t i = 0; i < plan->metric_count; i++)
        bytes += strlen(plan->metrics[i].pointer) + strlen(plan->metrics[i].pattern);
    if (bytes <= EXEC_BYTES_MAX)
        return 0;
    return err_input(err,
                     "%zu bytes of arguments, settings and patterns, at most %d are taken: "
                     "put them into a file",
                     bytes, EXEC_BYTES_MAX);
}

int exec_plan_check(const struct exec_plan *plan, struct err *err)
{
    char least[UNITS_TEXT_SIZE], most[UNITS_TEXT_SIZE];
    if (!*plan->program)
        return err_input(err, "no program is named, as in 'program: /usr/bin/fio'");
    if (strlen(plan->program) > EXEC_TEXT_MAX)
        return err_input(err, "program: more than %d bytes", EXEC_TEXT_MAX);
    if (plan->timeout_ns < EXEC_TIMEOUT_MIN_NS || plan->timeout_ns > EXEC_TIMEOUT_MAX_NS)
        return err_input(err, "timeout: must lie between %s and %s",
                         units_format_duration_ns(least, (double)EXEC_TIMEOUT_MIN_NS),
                         units_format_duration_ns(most, (double)EXEC_TIMEOUT_MAX_NS));
    int r = check_texts("arguments", plan->arguments, plan->argument_count, err);
    if (r == 0)
        r = check_environment(plan, err);
    if (r == 0)
        r = check_texts("files", plan->files, plan->file_count, err);
    if (r == 0 && plan->metric_count > EXEC_METRICS_MAX)
        r = err_input(err, "%zu metrics, at most %d are taken", plan->metric_count,
                      EXEC_METRICS_MAX);
    for (size_t i = 0; r == 0 && i < plan->metric_count; i++)
        r = exec_plan_check_metric(plan, i, err);
    return r == 0 ? check_sum(plan, err) : r;
}
