// SPDX-License-Identifier: GPL-3.0-or-later
// JSON of contrasts; docs/ci.md names its members. Numbers are exact, what is absent is null.
#include <stdlib.h>

#include "common/base/scope.h"
#include "common/base/version.h"
#include "compare/contrasts.h"
#include "reports/compare/contrast_forms.h"
#include "reports/compare/contrast_words.h"
#include "reports/json_writer.h"

enum { DOCUMENT_VERSION = 1, COMPACT_DEPTH = 5 };

static void add_texts(struct json_writer *writer, const char *key, char *const *texts, size_t count)
{
    json_writer_open_array(writer, key);
    for (size_t i = 0; i < count; i++)
        json_writer_text(writer, NULL, texts[i]);
    json_writer_close_array(writer);
}

static void add_counts(struct json_writer *writer, const size_t counts[CONTRAST_VERDICT_COUNT])
{
    json_writer_open_object(writer, "counts");
    for (int v = 0; v < CONTRAST_VERDICT_COUNT; v++)
        json_writer_integer(writer, contrast_verdict_name((enum contrast_verdict)v), counts[v]);
    json_writer_close_object(writer);
}

// --- one judgement ------------------------------------------------------------------------------

static void add_estimate(struct json_writer *writer, const char *key,
                         const struct estimate *estimate)
{
    json_writer_open_object(writer, key);
    json_writer_number(writer, "value", estimate->value);
    json_writer_number(writer, "low", estimate->low);
    json_writer_number(writer, "high", estimate->high);
    json_writer_close_object(writer);
}

// Variances of logarithms by boot, guest and window.
static void add_levels(struct json_writer *writer, const struct variance_levels *levels)
{
    json_writer_open_object(writer, "variance");
    json_writer_number(writer, "boots", levels->boots);
    json_writer_number(writer, "guests", levels->guests);
    json_writer_number(writer, "windows", levels->windows);
    json_writer_close_object(writer);
}

static void add_side_of(struct json_writer *writer, const struct judgement *judgement, size_t side)
{
    json_writer_open_object(writer, side == 0 ? "a" : "b");
    json_writer_number(writer, "value", judgement->values[side]);
    json_writer_integer(writer, "boots", judgement->boots[side]);
    json_writer_integer(writer, "units", judgement->units[side]);
    add_levels(writer, &judgement->levels[side]);
    json_writer_close_object(writer);
}

static void add_judgement(struct json_writer *writer, const struct judgement *judgement)
{
    json_writer_open_object(writer, NULL);
    json_writer_text(writer, "measure", judgement->measure);
    json_writer_text(writer, "unit", judgement->unit);
    json_writer_bool(writer, "higher_is_better", judgement->higher_is_better);
    json_writer_integer(writer, "guests", judgement->guests);
    json_writer_bool(writer, "judged", judgement->is_judged);
    json_writer_text(writer, "verdict", contrast_verdict_name(judgement->verdict));
    add_estimate(writer, "ratio", &judgement->ratio);
    add_estimate(writer, "ratio_without_reference", &judgement->raw);
    json_writer_number(writer, "p", judgement->p);
    json_writer_number(writer, "p_adjusted", judgement->p_adjusted);
    json_writer_number(writer, "p_least", judgement->p_least);
    json_writer_number(writer, "noise_floor", judgement->floor);
    json_writer_bool(writer, "paired", judgement->is_paired);
    add_side_of(writer, judgement, 0);
    add_side_of(writer, judgement, 1);
    json_writer_integer(writer, "more_units", judgement->more_units);
    json_writer_text(writer, "why", judgement->why);
    json_writer_close_object(writer);
}

// --- one contrast -------------------------------------------------------------------------------

static void add_side(struct json_writer *writer, const struct contrast *contrast, size_t side)
{
    json_writer_open_object(writer, side == 0 ? "a" : "b");
    json_writer_text(writer, "name", contrast->names[side]);
    json_writer_text(writer, "subject", contrast->subjects[side]);
    json_writer_bool(writer, "emulated", contrast->is_emulated[side]);
    json_writer_open_array(writer, "runs");
    for (size_t i = 0; i < contrast->run_counts[side]; i++)
        json_writer_optional(writer, NULL, contrast->run_ids[side][i]);
    json_writer_close_array(writer);
    json_writer_close_object(writer);
}

static void add_contrast(struct json_writer *writer, const struct contrast *contrast)
{
    json_writer_open_object(writer, NULL);
    json_writer_text(writer, "alike", contrast->alike);
    json_writer_text(writer, "overall", contrast_verdict_name(contrast->overall));
    add_counts(writer, contrast->counts);
    add_side(writer, contrast, 0);
    add_side(writer, contrast, 1);
    json_writer_number(writer, "threshold", contrast->threshold);
    json_writer_number(writer, "confidence", contrast->confidence);
    json_writer_number(writer, "false_discovery", contrast->false_discovery);
    json_writer_bool(writer, "interleaved", contrast->is_interleaved);
    json_writer_text(writer, "unit", contrast_unit(contrast));
    json_writer_text(writer, "density", contrast_density(contrast));
    add_texts(writer, "changes", contrast->changes, contrast->change_count);
    add_texts(writer, "remarks", contrast->remarks, contrast->remark_count);
    json_writer_open_array(writer, "judgements");
    for (size_t i = 0; i < contrast->count; i++)
        add_judgement(writer, &contrast->list[i]);
    json_writer_close_array(writer);
    json_writer_close_object(writer);
}

void contrast_emit_json(const struct contrasts *contrasts, bool is_strict, struct strbuf *out)
{
    struct json_writer writer = {.out = out, .compact_depth = COMPACT_DEPTH};
    scope_free char *answer = contrasts_answer(contrasts, is_strict);
    scope_free char *emulation = contrasts_emulation(contrasts);
    json_writer_open_object(&writer, NULL);
    json_writer_text(&writer, "fullhouse", FULLHOUSE_VERSION);
    json_writer_text(&writer, "document", "contrasts");
    json_writer_integer(&writer, "version", DOCUMENT_VERSION);
    json_writer_text(&writer, "emulation", emulation);
    json_writer_text(&writer, "answer", answer);
    json_writer_text(&writer, "overall", contrast_verdict_name(contrasts->overall));
    json_writer_bool(&writer, "strict", is_strict);
    json_writer_bool(&writer, "failed", contrast_verdict_fails(contrasts->overall, is_strict));
    add_counts(&writer, contrasts->counts);
    json_writer_text(&writer, "a", contrasts->names[0]);
    json_writer_text(&writer, "b", contrasts->names[1]);
    json_writer_open_array(&writer, "contrasts");
    for (size_t i = 0; i < contrasts->count; i++)
        add_contrast(&writer, &contrasts->list[i]);
    json_writer_close_array(&writer);
    add_texts(&writer, "unmatched", contrasts->unmatched, contrasts->unmatched_count);
    json_writer_close_object(&writer);
}
