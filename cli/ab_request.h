// SPDX-License-Identifier: GPL-3.0-or-later
// What the user asks of an ab, from the texts of options to what comes of it.
#ifndef FULLHOUSE_CLI_AB_REQUEST_H
#define FULLHOUSE_CLI_AB_REQUEST_H

#include <stdbool.h>
#include <stddef.h>

#include "cli/contrast_output.h"
#include "cli/scenario_options.h"

struct err;

// Texts as they were given; NULL where nothing was.
struct ab_request {
    struct scenario_options given;
    const char **settings[2]; // --a, --b
    size_t setting_counts[2];
    const char *phase, *of, *reference;
    const char *threshold, *metrics;
    const char *store, *agent_test;
    const char *resume; // the run to go on with
    bool names_run;     // it was given
    bool resume_anyway, quiet, strict;
    struct contrast_outputs outputs;
};

void ab_request_add_setting(struct ab_request *request, int side, const char *text);
void ab_request_done(struct ab_request *request);

// Checks all of it, carries it out, prints and writes what came of it. The exit code: that of
// contrast_exit_code, or of err.
int ab_request_carry_out(const struct ab_request *request, struct err *err);

#endif
