// SPDX-License-Identifier: GPL-3.0-or-later
// The machine as it is now: CPUs and memory come and go while a guest runs.
#ifndef FULLHOUSE_WORKLOADS_LINUX_CENSUS_H
#define FULLHOUSE_WORKLOADS_LINUX_CENSUS_H

#include <stdbool.h>

#include "common/wire/message.h"

// Fills in cpus and memory_bytes of the answer. Where owns_machine is true, as nobody else would,
// it takes CPUs that were plugged in into service first.
void census_take(bool owns_machine, struct wire_pong *ret_pong);

#endif
