// SPDX-License-Identifier: GPL-3.0-or-later
// Holds telemetry against the rules. What is said about it stands in saturation_words.c.
#include "common/inference/saturation.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/strbuf.h"
#include "common/model/telemetry.h"

// --- figures ------------------------------------------------------------------------------------

// The measured part of a step.
struct span {
    const struct telemetry *telemetry;
    int64_t from_ns; // points after it count
};

static int64_t last_point_ns(const struct telemetry *telemetry)
{
    int64_t last_ns = INT64_MIN;
    for (size_t i = 0; i < telemetry->count; i++) {
        const struct telemetry_series *series = &telemetry->series[i];
        if (series->count && series->points[series->count - 1].at_ns > last_ns)
            last_ns = series->points[series->count - 1].at_ns;
    }
    return last_ns;
}

// The mean over the measured points. What is told once or seldom, such as a limit, holds until it
// is told anew: the last point before counts where there is none. NAN where there is none at all.
static double mean_of(const struct span *span, const char *source, const char *object,
                      const char *metric)
{
    const struct telemetry_series *series = telemetry_find(span->telemetry, source, object, metric);
    double sum = 0;
    size_t count = 0;
    for (size_t i = 0; series && i < series->count; i++) {
        if (series->points[i].at_ns <= span->from_ns)
            continue;
        sum += series->points[i].value;
        count++;
    }
    if (count)
        return sum / (double)count;
    return series && series->count ? series->points[series->count - 1].value : NAN;
}

static double figure_of(const struct span *span, const struct saturation_condition *condition,
                        const char *object)
{
    const char *of = condition->object ? condition->object : object;
    double value = mean_of(span, condition->source, of, condition->metric);
    if (condition->over)
        value /= mean_of(span, condition->over_source, of, condition->over);
    if (condition->factor != 0)
        value *= condition->factor;
    return isfinite(value) ? value : NAN;
}

static bool is_met(const struct saturation_figure *figure)
{
    return figure->condition->is_most ? figure->value <= figure->condition->bound
                                      : figure->value >= figure->condition->bound;
}

// --- one rule of one object ---------------------------------------------------------------------

static bool is_absent(const struct span *span, const char *source, const char *object)
{
    for (size_t i = 0; i < span->telemetry->absence_count; i++)
        if (strcmp(span->telemetry->absences[i].source, source) == 0 &&
            strcmp(span->telemetry->absences[i].object, object) == 0)
            return true;
    return false;
}

// A limit that is not set cannot be reached: control groups that say nothing of one have none.
static bool is_unlimited(const struct span *span, const struct saturation_condition *condition,
                         const char *object)
{
    static const char groups[] = "cgroup";
    bool is_over = condition->over && strcmp(condition->over_source, groups) == 0;
    const char *metric = is_over ? condition->over : condition->metric;
    if ((!is_over && strcmp(condition->source, groups) != 0) ||
        !isnan(mean_of(span, groups, object, metric)))
        return false;
    return !is_absent(span, groups, object);
}

static const char *why_absent(const struct span *span, const char *source)
{
    for (size_t i = 0; i < span->telemetry->absence_count; i++)
        if (strcmp(span->telemetry->absences[i].source, source) == 0)
            return span->telemetry->absences[i].why;
    return NULL;
}

static char *describe_missing(const struct span *span, const struct saturation_condition *condition)
{
    const char *metric = condition->metric, *source = condition->source;
    const char *why = why_absent(span, source);
    return why ? alloc_printf("no %s: %s", metric, why)
               : alloc_printf("no %s from the source %s", metric, source);
}

// Not met as soon as one figure says no; unknown where those that are there are met, and one is
// missing.
static enum saturation_state judge(const struct span *span, const struct saturation_rule *rule,
                                   const char *object, struct saturation_finding *finding)
{
    *finding = (struct saturation_finding){.resource = rule->resource, .rule = rule};
    bool is_known = true, holds = true;
    char *missing = NULL;
    for (size_t i = 0; i < SATURATION_CONDITIONS && rule->conditions[i].metric; i++) {
        const struct saturation_condition *condition = &rule->conditions[i];
        struct saturation_figure *figure = &finding->figures[finding->figure_count++];
        *figure = (struct saturation_figure){condition, figure_of(span, condition, object)};
        if (is_unlimited(span, condition, object) || (!isnan(figure->value) && !is_met(figure)))
            holds = false;
        else if (isnan(figure->value) && !missing)
            missing = describe_missing(span, condition);
        is_known = is_known && !isnan(figure->value);
    }
    finding->state = !holds ? SATURATION_NO : is_known ? SATURATION_YES : SATURATION_UNKNOWN;
    finding->object = alloc_copy(object);
    finding->missing = finding->state == SATURATION_UNKNOWN ? missing : alloc_copy("");
    if (finding->state != SATURATION_UNKNOWN)
        free(missing);
    return finding->state;
}

