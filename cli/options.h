// SPDX-License-Identifier: GPL-3.0-or-later
// Command lines, read by argp (glibc): the same records parse and make --help. Adds what argp
// lacks: the nearest right word for an unknown option, and one line instead of a usage text for
// every mistake.
#ifndef FULLHOUSE_CLI_OPTIONS_H
#define FULLHOUSE_CLI_OPTIONS_H

#include <argp.h>

struct err;

// Checks every option of argv against argp's own records first, then parses. Exits only for --help,
// --usage and --version, as argp does. 0, or -EINVAL with err set.
int options_parse(const struct argp *argp, int argc, char **argv, void *input, struct err *err);

// For a parser that takes no (further) argument: sets err, returns a positive errno for argp.
int options_no_more(const struct argp_state *state, const char *argument, struct err *err);

// A path the user named that is not there, is a folder, is too large or may not be touched is bad
// input, not a lack of the host: err gets that kind.
void options_blame_path(struct err *err);

// Prints "fullhouse: text" and the mend on standard error; returns the exit code. Releases err.
int options_fail(struct err *err);

#endif
