// SPDX-License-Identifier: GPL-3.0-or-later
// What a reference workload explains of a contrast. Private to contrast*.c.
#ifndef FULLHOUSE_COMPARE_CONTRAST_REFERENCE_H
#define FULLHOUSE_COMPARE_CONTRAST_REFERENCE_H

#include <stdbool.h>

#include "compare/contrast_case.h"

// What the reference's throughput did from A to B, told in a remark. False where there is no
// reference, or it tells nothing on both sides.
bool contrast_reference_read(struct contrast *contrast, const struct contrast_options *options,
                             struct contrast_ratio *ret_ratio);

// Puts a finding over it (NULL: none): a rate over the ratio, a time over its inverse; what is no
// speed, as a guest's memory, stays as it is.
void contrast_reference_put(struct contrast_finding *finding, const struct measure_series *series,
                            const struct contrast_ratio *reference);

#endif
