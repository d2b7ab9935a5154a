// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as a catalogue, in both forms and in the one they look like: refused with the file's
// name, or servers of which all holds that a plan relies on.
#include <errno.h>
#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/err.h"
#include "planner/market/catalogue.h"

#define REQUIRE(condition)                                                                         \
    do {                                                                                           \
        if (!(condition))                                                                          \
            abort();                                                                               \
    } while (0)

static void check_model(const struct host_model *model)
{
    REQUIRE(model->name && *model->name);
    REQUIRE(model->sockets >= 1 && model->cores >= model->sockets);
    REQUIRE(model->threads >= model->cores);
    REQUIRE(model->memory_bytes > 0 && isfinite(model->memory_bytes));
    REQUIRE(model->price.low >= 0 && model->price.low <= model->price.value);
    REQUIRE(model->price.value <= model->price.high && isfinite(model->price.high));
    REQUIRE(model->support_year >= 0 && isfinite(model->support_year));
    REQUIRE(model->rack_units > 0 && isfinite(model->rack_units));
    REQUIRE(model->watts[0] > 0 && isfinite(model->watts[POWER_POINTS - 1]));
    for (unsigned i = 1; i < POWER_POINTS; i++)
        REQUIRE(model->watts[i] >= model->watts[i - 1]);
    REQUIRE(isnan(model->score) || (model->score > 0 && isfinite(model->score)));
    REQUIRE(isnan(model->nic_bits_hz) || isfinite(model->nic_bits_hz));
}

static void check(const char *name, const char *bytes, size_t length)
{
    struct err err = {0};
    struct catalogue catalogue = {0};
    int rc = catalogue_parse(name, bytes, length, "EUR", &catalogue, &err);
    REQUIRE(rc == 0 || (rc == -EINVAL && err.kind == ERR_INPUT));
    REQUIRE(rc == 0 || strncmp(err_text(&err), name, strlen(name)) == 0);
    REQUIRE(rc < 0 || catalogue.count > 0);
    REQUIRE(!catalogue.currency || strcmp(catalogue.currency, "EUR") == 0);
    for (size_t i = 0; i < catalogue.count; i++)
        check_model(&catalogue.models[i]);
    catalogue_done(&catalogue);
    err_done(&err);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *bytes = size ? (const char *)data : "";
    check("fuzz.csv", bytes, size);
    check("fuzz.yaml", bytes, size);
    check("fuzz", bytes, size);
    return 0;
}
