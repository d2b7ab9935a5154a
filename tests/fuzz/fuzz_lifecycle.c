// SPDX-License-Identifier: GPL-3.0-or-later
// Any text as a list of verbs and as a sentence about one: refused, or it reads back the same.
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/err.h"
#include "common/model/lifecycle.h"

#define REQUIRE(condition)                                                                         \
    do {                                                                                           \
        if (!(condition))                                                                          \
            abort();                                                                               \
    } while (0)

static void check_list(const char *text)
{
    struct err err = {0};
    uint32_t set, again;
    if (lifecycle_parse(text, &set, &err) < 0) {
        REQUIRE(err.kind == ERR_INPUT && *err_text(&err));
        err_done(&err);
        return;
    }
    char *formatted = lifecycle_format(set);
    REQUIRE(lifecycle_parse(formatted, &again, NULL) == 0 && again == set);
    free(formatted);
}

static void check_sentence(const char *text)
{
    enum lifecycle_verb verb, again;
    const char *why = lifecycle_absence_parse(text, &verb);
    if (!why)
        return;
    REQUIRE((unsigned)verb < LIFECYCLE_VERB_COUNT);
    char *formatted = lifecycle_absence_format(verb, why);
    REQUIRE(lifecycle_absence_parse(formatted, &again) && again == verb);
    free(formatted);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = calloc(size + 1, 1);
    REQUIRE(text);
    memcpy(text, data, size);
    check_list(text);
    check_sentence(text);
    free(text);
    return 0;
}
