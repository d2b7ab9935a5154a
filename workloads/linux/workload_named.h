// SPDX-License-Identifier: GPL-3.0-or-later
// Finding a workload by what people and hosts write, with a hint for who misspelt it.
#ifndef FULLHOUSE_WORKLOADS_LINUX_WORKLOAD_NAMED_H
#define FULLHOUSE_WORKLOADS_LINUX_WORKLOAD_NAMED_H

struct err;
struct workload;
struct workload_variant;

// As workload_find, in all that this agent can do. -EINVAL when there is none, with the nearest
// name in err.
int workload_named(const char *name, const char *variant, const struct workload **ret_workload,
                   const struct workload_variant **ret_variant, struct err *err);

#endif
