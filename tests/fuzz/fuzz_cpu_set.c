// SPDX-License-Identifier: GPL-3.0-or-later
// Any text as a list of CPUs and as a guest's home: refused, or written back so that it reads the
// same.
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/err.h"
#include "common/model/cpu_set.h"
#include "common/model/pinning.h"

#define REQUIRE(condition)                                                                         \
    do {                                                                                           \
        if (!(condition))                                                                          \
            abort();                                                                               \
    } while (0)

static void check_list(const char *text)
{
    struct cpu_set set, again;
    struct err err = {0};
    int rc = cpu_set_parse(text, &set, &err);
    REQUIRE(rc == 0 || (rc == -EINVAL && err.kind == ERR_INPUT));
    err_done(&err);
    if (rc < 0)
        return;
    char *written = cpu_set_format(&set);
    REQUIRE(cpu_set_parse(written, &again, NULL) == 0 && cpu_set_equals(&set, &again));
    free(written);
}

static void check_home(const char *text)
{
    struct cpu_set all, one;
    if (pinning_home_all(text, &all, NULL) < 0)
        return;
    for (uint32_t vcpu = 0; vcpu < 4; vcpu++) {
        if (pinning_home_of(text, vcpu, &one, NULL) < 0)
            continue;
        cpu_set_drop(&one, &all);
        REQUIRE(cpu_set_is_empty(&one));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1);

    REQUIRE(text);
    memcpy(text, data, size);
    text[size] = '\0';
    check_list(text);
    check_home(text);
    free(text);
    return 0;
}
