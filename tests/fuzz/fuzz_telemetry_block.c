// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as a block of telemetry: refused, or points that pack into a block of the same points.
// The first ten bytes choose the first time and the count.
#include <errno.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "common/model/telemetry.h"
#include "common/model/telemetry_block.h"

#define REQUIRE(condition)                                                                         \
    do {                                                                                           \
        if (!(condition))                                                                          \
            abort();                                                                               \
    } while (0)

static void check_again(const struct telemetry_point *points, size_t count)
{
    uint8_t *bytes = NULL;
    struct telemetry_point *back = NULL;
    size_t length = 0;
    REQUIRE(telemetry_block_pack(points, count, &bytes, &length) == 0);
    REQUIRE(telemetry_block_unpack(bytes, length, points[0].at_ns, count, &back) == 0);
    for (size_t i = 0; i < count; i++) {
        REQUIRE(isfinite(points[i].value));
        REQUIRE(back[i].at_ns == points[i].at_ns);
        REQUIRE(memcmp(&back[i].value, &points[i].value, sizeof(double)) == 0);
    }
    free(back);
    free(bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enum { CHOICE_BYTES = 10 };
    int64_t first_at_ns;
    uint16_t count;
    struct telemetry_point *points = NULL;
    if (size < CHOICE_BYTES)
        return 0;
    memcpy(&first_at_ns, data, sizeof first_at_ns);
    memcpy(&count, data + sizeof first_at_ns, sizeof count);
    int code = telemetry_block_unpack(data + CHOICE_BYTES, size - CHOICE_BYTES, first_at_ns, count,
                                      &points);
    REQUIRE(code == 0 || code == -EBADMSG);
    if (code == 0)
        check_again(points, count);
    free(points);
    return 0;
}
