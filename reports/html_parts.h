// SPDX-License-Identifier: GPL-3.0-or-later
// Private to reports/: the sections of the page, each appended to the text so far.
#ifndef FULLHOUSE_REPORTS_HTML_PARTS_H
#define FULLHOUSE_REPORTS_HTML_PARTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/inference/density.h"
#include "reports/quantity.h"

struct document;
struct document_run;
struct emitter_context;
struct replay;
struct strbuf;
struct table;
struct timeline;

// "412 µs" and its interval set smaller; an em dash when absent.
void html_add_estimate(struct strbuf *out, enum quantity quantity, const struct estimate *estimate);
// One number without interval.
void html_add_quantity(struct strbuf *out, enum quantity quantity, double number);

// The mark of emulation, the verdict, what was run. number: of the run in the document, from 0.
void html_add_verdict(struct strbuf *out, const struct document_run *run);

// The curve, and the other figures. Scripts that could not be drawn are kept beside the report's
// file where there is one, and context->notes says so.
void html_add_curve(struct strbuf *out, const struct document_run *run, size_t number,
                    struct emitter_context *context);
void html_add_figures(struct strbuf *out, const struct document_run *run, size_t number,
                      struct emitter_context *context);

// A cell with the mark of a verdict and its word.
void html_add_verdict_cell(struct strbuf *out, enum density_verdict verdict);
// The matrix of neighbours; nothing for a run without interference.
void html_add_matrix(struct strbuf *out, const struct document_run *run);
// How many tiles hold, and each of their streams; nothing for a run without tiles.
void html_add_tiles(struct strbuf *out, const struct document_run *run, size_t number,
                    struct emitter_context *context);
// Of a replay, what was asked and achieved; nothing for any other load.
void html_add_replay(struct strbuf *out, const struct document_run *run, size_t number,
                     struct emitter_context *context);
void html_add_replay_figure(struct strbuf *out, const struct replay *replay, size_t number,
                            struct emitter_context *context);

// Latency over working sets: figure, words and table. The figure alone is html_figures.c's.
void html_add_memory_curves(struct strbuf *out, const struct document_run *run, size_t number,
                            struct emitter_context *context);
void html_add_memory_figure(struct strbuf *out, const struct document_run *run, size_t number,
                            struct emitter_context *context);

// What gives out first at every density, with the figures that decided; and its cell in the table
// of densities, which is there where something was watched.
void html_add_saturation(struct strbuf *out, const struct document_run *run);
void html_add_saturation_cell(struct strbuf *out, const struct document_run *run, uint32_t units);

// One or two steps in full: timelines, heat maps, and the host with the guests where they ran.
// Nothing for a run without a measured density.
void html_add_steps(struct strbuf *out, const struct document_run *run, size_t number,
                    struct emitter_context *context);
// Of fullhouse collect: its machines, the host's timeline, heat maps; nothing for other runs.
void html_add_collection(struct strbuf *out, const struct document_run *run, size_t number,
                         struct emitter_context *context);
// The drawing of a timeline that has charts, or why it is not there.
void html_add_timeline(struct strbuf *out, const struct timeline *timeline, const char *title,
                       const char *id, struct emitter_context *context);

void html_add_densities(struct strbuf *out, const struct document_run *run);
// What guests told beside their windows; nothing where they told nothing.
void html_add_told(struct strbuf *out, const struct document_run *run);
void html_add_objective(struct strbuf *out, const struct document_run *run);
void html_add_solo(struct strbuf *out, const struct document_run *run);
void html_add_timings(struct strbuf *out, const struct document_run *run);
// What a guest costs the host: of idle guests the only figures there are.
void html_add_costs(struct strbuf *out, const struct document_run *run);
// The verbs of a life, with their figure; nothing of other runs.
void html_add_life(struct strbuf *out, const struct document_run *run, size_t number,
                   struct emitter_context *context);
void html_add_life_figure(struct strbuf *out, const struct document_run *run, size_t number,
                          struct emitter_context *context);
void html_add_comparisons(struct strbuf *out, const struct document *document,
                          struct emitter_context *context);
// One curve a run over the base; nothing where there is none to draw.
void html_add_ratio_figures(struct strbuf *out, const struct document *document,
                            struct emitter_context *context);

// Tables that scroll on their own: opens one with its first heading, and closes it.
void html_open_table(struct strbuf *out, const struct document_run *run, bool wide,
                     const char *label);
void html_close_table(struct strbuf *out);
// A row with its guests; the maximum's is marked.
void html_open_row(struct strbuf *out, const struct document_run *run, uint32_t guests);

void html_add_host(struct strbuf *out, const struct document_run *run);
void html_add_events(struct strbuf *out, const struct document_run *run);
void html_add_recipe(struct strbuf *out, const struct document_run *run);
// Definitions and statistics: the same for every run.
void html_add_method(struct strbuf *out);

#endif
