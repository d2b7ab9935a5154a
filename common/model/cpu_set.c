// SPDX-License-Identifier: GPL-3.0-or-later
// One bit a CPU.
#include "common/model/cpu_set.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/err.h"
#include "common/base/strbuf.h"

void cpu_set_add(struct cpu_set *set, uint32_t cpu)
{
    if (cpu < CPU_SET_MAX)
        set->words[cpu / 64] |= UINT64_C(1) << cpu % 64;
}

bool cpu_set_has(const struct cpu_set *set, uint32_t cpu)
{
    return cpu < CPU_SET_MAX && (set->words[cpu / 64] >> cpu % 64 & 1);
}

uint32_t cpu_set_count(const struct cpu_set *set)
{
    uint32_t count = 0;
    for (size_t i = 0; i < CPU_SET_WORDS; i++)
        count += (uint32_t)__builtin_popcountll(set->words[i]);
    return count;
}

bool cpu_set_is_empty(const struct cpu_set *set)
{
    return cpu_set_next(set, 0) == CPU_SET_MAX;
}

bool cpu_set_equals(const struct cpu_set *set, const struct cpu_set *other)
{
    return memcmp(set, other, sizeof *set) == 0;
}

uint32_t cpu_set_next(const struct cpu_set *set, uint32_t from)
{
    for (uint32_t cpu = from; cpu < CPU_SET_MAX; cpu = (cpu / 64 + 1) * 64) {
        uint64_t rest = set->words[cpu / 64] >> cpu % 64;
        if (rest)
            return cpu + (uint32_t)__builtin_ctzll(rest);
    }
    return CPU_SET_MAX;
}

void cpu_set_join(struct cpu_set *set, const struct cpu_set *other)
{
    for (size_t i = 0; i < CPU_SET_WORDS; i++)
        set->words[i] |= other->words[i];
}

void cpu_set_drop(struct cpu_set *set, const struct cpu_set *other)
{
    for (size_t i = 0; i < CPU_SET_WORDS; i++)
        set->words[i] &= ~other->words[i];
}

void cpu_set_meet(struct cpu_set *set, const struct cpu_set *other)
{
    for (size_t i = 0; i < CPU_SET_WORDS; i++)
        set->words[i] &= other->words[i];
}

// A CPU's number at *at, which moves behind it; -1 when there is none or it is too large.
static int32_t take_number(const char **at)
{
    int32_t number = 0;
    const char *start = *at;
    for (; **at >= '0' && **at <= '9'; (*at)++) {
        number = number * 10 + (**at - '0');
        if (number >= CPU_SET_MAX)
            return -1;
    }
    return *at == start ? -1 : number;
}

// "4" or "4-7" at *at, which moves behind it.
static bool take_span(const char **at, struct cpu_set *set)
{
    int32_t first = take_number(at);
    int32_t last = first;
    if (first >= 0 && **at == '-') {
        ++*at;
        last = take_number(at);
    }
    for (int32_t cpu = first; first >= 0 && cpu <= last; cpu++)
        cpu_set_add(set, (uint32_t)cpu);
    return first >= 0 && first <= last;
}

int cpu_set_parse(const char *text, struct cpu_set *ret_set, struct err *err)
{
    struct cpu_set set = {0};
    for (const char *at = text; *at;) {
        bool is_good = take_span(&at, &set);
        if (is_good && *at == ',' && at[1])
            at++;
        else if (!is_good || *at)
            return err_input(err, "'%s' is no list of CPUs, as 0-3,8 (each below %d)", text,
                             CPU_SET_MAX);
    }
    *ret_set = set;
    return 0;
}

char *cpu_set_format(const struct cpu_set *set)
{
    struct strbuf text = {0};
    for (uint32_t first = cpu_set_next(set, 0); first < CPU_SET_MAX;) {
        uint32_t last = first;
        while (cpu_set_has(set, last + 1))
            last++;
        strbuf_printf(&text, "%s%" PRIu32, text.length ? "," : "", first);
        if (last > first)
            strbuf_printf(&text, "-%" PRIu32, last);
        first = cpu_set_next(set, last + 1);
    }
    return strbuf_take(&text);
}
