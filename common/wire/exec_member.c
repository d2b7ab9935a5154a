// SPDX-License-Identifier: GPL-3.0-or-later
// A plan as JSON and back. Files are the host's affair and do not travel.
#include "common/wire/exec_member.h"

#include <errno.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/model/exec_plan.h"
#include "common/wire/member.h"

static json_t *texts_write(char *const *list, size_t count)
{
    json_t *array = json_array();

    for (size_t i = 0; i < count; i++)
        json_array_append_new(array, json_string(list[i]));
    return array;
}

static json_t *metric_write(const struct exec_metric *metric)
{
    json_t *object = json_object();

    json_object_set_new(object, "name", json_string(metric->name));
    json_object_set_new(object, "pointer", json_string(metric->pointer));
    json_object_set_new(object, "pattern", json_string(metric->pattern));
    json_object_set_new(object, "unit", json_string(metric->unit));
    json_object_set_new(object, "higher_is_better", json_boolean(metric->higher_is_better));
    json_object_set_new(object, "scale", json_real(metric->scale));
    return object;
}

void exec_member_write(json_t *object, const struct exec_plan *plan)
{
    json_t *exec, *metrics;

    if (!plan)
        return;
    exec = json_object();
    metrics = json_array();
    for (size_t i = 0; i < plan->metric_count; i++)
        json_array_append_new(metrics, metric_write(&plan->metrics[i]));
    json_object_set_new(exec, "program", json_string(plan->program));
    json_object_set_new(exec, "arguments", texts_write(plan->arguments, plan->argument_count));
    json_object_set_new(exec, "environment",
                        texts_write(plan->environment, plan->environment_count));
    member_write_u64(exec, "timeout_ns", plan->timeout_ns);
    json_object_set_new(exec, "metrics", metrics);
    json_object_set_new(object, "exec", exec);
}

static int text_read(const json_t *object, const char *name, char **text, struct err *err)
{
    const char *value = json_string_value(json_object_get(object, name));

    if (!value)
        return member_bad(err, "%s is no text", name);
    free(*text);
    *text = alloc_copy(value);
    return 0;
}

static int texts_read(const json_t *object, const char *name, char ***list, size_t *count,
                      struct err *err)
{
    const json_t *array = json_object_get(object, name);
    size_t length = json_array_size(array);

    if (!json_is_array(array) || length > EXEC_TEXTS_MAX)
        return member_bad(err, "%s is no list of at most %d texts", name, EXEC_TEXTS_MAX);
    for (size_t i = 0; i < length; i++) {
        const char *value = json_string_value(json_array_get(array, i));

        if (!value)
            return member_bad(err, "%s[%zu] is no text", name, i);
        exec_plan_add(list, count, value);
    }
    return 0;
}

static int metric_read(const json_t *object, struct exec_plan *plan, struct err *err)
{
    struct exec_metric *metric = exec_plan_add_metric(plan);
    const json_t *higher = json_object_get(object, "higher_is_better");
    int rc = text_read(object, "name", &metric->name, err);

    if (rc == 0)
        rc = text_read(object, "pointer", &metric->pointer, err);
    if (rc == 0)
        rc = text_read(object, "pattern", &metric->pattern, err);
    if (rc == 0)
        rc = text_read(object, "unit", &metric->unit, err);
    if (rc == 0)
        rc = member_read_real(object, "scale", -1e300, 1e300, &metric->scale, err);
    if (rc == 0 && !json_is_boolean(higher))
        rc = member_bad(err, "higher_is_better is neither true nor false");
    metric->higher_is_better = json_is_true(higher);
    return rc;
}

static int metrics_read(const json_t *object, struct exec_plan *plan, struct err *err)
{
    const json_t *array = json_object_get(object, "metrics");
    int rc = 0;

    if (!json_is_array(array) || json_array_size(array) > EXEC_METRICS_MAX)
        return member_bad(err, "metrics is no list of at most %d", EXEC_METRICS_MAX);
    for (size_t i = 0; rc == 0 && i < json_array_size(array); i++)
        rc = metric_read(json_array_get(array, i), plan, err);
    return rc;
}

static int plan_read(const json_t *object, struct exec_plan *plan, struct err *err)
{
    int rc = text_read(object, "program", &plan->program, err);

    if (rc == 0)
        rc = texts_read(object, "arguments", &plan->arguments, &plan->argument_count, err);
    if (rc == 0)
        rc = texts_read(object, "environment", &plan->environment, &plan->environment_count, err);
    if (rc == 0)
        rc = member_read_u64(object, "timeout_ns", EXEC_TIMEOUT_MIN_NS, EXEC_TIMEOUT_MAX_NS,
                             &plan->timeout_ns, err);
    if (rc == 0)
        rc = metrics_read(object, plan, err);
    // Its errors are of bad input, ours of a bad message.
    return rc == 0 && exec_plan_check(plan, err) < 0 ? -EBADMSG : rc;
}

int exec_member_read(const json_t *object, struct exec_plan **ret_plan, struct err *err)
{
    const json_t *exec = json_object_get(object, "exec");
    struct exec_plan *plan;
    int rc;

    if (!exec) {
        *ret_plan = NULL;
        return 0;
    }
    if (!json_is_object(exec))
        return member_bad(err, "exec is no object");
    plan = exec_plan_new();
    rc = plan_read(exec, plan, err);
    if (rc < 0) {
        exec_plan_free(plan);
        return err_prefix(err, "exec"), -EBADMSG;
    }
    *ret_plan = plan;
    return 0;
}
