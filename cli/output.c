// SPDX-License-Identifier: GPL-3.0-or-later
// Standard output is written through stdio alone, so that one look at the end sees every failure.
#include "cli/output.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/options.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "reports/report.h"

bool output_is_standard(const char *path)
{
    return !path || strcmp(path, "-") == 0;
}

int output_check(const char *path, struct err *err)
{
    struct stat status;
    if (output_is_standard(path))
        return 0;
    if (!*path)
        return err_input(err, "the name of a file for the report is wanted");
    bool exists = stat(path, &status) == 0;
    if (exists && S_ISDIR(status.st_mode))
        return err_input(err, "%s: a folder; the name of a file in it is wanted", path);
    // A device or a pipe is written into, anything else is replaced by a file made beside it.
    const char *slash = strrchr(path, '/');
    scope_free char *folder =
        slash ? alloc_printf("%.*s", (int)(slash - path) + 1, path) : alloc_copy(".");
    bool special = exists && !S_ISREG(status.st_mode);
    if (access(special ? path : folder, special ? W_OK : W_OK | X_OK) < 0)
        return err_input(err, "%s: cannot be written: %s", path, strerror(errno));
    return 0;
}

unsigned output_columns(void)
{
    struct winsize size;
    return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

static int print_report(const struct document *document, const struct emitter *emitter,
                        struct err *err)
{
    scope_strbuf struct strbuf out = {0};
    struct emitter_context context = {.columns = output_columns()};
    int result = emitter->emit(document, &context, &out, err);
    if (result == 0) {
        fwrite(strbuf_text(&out), 1, out.length, stdout);
        fputs(strbuf_text(&context.notes), stderr);
    }
    strbuf_done(&context.notes);
    return result;
}

int output_report(const struct document *document, const struct emitter *emitter, const char *path,
                  struct err *err)
{
    scope_free char *notes = NULL;
    if (output_is_standard(path))
        return print_report(document, emitter, err);
    int result = report_write(document, emitter, path, &notes, err);
    if (result == 0)
        fputs(notes, stderr);
    else
        options_blame_path(err);
    return result;
}

struct emitter_context output_context(const char *path)
{
    bool is_standard = output_is_standard(path);
    return (struct emitter_context){.path = is_standard ? NULL : path,
                                    .columns = is_standard ? output_columns() : 0};
}

int output_write(const struct strbuf *out, struct emitter_context *context, const char *path,
                 struct err *err)
{
    int result = 0;
    if (output_is_standard(path))
        fwrite(strbuf_text(out), 1, out->length, stdout);
    else
        result = path_write(path, strbuf_text(out), out->length, 0644, err);
    if (result == 0)
        fputs(strbuf_text(&context->notes), stderr);
    else
        options_blame_path(err);
    strbuf_done(&context->notes);
    return result;
}

static bool reader_hung_up(void)
{
    struct pollfd end = {.fd = STDOUT_FILENO, .events = POLLOUT};
    return poll(&end, 1, 0) == 1 && (end.revents & POLLERR);
}

int output_end(int code)
{
    struct err err = {0};
    errno = 0;
    bool failed = ferror(stdout) != 0;
    if (fflush(stdout) == 0 && !failed)
        return code;
    if (reader_hung_up())
        return 128 + SIGPIPE;
    // What went wrong earlier is forgotten: what is lost already has room for a byte that asks
    // anew.
    if (errno == 0 && write(STDOUT_FILENO, "\n", 1) == 1)
        err_host(&err, NULL, "standard output: not all of it could be written");
    else
        err_system(&err, errno, "standard output");
    return options_fail(&err);
}
