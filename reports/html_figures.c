// SPDX-License-Identifier: GPL-3.0-or-later
// Figures drawn by gnuplot into the page; where that cannot be, their place says why and their
// scripts are kept.
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "reports/document.h"
#include "reports/emitter.h"
#include "reports/figure.h"
#include "reports/figure_memory_curve.h"
#include "reports/figure_life.h"
#include "reports/figure_ratio.h"
#include "reports/figure_timeline.h"
#include "reports/gnuplot.h"
#include "reports/html_parts.h"
#include "reports/html_text.h"
#include "reports/replay.h"
#include "reports/tile.h"

// Says a thing once, however many figures it befalls.
static void note(struct emitter_context *context, const char *line)
{
    if (!strstr(strbuf_text(&context->notes), line))
        strbuf_printf(&context->notes, "%s\n", line);
}

// One drawing of a page: a script, its place, and what its file and its ids are called.
struct drawing {
    const char *title;
    unsigned width, height;
    const char *id;
    struct strbuf script;
};

// Writes the script into "<report>.gp/"; a folder that cannot be written is told, and no more: the
// report itself matters more than its figures' scripts.
static void keep_script(const struct drawing *drawing, struct emitter_context *context)
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

static void add_drawing(struct strbuf *out, const struct drawing *drawing,
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

static void draw_figure(struct strbuf *out, const struct figure *figure,
                        const struct document_run *run, size_t number,
                        struct emitter_context *context)
{
    scope_free char *id = alloc_printf("run%zu-%s", number + 1, figure->name);
    struct drawing drawing = {figure->title, figure->width, figure->height, id, {0}};
    figure_script(figure, run, &drawing.script);
    add_drawing(out, &drawing, context);
    strbuf_done(&drawing.script);
}

void html_add_curve(struct strbuf *out, const struct document_run *run, size_t number,
                    struct emitter_context *context)
{
    if (!figure_curve.is_drawable(run))
        return;
    html_add(out, "<figure>\n<h3>", figure_curve.title, "</h3>\n<div class=\"broad\">");
    draw_figure(out, &figure_curve, run, number, context);
    strbuf_add(out, "</div>\n<div class=\"narrow\">");
    draw_figure(out, &figure_curve_narrow, run, number, context);
    html_add(out, "</div>\n<figcaption>", figure_curve.caption, "</figcaption>\n</figure>\n");
}

static void add_figure(struct strbuf *out, const struct figure *figure,
                       const struct document_run *run, size_t number,
                       struct emitter_context *context)
{
    html_add(out, "<figure>\n<h3>", figure->title, "</h3>\n");
    if (figure->is_drawable(run))
        draw_figure(out, figure, run, number, context);
    else
        strbuf_add(out, "<p class=\"absent\">Not measured on this host.</p>\n");
    html_add(out, "<figcaption>", figure->caption, "</figcaption>\n</figure>\n");
}

void html_add_figures(struct strbuf *out, const struct document_run *run, size_t number,
                      struct emitter_context *context)
{
    if (run->density_count == 0 || document_run_has_tiles(run))
        return;
    strbuf_add(out, "<div class=\"figures\">\n");
    for (size_t i = 0; i < figure_count; i++)
        if (!figures[i]->of_operations || !document_run_is_idle(run))
            add_figure(out, figures[i], run, number, context);
    strbuf_add(out, "</div>\n");
}

void html_add_replay_figure(struct strbuf *out, const struct replay *replay, size_t number,
                            struct emitter_context *context)
{
    static const char title[] = "Asked and achieved over the trace";
    scope_free char *id = alloc_printf("run%zu-replay", number + 1);
    struct drawing drawing = {title, REPLAY_FIGURE_WIDTH, REPLAY_FIGURE_HEIGHT, id, {0}};
    scope_free char *guests = alloc_printf("%" PRIu32, replay->guests);
    html_add(out, "<figure>\n<h3>", title, "</h3>\n");
    replay_script(replay, &drawing.script);
    add_drawing(out, &drawing, context);
    html_add(out, "<figcaption>At the largest density measured, ", guests,
             ": dashed what the trace asks of a guest, solid what it achieves, on average over "
             "guests and boots.</figcaption>\n</figure>\n");
    strbuf_done(&drawing.script);
}

void html_add_memory_figure(struct strbuf *out, const struct document_run *run, size_t number,
                            struct emitter_context *context)
{
    static const char title[] = "Memory latency over the working set";
    scope_free char *id = alloc_printf("run%zu-memory-curve", number + 1);
    struct drawing drawing = {title, MEMORY_FIGURE_WIDTH, MEMORY_FIGURE_HEIGHT, id, {0}};
    html_add(out, "<figure>\n<h3>", title, "</h3>\n");
    memory_figure_script(&run->curves, &drawing.script);
    add_drawing(out, &drawing, context);
    strbuf_add(out, "<figcaption>One load of a chain along all cache lines of the working set, in "
                    "random order. Bands are 95 % intervals over boots; vertical rules are the "
                    "data caches that the host tells.</figcaption>\n</figure>\n");
    strbuf_done(&drawing.script);
}

void html_add_life_figure(struct strbuf *out, const struct document_run *run, size_t number,
                          struct emitter_context *context)
{
    scope_free char *id = alloc_printf("run%zu-life", number + 1);
    scope_free char *caption = life_figure_caption(&run->life);
    struct drawing drawing = {
        .title = LIFE_FIGURE_TITLE,
        .width = LIFE_FIGURE_WIDTH,
        .height = LIFE_FIGURE_HEIGHT,
        .id = id,
    };
    html_add(out, "<figure>\n<h3>", drawing.title, "</h3>\n");
    life_figure_script(&run->life, &drawing.script);
    // A dozen verbs would be too small to read on a phone.
    strbuf_add(out, "<div class=\"scroll verbs\" tabindex=\"0\" role=\"region\" aria-label=\"Verbs "
                    "as boxes\">\n");
    add_drawing(out, &drawing, context);
    html_add(out, "</div>\n<figcaption>", caption, "</figcaption>\n</figure>\n");
    strbuf_done(&drawing.script);
}

void html_add_timeline(struct strbuf *out, const struct timeline *timeline, const char *title,
                       const char *id, struct emitter_context *context)
{
    struct drawing drawing = {
        .title = title,
        .width = TIMELINE_FIGURE_WIDTH,
        .height = timeline_figure_height(timeline),
        .id = id,
    };
    timeline_figure_script(timeline, id, &drawing.script);
    add_drawing(out, &drawing, context);
    strbuf_done(&drawing.script);
}

static void add_ratio_figure(struct strbuf *out, const struct ratio_figure *figure,
                             const struct document *document, struct emitter_context *context)
{
    scope_free char *id = alloc_printf("ratio-%s", figure->name);
    struct drawing drawing = {figure->title, RATIO_FIGURE_WIDTH, RATIO_FIGURE_HEIGHT, id, {0}};
    html_add(out, "<figure>\n<h3>", figure->title, "</h3>\n");
    ratio_figure_script(figure, document, &drawing.script);
    add_drawing(out, &drawing, context);
    scope_free char *names = ratio_figure_names(document);
    html_add(out, "<figcaption>", figure->caption, " ");
    html_add(out, "", names, "</figcaption>\n</figure>\n");
    strbuf_done(&drawing.script);
}

void html_add_ratio_figures(struct strbuf *out, const struct document *document,
                            struct emitter_context *context)
{
    if (!ratio_figure_is_drawable(document))
        return;
    strbuf_add(out, "<div class=\"figures\">\n");
    for (size_t i = 0; i < ratio_figure_count; i++)
        add_ratio_figure(out, &ratio_figures[i], document, context);
    strbuf_add(out, "</div>\n");
}
