// SPDX-License-Identifier: GPL-3.0-or-later
// Any text as a pack's file: refused with its name, or a request whose numbers are within bounds.
#include <errno.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/err.h"
#include "planner/request/request.h"

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

static void check_sound(const struct request *request)
{
    REQUIRE(request->policy.cpu < POLICY_CPU_COUNT && request->target.aim < TARGET_AIM_COUNT);
    REQUIRE(request->policy.memory_overcommit >= 0.1 && request->policy.memory_overcommit <= 10);
    REQUIRE(request->plan_share > 0 && request->plan_share <= 1);
    REQUIRE(request->moves.per_host >= 1);
    check_number(&request->moves.bandwidth_bits_hz);
    check_number(&request->moves.dirty_bytes_hz);
    check_number(&request->energy_price);
    for (size_t i = 0; i < rule_set_count(request->rules); i++)
        REQUIRE(*rule_text(rule_set_at(request->rules, i)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct request request;
    struct err err = {0};
    char *text = calloc(size + 1, 1);
    REQUIRE(text);
    memcpy(text, data, size);
    request_init(&request);
    int r = request_read(&request, "fuzz", text, size, "folder", &err);
    REQUIRE(r == 0 || (r == -EINVAL && strncmp(err_text(&err), "fuzz", 4) == 0));
    if (r == 0)
        check_sound(&request);
    err_done(&err);
    request_done(&request);
    free(text);
    return 0;
}
