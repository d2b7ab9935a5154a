// SPDX-License-Identifier: GPL-3.0-or-later
// A set of the host's CPUs by the kernel's numbers. A plain value: copied by assignment, empty when
// zeroed. As text it is a list in the kernel's own form, "0-3,8", which libvirt reads, too.
#ifndef FULLHOUSE_COMMON_MODEL_CPU_SET_H
#define FULLHOUSE_COMMON_MODEL_CPU_SET_H

#include <stdbool.h>
#include <stdint.h>

struct err;

// As many as Linux can be built for (NR_CPUS of x86-64).
enum { CPU_SET_MAX = 8192, CPU_SET_WORDS = CPU_SET_MAX / 64 };

struct cpu_set {
    uint64_t words[CPU_SET_WORDS];
};

// cpu < CPU_SET_MAX: a larger one is never in a set, and adding it does nothing.
void cpu_set_add(struct cpu_set *set, uint32_t cpu);
bool cpu_set_has(const struct cpu_set *set, uint32_t cpu);

uint32_t cpu_set_count(const struct cpu_set *set);
bool cpu_set_is_empty(const struct cpu_set *set);
bool cpu_set_equals(const struct cpu_set *set, const struct cpu_set *other);

// The smallest CPU of the set that is at least `from`, or CPU_SET_MAX.
uint32_t cpu_set_next(const struct cpu_set *set, uint32_t from);
#define cpu_set_each(cpu, set)                                                                     \
    for (uint32_t cpu = cpu_set_next((set), 0); cpu < CPU_SET_MAX;                                 \
         cpu = cpu_set_next((set), cpu + 1))

// Takes in all of other, drops what is in other, keeps what both have.
void cpu_set_join(struct cpu_set *set, const struct cpu_set *other);
void cpu_set_drop(struct cpu_set *set, const struct cpu_set *other);
void cpu_set_meet(struct cpu_set *set, const struct cpu_set *other);

// Reads "0-3,8"; "" is the empty set. Spans may touch and overlap, as the kernel's may. -EINVAL.
int cpu_set_parse(const char *text, struct cpu_set *ret_set, struct err *err);

// The text that reads back the same, ascending and joined; "" for the empty set. New string.
char *cpu_set_format(const struct cpu_set *set);

#endif
