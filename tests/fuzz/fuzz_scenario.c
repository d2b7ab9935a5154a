// SPDX-License-Identifier: GPL-3.0-or-later
// Any text as a scenario: refused with the file's name, or a scenario that, when it is sound,
// writes YAML that reads back and writes the same YAML again.
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/err.h"
#include "common/model/scenario.h"

#define REQUIRE(condition)                                                                         \
    do {                                                                                           \
        if (!(condition))                                                                          \
            abort();                                                                               \
    } while (0)

static void check_round_trip(const struct scenario *scenario)
{
    struct scenario again;
    scenario_init(&again);
    char *text = scenario_format(scenario);
    REQUIRE(*text);
    REQUIRE(scenario_load_text(&again, "again", text, NULL) == 0);
    REQUIRE(strcmp(again.label, scenario->label) == 0);
    REQUIRE(strcmp(again.kernel, scenario->kernel) == 0);
    REQUIRE(again.seed == scenario->seed);
    REQUIRE(again.window_ns == scenario->window_ns);
    REQUIRE(again.guests_max == scenario->guests_max);
    REQUIRE(again.slo.count == scenario->slo.count);
    REQUIRE(again.load.arrivals == scenario->load.arrivals);
    REQUIRE(again.tile.role_count == scenario->tile.role_count);
    REQUIRE(scenario_check(&again, NULL) == 0);
    char *twice = scenario_format(&again);
    REQUIRE(strcmp(text, twice) == 0);
    free(twice);
    free(text);
    scenario_done(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct err err = {0};
    struct scenario scenario;
    char *text = calloc(size + 1, 1);
    REQUIRE(text);
    memcpy(text, data, size);
    scenario_init(&scenario);
    if (scenario_load_text(&scenario, "fuzz", text, &err) < 0)
        REQUIRE(strncmp(err_text(&err), "fuzz:", 5) == 0);
    else if (scenario_check(&scenario, &err) == 0)
        check_round_trip(&scenario);
    err_done(&err);
    scenario_done(&scenario);
    free(text);
    return 0;
}
