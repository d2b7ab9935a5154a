// SPDX-License-Identifier: GPL-3.0-or-later
// Private to workload_memory*.c: what moves data through the working set, slice by slice, as the
// table in workload_memory.c lists it. Each as workload.h has it.
#ifndef FULLHOUSE_WORKLOADS_CORE_WORKLOAD_MEMORY_H
#define FULLHOUSE_WORKLOADS_CORE_WORKLOAD_MEMORY_H

struct workload_place;

int memory_copy_prepare(void *state, const struct workload_place *place);
int memory_copy_operate(void *state);
int memory_triad_prepare(void *state, const struct workload_place *place);
int memory_triad_operate(void *state);
int memory_read_prepare(void *state, const struct workload_place *place);
int memory_read_operate(void *state);
int memory_write_prepare(void *state, const struct workload_place *place);
int memory_write_operate(void *state);

#endif
