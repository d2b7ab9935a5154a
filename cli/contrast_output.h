// SPDX-License-Identifier: GPL-3.0-or-later
// Where contrasts go: one form to a file or to standard output, and as many others to files beside
// it; and the exit code that says the same.
#ifndef FULLHOUSE_CLI_CONTRAST_OUTPUT_H
#define FULLHOUSE_CLI_CONTRAST_OUTPUT_H

#include <argp.h>
#include <stdbool.h>
#include <stddef.h>

struct contrasts;
struct err;

// What the user asked for. Zero-initialise; release with contrast_outputs_done.
struct contrast_outputs {
    const char *format; // NULL: by the suffix of path, else text
    const char *path;   // NULL and "-": standard output
    struct contrast_output *more;
    size_t more_count;
};

// Keys of the options --html, --markdown and --junit, beyond those of any command.
enum { CONTRAST_KEY_HTML = 1000, CONTRAST_KEY_MARKDOWN, CONTRAST_KEY_JUNIT };

// Takes these, -f, -o and -j; ARGP_ERR_UNKNOWN for any other key.
error_t contrast_outputs_parse(int key, char *argument, struct contrast_outputs *outputs);

// One more form into a file.
void contrast_outputs_add(struct contrast_outputs *outputs, const char *format, const char *path);
void contrast_outputs_done(struct contrast_outputs *outputs);

// Whether there are such forms, and whether the files could be written: asked before any work. 0 or
// -EINVAL.
int contrast_outputs_check(const struct contrast_outputs *outputs, struct err *err);
int contrast_outputs_write(const struct contrast_outputs *outputs,
                           const struct contrasts *contrasts, bool is_strict, struct err *err);

// 0, 1 where something judged is worse, 3 where is_strict and something is undecided, or was
// measured on one side only.
int contrast_exit_code(const struct contrasts *contrasts, bool is_strict);

#endif
