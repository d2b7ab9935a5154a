// SPDX-License-Identifier: GPL-3.0-or-later
// Figures drawn by gnuplot into the page, and what stands there without it.
#include "reports/html_drawing.h"

#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "reports/emitter.h"
#include "reports/gnuplot.h"
#include "reports/html_text.h"
#include "reports/svg.h"

// Says a thing once, however many figures it befalls.
static void note(struct emitter_context *context, const char *line)
{
    if (!strstr(strbuf_text(&context->notes), line))
        strbuf_printf(&context->notes, "%s\n", line);
}

// Writes the script into "<report>.gp/"; a folder that cannot be written is told, and no more: the
// report itself matters more than its figures' scripts.
static void keep_script(const struct html_drawing *drawing, struct emitter_context *context)
{
    if (!context->path)
        return;
    struct err err = {0};
    const char *script = strbuf_text(&drawing->script);
    scope_free char *folder = alloc_printf("%s.gp", context->path);
    scope_free char *name = alloc_printf("%s.gp", drawing->id);
    scope_free char *path = path_join(folder, name);
    int r = path_make_dirs(folder, &err);
    if (r == 0)
        r = path_write(path, script, strlen(script), 0644, &err);
    scope_free char *line = r == 0
                                ? alloc_printf("the figures' scripts are in %s/", folder)
                                : alloc_printf("the figures' scripts are lost: %s", err_text(&err));
    note(context, line);
    err_done(&err);
}

static void add_missing(struct strbuf *out, const struct err *err)
{
    html_add(out, "<p class=\"absent\">Not drawn: ", err_text(err), ".");
    if (err->mend)
        html_add(out, " This installs it: <code>", err->mend, "</code>");
    strbuf_add(out, "</p>\n");
}

static void tell_missing(const struct err *err, struct emitter_context *context)
{
    scope_free char *line = err->mend
                                ? alloc_printf("%s; this installs it: %s", err_text(err), err->mend)
                                : alloc_printf("a figure was not drawn: %s", err_text(err));
    note(context, line);
}

void html_add_drawing(struct strbuf *out, const struct html_drawing *drawing,
                      struct emitter_context *context)
{
    scope_strbuf struct strbuf svg = {0};
    struct err err = {0};
    if (gnuplot_svg(strbuf_text(&drawing->script), &svg, &err) == 0) {
        svg_embed(strbuf_text(&svg), drawing->id, drawing->width, drawing->height, drawing->title,
                  out);
    } else {
        add_missing(out, &err);
        tell_missing(&err, context);
        keep_script(drawing, context);
    }
    err_done(&err);
}
