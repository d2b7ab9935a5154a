// SPDX-License-Identifier: GPL-3.0-or-later
// The figures of runs: which there are, with their headings and captions.
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "reports/document.h"
#include "reports/emitter.h"
#include "reports/figure.h"
#include "reports/figure_memory_curve.h"
#include "reports/figure_life.h"
#include "reports/figure_ratio.h"
#include "reports/figure_timeline.h"
#include "reports/html_drawing.h"
#include "reports/html_parts.h"
#include "reports/html_text.h"
#include "reports/replay.h"
#include "reports/tile.h"

static void draw_figure(struct strbuf *out, const struct figure *figure,
                        const struct document_run *run, size_t number,
                        struct emitter_context *context)
{
    scope_free char *id = alloc_printf("run%zu-%s", number + 1, figure->name);
    struct html_drawing drawing = {figure->title, figure->width, figure->height, id, {0}};
    figure_script(figure, run, &drawing.script);
    html_add_drawing(out, &drawing, context);
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
    struct html_drawing drawing = {title, REPLAY_FIGURE_WIDTH, REPLAY_FIGURE_HEIGHT, id, {0}};
    scope_free char *guests = alloc_printf("%" PRIu32, replay->guests);
    html_add(out, "<figure>\n<h3>", title, "</h3>\n");
    replay_script(replay, &drawing.script);
    html_add_drawing(out, &drawing, context);
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
    struct html_drawing drawing = {title, MEMORY_FIGURE_WIDTH, MEMORY_FIGURE_HEIGHT, id, {0}};
    html_add(out, "<figure>\n<h3>", title, "</h3>\n");
    memory_figure_script(&run->curves, &drawing.script);
    html_add_drawing(out, &drawing, context);
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
    struct html_drawing drawing = {
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
    html_add_drawing(out, &drawing, context);
    html_add(out, "</div>\n<figcaption>", caption, "</figcaption>\n</figure>\n");
    strbuf_done(&drawing.script);
}

void html_add_timeline(struct strbuf *out, const struct timeline *timeline, const char *title,
                       const char *id, struct emitter_context *context)
{
    struct html_drawing drawing = {
        .title = title,
        .width = TIMELINE_FIGURE_WIDTH,
        .height = timeline_figure_height(timeline),
        .id = id,
    };
    timeline_figure_script(timeline, id, &drawing.script);
    html_add_drawing(out, &drawing, context);
    strbuf_done(&drawing.script);
}

static void add_ratio_figure(struct strbuf *out, const struct ratio_figure *figure,
                             const struct document *document, struct emitter_context *context)
{
    scope_free char *id = alloc_printf("ratio-%s", figure->name);
    struct html_drawing drawing = {figure->title, RATIO_FIGURE_WIDTH, RATIO_FIGURE_HEIGHT, id, {0}};
    html_add(out, "<figure>\n<h3>", figure->title, "</h3>\n");
    ratio_figure_script(figure, document, &drawing.script);
    html_add_drawing(out, &drawing, context);
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
