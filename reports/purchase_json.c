// SPDX-License-Identifier: GPL-3.0-or-later
// JSON of a purchase; docs/plan-buy.md names its members. Numbers are exact, what is absent is
// null.
#include "reports/purchase_json.h"

#include <stdlib.h>

#include "common/base/scope.h"
#include "common/base/version.h"
#include "reports/json_writer.h"
#include "reports/purchase_report.h"
#include "reports/purchase_say.h"

enum { DOCUMENT_VERSION = 1, COMPACT_DEPTH = 5 };

static void add_texts(struct json_writer *writer, const char *key, const char *const *texts,
                      size_t count)
{
    json_writer_open_array(writer, key);
    for (size_t i = 0; i < count; i++)
        json_writer_text(writer, NULL, texts[i]);
    json_writer_close_array(writer);
}

static void add_plan(struct json_writer *writer, const struct purchase_report *report)
{
    const struct plan *plan = report->purchase->plan;
    json_writer_open_object(writer, "plan");
    json_writer_text(writer, "name", plan->name);
    json_writer_text(writer, "catalogue", plan->catalogue.name);
    json_writer_text(writer, "currency", plan->currency);
    json_writer_text(writer, "slo", plan->slo);
    json_writer_integer(writer, "draws", plan->draws);
    json_writer_integer(writer, "seed", plan->seed);
    json_writer_text(writer, "command", report->command);
    add_texts(writer, "what_ifs", (const char *const *)plan->what_ifs, plan->what_if_count);
    json_writer_close_object(writer);
}

// --- certainty ----------------------------------------------------------------------------------

static void add_option(struct json_writer *writer, const char *key, const struct purchase *purchase,
                       size_t index)
{
    scope_free char *name = purchase_short_name(purchase, index);
    json_writer_text(writer, key, name);
}

static void add_bar(struct json_writer *writer, const struct purchase *purchase,
                    const struct tornado_bar *bar)
{
    json_writer_open_object(writer, NULL);
    json_writer_text(writer, "what", bar->what);
    json_writer_number(writer, "low_input", bar->low_input);
    json_writer_number(writer, "high_input", bar->high_input);
    json_writer_number(writer, "low_cost", bar->low_cost);
    json_writer_number(writer, "high_cost", bar->high_cost);
    add_option(writer, "low_cheapest", purchase, bar->low_best);
    add_option(writer, "high_cheapest", purchase, bar->high_best);
    json_writer_text(writer, "origin", origin_name(bar->origin));
    json_writer_text(writer, "reduce", bar->reduce);
    json_writer_close_object(writer);
}

static void add_break(struct json_writer *writer, const struct purchase *purchase,
                      const struct break_even *point)
{
    scope_free char *sentence = purchase_break_even(purchase, point);
    json_writer_open_object(writer, NULL);
    json_writer_text(writer, "what",
                     point->assumption < ASSUMPTION_TOTAL ? assumption_table[point->assumption].key
                                                          : point->what);
    json_writer_number(writer, "now", point->now);
    json_writer_number(writer, "threshold", point->threshold);
    add_option(writer, "cheapest_beyond", purchase, point->option);
    json_writer_text(writer, "sentence", sentence);
    json_writer_close_object(writer);
}

static void add_certainty(struct json_writer *writer, const struct purchase *purchase)
{
    const struct certainty *certainty = &purchase->certainty;
    json_writer_open_array(writer, "tornado");
    for (size_t i = 0; i < certainty->bar_count; i++)
        add_bar(writer, purchase, &certainty->bars[i]);
    json_writer_close_array(writer);
    json_writer_open_array(writer, "break_evens");
    for (size_t i = 0; i < certainty->break_count; i++)
        add_break(writer, purchase, &certainty->breaks[i]);
    json_writer_close_array(writer);
}

static void add_part(struct json_writer *writer, const struct purchase *purchase,
                     const struct fleet_mix_part *part, uint32_t years)
{
    json_writer_open_object(writer, NULL);
    add_option(writer, "option", purchase, part->option);
    json_writer_open_array(writer, "hosts");
    for (uint32_t y = 0; y < years; y++)
        json_writer_number(writer, NULL, part->hosts[y]);
    json_writer_close_array(writer);
    json_writer_open_array(writer, "guests");
    for (size_t c = 0; part->guests && c < purchase->mix.class_count; c++)
        json_writer_number(writer, NULL, part->guests[c]);
    json_writer_close_array(writer);
    json_writer_close_object(writer);
}

static void add_mix(struct json_writer *writer, const struct purchase *purchase)
{
    const struct fleet_mix *mix = &purchase->mix;
    const struct purchase_choice *best = purchase_best(purchase);
    if (!mix->is_found || !best) {
        json_writer_text(writer, "mixed_fleet", NULL);
        return;
    }
    json_writer_open_object(writer, "mixed_fleet");
    json_writer_bool(writer, "optimal", mix->is_optimal);
    json_writer_number(writer, "gap", mix->gap);
    json_writer_number(writer, "net_present_cost", mix->net_present_cost);
    json_writer_open_array(writer, "parts");
    for (size_t i = 0; i < mix->part_count; i++)
        add_part(writer, purchase, &mix->parts[i], best->outcome.years);
    json_writer_close_array(writer);
    json_writer_close_object(writer);
}

static void emit(const struct purchase_report *report, struct emitter_context *context,
                 struct strbuf *out)
{
    const struct purchase *purchase = report->purchase;
    struct json_writer writer = {.out = out, .compact_depth = COMPACT_DEPTH};
    scope_free char *emulation = purchase_emulation(purchase);
    (void)context;
    json_writer_open_object(&writer, NULL);
    json_writer_text(&writer, "fullhouse", FULLHOUSE_VERSION);
    json_writer_text(&writer, "document", "purchase");
    json_writer_integer(&writer, "version", DOCUMENT_VERSION);
    json_writer_text(&writer, "emulation", emulation);
    json_writer_text(&writer, "answer", purchase->answer);
    add_plan(&writer, report);
    purchase_json_choices(&writer, purchase);
    add_mix(&writer, purchase);
    add_certainty(&writer, purchase);
    add_texts(&writer, "advice", (const char *const *)purchase->advice, purchase->advice_count);
    add_texts(&writer, "notes", (const char *const *)purchase->notes, purchase->note_count);
    purchase_json_inputs(&writer, purchase);
    json_writer_close_object(&writer);
}

const struct purchase_form purchase_form_json = {
    .name = "json",
    .suffix = ".json",
    .help = "for machines",
    .emit = emit,
};
