// SPDX-License-Identifier: GPL-3.0-or-later
// Words and texts.
#include "common/model/pinning.h"

#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/nearest.h"
#include "common/base/scope.h"
#include "common/model/cpu_set.h"

static const char *const words[] = {
#define X(name, word) word,
    PINNINGS(X)
#undef X
};

const char *pinning_name(enum pinning pinning)
{
    return words[pinning];
}

int pinning_parse(const char *text, enum pinning *ret_pinning, struct err *err)
{
    for (int i = 0; i < PINNING_COUNT; i++) {
        if (strcmp(words[i], text) == 0) {
            *ret_pinning = (enum pinning)i;
            return 0;
        }
    }
    scope_free char *hint = nearest_hint(text, words, PINNING_COUNT);
    return err_input(err, "'%s' is no way to place guests%s", text, hint);
}

int pinning_home_of(const char *home, uint32_t vcpu, struct cpu_set *ret_cpus, struct err *err)
{
    scope_free char *copy = alloc_copy(home);
    char *rest = copy;
    char *list = strsep(&rest, " ");
    bool is_for_all = !rest;
    for (uint32_t i = 0; list && i < vcpu && !is_for_all; i++)
        list = strsep(&rest, " ");
    if (!list || !*list)
        return err_input(err, "'%s' is no home of vCPU %u", home, vcpu);
    return cpu_set_parse(list, ret_cpus, err);
}

int pinning_home_all(const char *home, struct cpu_set *ret_cpus, struct err *err)
{
    scope_free char *copy = alloc_copy(home);
    struct cpu_set all = {0};
    char *rest = copy;
    for (char *list; (list = strsep(&rest, " "));) {
        struct cpu_set cpus;
        int result = cpu_set_parse(list, &cpus, err);
        if (result < 0)
            return result;
        cpu_set_join(&all, &cpus);
    }
    *ret_cpus = all;
    return 0;
}
