// SPDX-License-Identifier: GPL-3.0-or-later
// What the user asks of contrasts, from the texts of options: the change that matters, and what is
// judged.
#ifndef FULLHOUSE_CLI_CONTRAST_ASKED_H
#define FULLHOUSE_CLI_CONTRAST_ASKED_H

#include <stddef.h>

struct contrasts;
struct err;

// "3%", "0.03"; NULL the default. 0 or -EINVAL: it must lie between 0.1 % and 50 %.
int contrast_threshold_parse(const char *text, double *ret_threshold, struct err *err);

// Names of measures and figures. Zero-initialise; release with contrast_metrics_done.
struct contrast_metrics {
    const char **names; // NULL: those that are judged unasked
    size_t count;
};

// "throughput,p99"; NULL those that are judged unasked. 0, or -EINVAL for an empty name.
int contrast_metrics_parse(const char *text, struct contrast_metrics *ret_metrics, struct err *err);
void contrast_metrics_done(struct contrast_metrics *metrics);

// That each of them was told: -EINVAL with the nearest there is, since a figure has any name, and
// what nobody judges would be fine for ever.
int contrast_metrics_check(const struct contrast_metrics *metrics,
                           const struct contrasts *contrasts, struct err *err);

#endif
