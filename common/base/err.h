// SPDX-License-Identifier: GPL-3.0-or-later
// An error that collects the path to the failure. The caller owns it, the first one set wins, and
// its kind decides the exit code of a command. It does not print: only commands do.
#ifndef FULLHOUSE_COMMON_BASE_ERR_H
#define FULLHOUSE_COMMON_BASE_ERR_H

#include <stdarg.h>

// What went wrong, in the only distinction a caller acts on. The exit code stands beside it.
enum err_kind {
    ERR_NONE = 0,
    ERR_INPUT,       // wrong use or bad input: exit 2
    ERR_HOST,        // the host lacks something, or the system failed us: exit 3
    ERR_INTERRUPTED, // the user said stop: exit 130
};

// Zero-initialise (struct err err = {0}); release with err_done. text and mend are heap-owned.
struct err {
    enum err_kind kind;
    int code;   // positive errno value
    char *text; // "scenario.yaml:12: load.rate: ..." or NULL
    char *mend; // a command that mends it, or NULL
};

// Bad input. Returns -EINVAL. Every setter accepts err == NULL, keeps an error that is already
// set, and always returns the negative errno that belongs to this call.
int err_input(struct err *err, const char *format, ...) __attribute__((format(printf, 2, 3)));

// The host lacks something; mend is the command that mends it (copied; may be NULL). Returns
// -ENOTSUP.
int err_host(struct err *err, const char *mend, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

// A system call failed: the text is followed by ": " and strerror(code). code is a positive errno.
// Returns -code. Kind ERR_HOST, but ERR_INTERRUPTED for EINTR.
int err_system(struct err *err, int code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

// The user interrupted. Returns -EINTR.
int err_interrupted(struct err *err);

// Puts "format: " before the text of an error that is set; nothing otherwise. Returns -err->code
// (-EINVAL for err == NULL: only a failing caller comes here).
int err_prefix(struct err *err, const char *format, ...) __attribute__((format(printf, 2, 3)));

// The text, never NULL ("" when none is set).
const char *err_text(const struct err *err);

// The exit code of a command that ends with this error: 0, 2, 3 or 130.
int err_exit_code(const struct err *err);

// Moves *from into *into unless that one is set already (then frees from). from is left empty.
void err_move(struct err *into, struct err *from);

// Frees and empties; accepts NULL.
void err_done(struct err *err);

#endif
