// SPDX-License-Identifier: GPL-3.0-or-later
// A trace of one guest in a file of its own, one sample a line and no times, as those of PlanetLab
// are. Private to the planner.
#ifndef FULLHOUSE_PLANNER_ESTATE_ESTATE_SAMPLES_H
#define FULLHOUSE_PLANNER_ESTATE_ESTATE_SAMPLES_H

#include <stddef.h>

struct err;
struct estate;
struct estate_input;

// Lines that all have a sign ("35%") or are whole numbers to 100 are percents of the guest's vCPUs,
// those with a point shares (0.35). They are estate->trace_step_s apart.
int estate_samples_read(struct estate *estate, size_t guest, const struct estate_input *input,
                        struct err *err);
int estate_samples_read_file(struct estate *estate, size_t guest, const char *path,
                             struct err *err);

#endif
