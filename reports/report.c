// SPDX-License-Identifier: GPL-3.0-or-later
// Runs an emitter and puts its text where it belongs.
#include "reports/report.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "common/base/err.h"
#include "common/base/path.h"

static int write_all(int fd, const char *text, size_t length, struct err *err)
{
    while (length > 0) {
        ssize_t written = write(fd, text, length);
        if (written < 0 && errno == EINTR)
            continue;
        if (written < 0)
            return err_system(err, errno, "standard output");
        text += written;
        length -= (size_t)written;
    }
    return 0;
}

int report_write(const struct document *document, const struct emitter *emitter, const char *path,
                 char **ret_notes, struct err *err)
{
    if (path && strcmp(path, "-") == 0)
        path = NULL;
    scope_strbuf struct strbuf out = {0};
    struct emitter_context context = {.path = path};
    int r = emitter->emit(document, &context, &out, err);
    if (r == 0 && path)
        r = path_write(path, strbuf_text(&out), out.length, 0644, err);
    else if (r == 0)
        r = write_all(STDOUT_FILENO, strbuf_text(&out), out.length, err);
    if (r == 0 && ret_notes)
        *ret_notes = strbuf_take(&context.notes);
    strbuf_done(&context.notes);
    return r;
}

char *report_text(const struct document *document, unsigned columns)
{
    struct strbuf out = {0};
    struct emitter_context context = {.columns = columns};
    emitter_text.emit(document, &context, &out, NULL);
    strbuf_done(&context.notes);
    return strbuf_take(&out);
}
