// SPDX-License-Identifier: GPL-3.0-or-later
// The command line of `plan pack`, as argp reads it.
#ifndef FULLHOUSE_CLI_PLAN_PACK_OPTIONS_H
#define FULLHOUSE_CLI_PLAN_PACK_OPTIONS_H

#include <argp.h>
#include <stdbool.h>
#include <stddef.h>

#include "cli/pack_plan.h"

struct err;

// Zero-initialise with err set. Texts are the command line's own; NULL: not said.
struct pack_arguments {
    struct pack_plan plan;
    const char *format, *output, *html, *script, *journal;
    size_t moves_most; // of text; 0: not said, SIZE_MAX: all
    bool applies, resumes;
    struct err *err;
};

// Reads into a struct pack_arguments.
extern const struct argp plan_pack_argp;

#endif
