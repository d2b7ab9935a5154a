// SPDX-License-Identifier: GPL-3.0-or-later
// A plan's life, and the event that keeps it: "ab: phase=b of=12 threshold=0.03 judged=p99".
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "bench/ab.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "common/base/units.h"

static const char word[] = "ab:", judged_word[] = "judged=";
static const char *const phases[] = {[AB_TURNS] = "turns", [AB_PHASE_A] = "a", [AB_PHASE_B] = "b"};
enum { PHASES = sizeof phases / sizeof *phases };

void ab_plan_done(struct ab_plan *plan)
{
    if (!plan)
        return;
    side_settings_done(&plan->sides[0]);
    side_settings_done(&plan->sides[1]);
    for (size_t i = 0; i < plan->measure_count; i++)
        free(plan->measures[i]);
    free(plan->measures);
    free(plan->reference);
    *plan = (struct ab_plan){0};
}

void ab_plan_add_measure(struct ab_plan *plan, const char *name)
{
    plan->measures = alloc_resized(plan->measures, plan->measure_count + 1, sizeof *plan->measures);
    plan->measures[plan->measure_count++] = alloc_copy(name);
}

void ab_plan_copy(struct ab_plan *into, const struct ab_plan *from)
{
    *into = (struct ab_plan){.phase = from->phase, .of = from->of, .threshold = from->threshold};
    into->reference = alloc_copy(from->reference ? from->reference : "");
    side_settings_copy(&into->sides[0], &from->sides[0]);
    side_settings_copy(&into->sides[1], &from->sides[1]);
    for (size_t i = 0; i < from->measure_count; i++)
        ab_plan_add_measure(into, from->measures[i]);
}

void ab_result_done(struct ab_result *result)
{
    if (result && result->has_contrast)
        contrast_done(&result->contrast);
    if (result)
        *result = (struct ab_result){0};
}

// --- the event ----------------------------------------------------------------------------------

char *ab_plan_format(const struct ab_plan *plan)
{
    struct strbuf text = {0};
    strbuf_printf(&text, "%s phase=%s", word, phases[plan->phase]);
    if (plan->of)
        strbuf_printf(&text, " of=%" PRId64, plan->of);
    strbuf_printf(&text, " threshold=%.9g",
                  plan->threshold > 0 ? plan->threshold : CONTRAST_THRESHOLD_DEFAULT);
    for (size_t i = 0; i < plan->measure_count; i++)
        strbuf_printf(&text, "%s%s%s", i ? "," : " ", i ? "" : judged_word, plan->measures[i]);
    return strbuf_take(&text);
}

static bool read_phase(const char *value, struct ab_plan *plan)
{
    for (int i = 0; i < PHASES; i++)
        if (strcmp(phases[i], value) == 0) {
            plan->phase = (enum ab_phase)i;
            return true;
        }
    return false;
}

static bool read_threshold(const char *value, struct ab_plan *plan)
{
    char *end = NULL;
    plan->threshold = strtod(value, &end);
    return end != value && !*end && plan->threshold > 0 && plan->threshold < 1;
}

static bool read_run(const char *value, struct ab_plan *plan)
{
    uint64_t id;
    if (units_parse_count(value, 1, INT64_MAX, &id, NULL) < 0)
        return false;
    plan->of = (int64_t)id;
    return true;
}

static bool read_judged(char *value, struct ab_plan *plan)
{
    for (char *name; (name = strsep(&value, ","));)
        ab_plan_add_measure(plan, name);
    return true;
}

static bool read_item(char *item, struct ab_plan *plan)
{
    char *value = item;
    const char *key = strsep(&value, "=");
    if (!value)
        return false;
    if (strcmp(key, "phase") == 0)
        return read_phase(value, plan);
    if (strcmp(key, "threshold") == 0)
        return read_threshold(value, plan);
    if (strcmp(key, "of") == 0)
        return read_run(value, plan);
    return strcmp(key, "judged") == 0 && read_judged(value, plan);
}

// Between blanks; names of figures may have some, and stand at the end.
static char *next_item(char **rest)
{
    char *item = *rest;
    return item && strncmp(item, judged_word, strlen(judged_word)) == 0 ? strsep(rest, "")
                                                                        : strsep(rest, " ");
}

int ab_plan_parse(const char *event, struct ab_plan *ret_plan, struct err *err)
{
    struct ab_plan plan = {0};
    if (strncmp(event, word, strlen(word)) != 0)
        return err_input(err, "'%s' is no plan of an ab", event);
    scope_free char *text = alloc_copy(event + strlen(word));
    char *rest = text;
    for (char *item; (item = next_item(&rest));) {
        if (!*item || read_item(item, &plan))
            continue;
        ab_plan_done(&plan);
        return err_input(err, "'%s': what is said of '%s' cannot be read", event, item);
    }
    *ret_plan = plan;
    return 0;
}