// --- all of them --------------------------------------------------------------------------------

static void finding_done(struct saturation_finding *finding)
{
    free(finding->object);
    free(finding->missing);
}

static struct saturation_finding *find_finding(struct saturation *saturation, const char *resource,
                                               const char *object)
{
    for (size_t i = 0; i < saturation->count; i++) {
        struct saturation_finding *finding = &saturation->list[i];
        if (strcmp(finding->resource, resource) == 0 && strcmp(finding->object, object) == 0)
            return finding;
    }
    return NULL;
}

// Of rules that are alternatives one that is met decides, then one that says no: what another one
// could not tell it could.
static int weight(enum saturation_state state)
{
    return state == SATURATION_YES ? 2 : state == SATURATION_NO ? 1 : 0;
}

static void add(struct saturation *saturation, struct saturation_finding *finding)
{
    struct saturation_finding *known = find_finding(saturation, finding->resource, finding->object);
    if (!known) {
        saturation->list =
            alloc_resized(saturation->list, saturation->count + 1, sizeof *saturation->list);
        saturation->list[saturation->count++] = *finding;
    } else if (weight(finding->state) > weight(known->state)) {
        finding_done(known);
        *known = *finding;
    } else {
        finding_done(finding);
    }
}

static void apply(struct saturation *saturation, const struct span *span,
                  const struct saturation_rule *rule, const char *object)
{
    struct saturation_finding finding;
    judge(span, rule, object, &finding);
    add(saturation, &finding);
}

// "disk *" for every disk that has the figure; for one without a name where none has.
static void apply_to_each(struct saturation *saturation, const struct span *span,
                          const struct saturation_rule *rule)
{
    size_t stem = strlen(rule->object) - 1, applied = 0;
    const struct saturation_condition *condition = &rule->conditions[0];
    for (size_t i = 0; i < span->telemetry->count; i++) {
        const struct telemetry_series *series = &span->telemetry->series[i];
        if (strncmp(series->object, rule->object, stem) != 0 ||
            strcmp(series->source, condition->source) != 0 ||
            strcmp(series->metric, condition->metric) != 0)
            continue;
        apply(saturation, span, rule, series->object);
        applied++;
    }
    // A queue or a limit that nothing has is not one that is missing.
    if (!applied && why_absent(span, condition->source))
        apply(saturation, span, rule, "");
}

static void find_first(struct saturation *saturation)
{
    for (size_t r = 0; r < saturation_rule_count && !saturation->first; r++)
        for (size_t i = 0; i < saturation->count && !saturation->first; i++) {
            const struct saturation_finding *finding = &saturation->list[i];
            if (finding->state == SATURATION_YES && finding->rule == &saturation_rules[r])
                saturation->first = finding;
        }
}

void saturation_init(struct saturation *saturation, const struct telemetry *telemetry,
                     int64_t measured_ns)
{
    *saturation = (struct saturation){0};
    int64_t last_ns = last_point_ns(telemetry);
    const struct span span = {
        .telemetry = telemetry,
        .from_ns = last_ns == INT64_MIN || measured_ns <= 0 ? INT64_MIN : last_ns - measured_ns,
    };
    for (size_t i = 0; i < saturation_rule_count; i++) {
        const struct saturation_rule *rule = &saturation_rules[i];
        if (strchr(rule->object, '*'))
            apply_to_each(saturation, &span, rule);
        else
            apply(saturation, &span, rule, rule->object);
    }
    find_first(saturation);
}

void saturation_done(struct saturation *saturation)
{
    for (size_t i = 0; i < saturation->count; i++)
        finding_done(&saturation->list[i]);
    free(saturation->list);
    *saturation = (struct saturation){0};
}
