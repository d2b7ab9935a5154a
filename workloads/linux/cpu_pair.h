// SPDX-License-Identifier: GPL-3.0-or-later
// On which CPUs two that talk with each other stand.
#ifndef FULLHOUSE_WORKLOADS_LINUX_CPU_PAIR_H
#define FULLHOUSE_WORKLOADS_LINUX_CPU_PAIR_H

struct home_place;

// In the order of the option's choices (workload_os.c).
enum cpu_place { CPU_PLACE_AUTO, CPU_PLACE_ANY, CPU_PLACE_SAME, CPU_PLACE_OTHER };

// CPU_PAIR_ANY: wherever the kernel likes.
enum { CPU_PAIR_ANY = -1 };
struct cpu_pair {
    int own, partner;
};

// For this thread of the load: "same" and "other" begin at the CPU of the thread's number, among
// those that this process may use. automatic is what "auto" means. 0; -EOPNOTSUPP where it says
// "other" and there is but one CPU, with home->err filled.
int cpu_pair_choose(const struct home_place *home, enum cpu_place automatic,
                    struct cpu_pair *ret_pair);

// Binds the calling thread to a CPU (CPU_PAIR_ANY: leaves it). 0 or negative errno.
int cpu_pair_stand(int cpu);

#endif
