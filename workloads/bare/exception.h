// SPDX-License-Identifier: GPL-3.0-or-later
// Exceptions in words.
#ifndef FULLHOUSE_WORKLOADS_BARE_EXCEPTION_H
#define FULLHOUSE_WORKLOADS_BARE_EXCEPTION_H

#include <stdint.h>

#include "workloads/bare/area.h"
#include "workloads/bare/text.h"

// "divide error (vector 0) at rip 0x0000000000101234", with the address and the error code where
// the processor gives them.
void exception_describe(const struct cpu_area *area, struct text *text);

// The errno that comes nearest.
int exception_errno(const struct cpu_area *area);

#endif
