// SPDX-License-Identifier: GPL-3.0-or-later
// Any text through every parser of quantities: no crash, results in their limits, failures leave
// the result alone, and what is formatted is read back.
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/err.h"
#include "common/base/units.h"

#define REQUIRE(condition)                                                                         \
    do {                                                                                           \
        if (!(condition))                                                                          \
            abort();                                                                               \
    } while (0)

// Exactly as set as the code says.
static void check_err(int code, struct err *err)
{
    REQUIRE(code <= 0 && (code < 0) == (err->kind == ERR_INPUT));
    err_done(err);
}

static void check_bytes(const char *text)
{
    struct err err = {0};
    uint64_t bytes = 77;
    uint64_t back;
    char shown[UNITS_TEXT_SIZE];
    int code = units_parse_bytes(text, &bytes, &err);
    REQUIRE(code == 0 || bytes == 77);
    check_err(code, &err);
    REQUIRE(units_parse_bytes(units_format_bytes(shown, bytes), &back, NULL) == 0);
}

static void check_duration(const char *text)
{
    struct err err = {0};
    uint64_t ns = 77;
    uint64_t back;
    char shown[UNITS_TEXT_SIZE];
    int code = units_parse_duration_ns(text, &ns, &err);
    REQUIRE(code == 0 || ns == 77);
    check_err(code, &err);
    REQUIRE(units_parse_duration_ns(units_format_duration_ns(shown, (double)ns), &back, NULL) == 0);
}

static void check_rate(const char *text)
{
    struct err err = {0};
    struct rate rate = {.value = 77};
    char shown[UNITS_TEXT_SIZE];
    int code = units_parse_rate(text, &rate, &err);
    REQUIRE(rate.value > 0 && rate.value < 1e30);
    REQUIRE(!rate.is_share || rate.value <= 1);
    check_err(code, &err);
    REQUIRE(strlen(units_format_rate(shown, &rate)) < UNITS_TEXT_SIZE);
}

static void check_rest(const char *text)
{
    struct err err = {0};
    double ratio = 0.5;
    uint64_t first = 1;
    uint64_t last = 1000;
    check_err(units_parse_share(text, &ratio, &err), &err);
    REQUIRE(ratio >= 0 && ratio <= 1);
    check_err(units_parse_span(text, 1, 1000, &first, &last, &err), &err);
    REQUIRE(first >= 1 && first <= last && last <= 1000);
    check_err(units_parse_count(text, 1, 1000, &first, &err), &err);
    REQUIRE(first >= 1 && first <= 1000);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1);
    REQUIRE(text);
    if (size)
        memcpy(text, data, size);
    text[size] = '\0';
    check_bytes(text);
    check_duration(text);
    check_rate(text);
    check_rest(text);
    // And any bits as a number to show.
    double number = 0;
    char shown[UNITS_TEXT_SIZE];
    memcpy(&number, data, size < sizeof(number) ? size : sizeof(number));
    REQUIRE(strlen(units_format_number(shown, number)) < UNITS_TEXT_SIZE);
    REQUIRE(strlen(units_format_duration_ns(shown, number)) < UNITS_TEXT_SIZE);
    free(text);
    return 0;
}
