// SPDX-License-Identifier: GPL-3.0-or-later
// Any text as a plan's file: refused with its name, or a plan that writes what reads back the same.
#include <errno.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/err.h"
#include "planner/plan/plan.h"
#include "planner/plan/plan_yaml.h"

#define REQUIRE(condition)                                                                         \
    do {                                                                                           \
        if (!(condition))                                                                          \
            abort();                                                                               \
    } while (0)

static void check_number(const struct uncertain *number)
{
    REQUIRE(isfinite(number->value));
    REQUIRE(number->low <= number->value && number->value <= number->high);
}

static void check_sound(const struct plan *plan)
{
    for (size_t i = 0; i < ASSUMPTION_TOTAL; i++) {
        check_number(&plan->assumptions[i]);
        REQUIRE(plan->assumptions[i].low >= assumption_table[i].least);
        REQUIRE(plan->assumptions[i].high <= assumption_table[i].most);
    }
    for (size_t i = 0; i < plan->demand.count; i++)
        check_number(&plan->demand.list[i].growth);
}

static void check_round_trip(const struct plan *plan)
{
    struct plan again;
    plan_init(&again);
    char *once = plan_format(plan);
    REQUIRE(plan_yaml_read_text(&again, "fuzz", once, strlen(once), NULL) == 0);
    char *twice = plan_format(&again);
    REQUIRE(strcmp(once, twice) == 0);
    REQUIRE(again.demand.count == plan->demand.count);
    REQUIRE(again.licence_count == plan->licence_count);
    free(once);
    free(twice);
    plan_done(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct err err = {0};
    struct plan plan;
    char *text = malloc(size + 1);
    REQUIRE(text);
    memcpy(text, data, size);
    text[size] = '\0';
    plan_init(&plan);
    int r = plan_yaml_read_text(&plan, "fuzz", text, size, &err);
    REQUIRE(r == 0 || (r == -EINVAL && strncmp(err_text(&err), "fuzz", 4) == 0));
    if (r == 0) {
        check_sound(&plan);
        check_round_trip(&plan);
        r = plan_check(&plan, &err);
        REQUIRE(r == 0 || (r == -EINVAL && err.kind == ERR_INPUT));
    }
    err_done(&err);
    plan_done(&plan);
    free(text);
    return 0;
}
