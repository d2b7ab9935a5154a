// SPDX-License-Identifier: GPL-3.0-or-later
// Any text as service-level terms: refused with a word, or terms that write and read back.
#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/err.h"
#include "common/model/slo.h"

#define REQUIRE(condition)                                                                         \
    do {                                                                                           \
        if (!(condition))                                                                          \
            abort();                                                                               \
    } while (0)

// Beyond 15 digits the last bit of a number may differ (common/model/exact.h).
static void check_same(const struct slo_term *left, const struct slo_term *right)
{
    REQUIRE(left->metric == right->metric);
    REQUIRE(left->at_most == right->at_most);
    REQUIRE(left->bound == right->bound);
    REQUIRE(fabs(left->value - right->value) <= 1e-14 * fabs(left->value));
}

static void check_round_trip(const struct slo *slo)
{
    struct slo again;
    char *text = slo_format(slo);
    REQUIRE(slo_parse(text, &again, NULL) == 0);
    REQUIRE(again.count == slo->count);
    for (size_t i = 0; i < slo->count; i++)
        check_same(&slo->terms[i], &again.terms[i]);
    slo_done(&again);
    free(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct err err = {0};
    struct slo slo;
    char *text = calloc(size + 1, 1);
    REQUIRE(text);
    memcpy(text, data, size);
    if (slo_parse(text, &slo, &err) == 0) {
        REQUIRE(err.kind == ERR_NONE);
        check_round_trip(&slo);
        slo_done(&slo);
    } else {
        REQUIRE(err.kind == ERR_INPUT && *err_text(&err));
    }
    err_done(&err);
    free(text);
    return 0;
}
