// SPDX-License-Identifier: GPL-3.0-or-later
// Where the guests of a step ran, and how busy they were, as marks of the host's picture.
#ifndef FULLHOUSE_REPORTS_HOST_MARKS_H
#define FULLHOUSE_REPORTS_HOST_MARKS_H

#include <stddef.h>

#include "reports/host_picture.h"

struct step_record;
struct telemetry;

// One mark a vCPU that telemetry saw on a CPU: the one where it was most often over the measured
// windows, its load the mean over them. New array, *ret_count of them; none where nobody looked.
struct host_picture_mark *host_marks_of(const struct step_record *step,
                                        const struct telemetry *telemetry, size_t *ret_count);

#endif
