// SPDX-License-Identifier: GPL-3.0-or-later
// An error that collects the path to the failure. The innermost setter knows best, so the first
// one wins and those around it only put words in front.
#include "common/base/err.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"

static bool is_open(const struct err *err)
{
    return err && err->kind == ERR_NONE;
}

static char *format_text(const char *format, va_list arguments)
{
    char *text;
    // Out of memory while telling of an error: alloc's way out is the right one here too.
    return vasprintf(&text, format, arguments) < 0 ? alloc_copy(format) : text;
}

static void fill(struct err *err, enum err_kind kind, int code, char *text)
{
    err->kind = kind;
    err->code = code;
    err->text = text;
}

int err_input(struct err *err, const char *format, ...)
{
    if (is_open(err)) {
        va_list arguments;
        va_start(arguments, format);
        fill(err, ERR_INPUT, EINVAL, format_text(format, arguments));
        va_end(arguments);
    }
    return -EINVAL;
}

int err_host(struct err *err, const char *mend, const char *format, ...)
{
    if (is_open(err)) {
        va_list arguments;
        va_start(arguments, format);
        fill(err, ERR_HOST, ENOTSUP, format_text(format, arguments));
        va_end(arguments);
        err->mend = alloc_copy(mend);
    }
    return -ENOTSUP;
}

int err_system(struct err *err, int code, const char *format, ...)
{
    // A caller's slip must not read as success.
    if (code <= 0)
        code = EIO;
    if (is_open(err)) {
        va_list arguments;
        va_start(arguments, format);
        scope_free char *what = format_text(format, arguments);
        va_end(arguments);
        char reason[128];
        fill(err, code == EINTR ? ERR_INTERRUPTED : ERR_HOST, code,
             alloc_printf("%s: %s", what, strerror_r(code, reason, sizeof(reason))));
    }
    return -code;
}

int err_interrupted(struct err *err)
{
    if (is_open(err))
        fill(err, ERR_INTERRUPTED, EINTR, alloc_copy("interrupted"));
    return -EINTR;
}

int err_prefix(struct err *err, const char *format, ...)
{
    // Only a failing caller gets here; without an err to ask, it still fails.
    if (!err)
        return -EINVAL;
    if (err->kind == ERR_NONE)
        return 0;
    va_list arguments;
    va_start(arguments, format);
    scope_free char *prefix = format_text(format, arguments);
    va_end(arguments);
    char *text = alloc_printf("%s: %s", prefix, err_text(err));
    free(err->text);
    err->text = text;
    return -err->code;
}

const char *err_text(const struct err *err)
{
    return err && err->text ? err->text : "";
}

int err_exit_code(const struct err *err)
{
    switch (err ? err->kind : ERR_NONE) {
    case ERR_NONE:
        return 0;
    case ERR_INPUT:
        return 2;
    case ERR_HOST:
        return 3;
    case ERR_INTERRUPTED:
        return 130;
    }
    return 3;
}

void err_move(struct err *into, struct err *from)
{
    if (!from || from == into)
        return;
    if (is_open(into)) {
        err_done(into);
        *into = *from;
        *from = (struct err){0};
    }
    err_done(from);
}

void err_done(struct err *err)
{
    if (!err)
        return;
    free(err->text);
    free(err->mend);
    *err = (struct err){0};
}
