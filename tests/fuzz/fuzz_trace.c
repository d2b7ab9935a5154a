// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as a CSV file of a trace, and as a trace in one line: refused with a word, or a trace
// within its bounds that writes a line which reads back as the same.
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/err.h"
#include "common/model/trace_file.h"
#include "common/model/trace_text.h"

#define REQUIRE(condition)                                                                         \
    do {                                                                                           \
        if (!(condition))                                                                          \
            abort();                                                                               \
    } while (0)

static void check_same(const struct trace *left, const struct trace *right)
{
    REQUIRE(left->count == right->count);
    for (size_t i = 0; i < left->count; i++)
        REQUIRE(left->steps[i].duration_ns == right->steps[i].duration_ns &&
                left->steps[i].share_ppm == right->steps[i].share_ppm);
}

static void check_set(const struct trace_set *set)
{
    struct trace_set again;
    char *text = trace_text_format(set);
    REQUIRE(set->count >= 1 && set->count <= TRACE_SET_MAX);
    REQUIRE(trace_text_parse(text, &again, NULL) == 0);
    REQUIRE(again.count == set->count);
    for (size_t i = 0; i < set->count; i++) {
        uint64_t length_ns = trace_length_ns(&set->traces[i]);
        REQUIRE(length_ns >= TRACE_LENGTH_MIN_NS && length_ns <= TRACE_LENGTH_MAX_NS);
        for (size_t k = 0; k < set->traces[i].count; k++)
            REQUIRE(set->traces[i].steps[k].share_ppm <= TRACE_FULL_PPM &&
                    set->traces[i].steps[k].duration_ns >= TRACE_STEP_MIN_NS);
        check_same(&set->traces[i], &again.traces[i]);
    }
    trace_set_done(&again);
    free(text);
}

static void finish(int result, struct trace_set *set, struct err *err)
{
    REQUIRE(result == 0 ? !*err_text(err) : *err_text(err) != 0);
    if (result == 0)
        check_set(set);
    trace_set_done(set);
    err_done(err);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct trace_set set = {0};
    struct err err = {0};
    char *text = calloc(size + 1, 1);
    REQUIRE(text);
    memcpy(text, data, size);
    int result = trace_file_read_bytes("t.csv", text, size, &set, &err);
    finish(result, &set, &err);
    result = trace_text_parse(text, &set, &err);
    finish(result, &set, &err);
    free(text);
    return 0;
}
