// SPDX-License-Identifier: GPL-3.0-or-later
// Round numbers of a nightly job that a new emulator made slower at eight guests.
#include "tests/reports/compare/made_contrasts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/strbuf.h"
#include "reports/compare/contrast_emitter.h"

// What judgements of a made contrast are like.
static const struct made {
    const char *measure, *unit;
    bool higher_is_better, is_judged;
    unsigned guests;
    double a, b, half_width; // of the ratio's interval, as a factor from 1
    enum contrast_verdict verdict;
    double p;
    unsigned more;
    const char *why;
} rows[] = {
    {"throughput", "1/s", true, true, 1, 1200, 1196, 0.010, CONTRAST_SAME, 0.7, 0, ""},
    {"throughput", "1/s", true, true, 4, 310, 309, 0.012, CONTRAST_SAME, 0.8, 0, ""},
    {"throughput", "1/s", true, true, 8, 152, 133, 0.021, CONTRAST_WORSE, 0.0021, 0, ""},
    {"p99", "ns", false, true, 1, 1.21e6, 1.2e6, 0.014, CONTRAST_SAME, 0.81, 0, ""},
    {"p99", "ns", false, true, 4, 4.1e6, 4.25e6, 0.06, CONTRAST_UNDECIDED, 0.21, 6,
     "The interval reaches beyond 3 %."},
    {"p99", "ns", false, true, 8, 9.0e6, 21.5e6, 0.1, CONTRAST_WORSE, 0.0004, 0, ""},
    {"memory", "bytes", false, true, 8, 201e6, 188e6, 0.008, CONTRAST_BETTER, 0.004, 0, ""},
    {"boot_time", "ns", false, false, 8, 4.4e9, 4.6e9, 0.05, CONTRAST_UNDECIDED, 0.3, 9, ""},
    {"iops", "1/s", true, true, 8, 5100, NAN, NAN, CONTRAST_ONE_SIDED, NAN, 0, "Only A has it."},
};
enum { ROWS = sizeof(rows) / sizeof(rows[0]), MORE_DENSITIES = 4 };

static const char *name_of(const struct made_contrasts_options *options)
{
    return options->name ? options->name : "tonight";
}

static void add_judgement(struct contrast *contrast, const struct made *row,
                          const struct made_contrasts_options *options)
{
    double ratio = row->b / row->a, width = options->is_bare ? NAN : row->half_width;
    bool is_decided = row->verdict == CONTRAST_WORSE || row->verdict == CONTRAST_BETTER;
    enum contrast_verdict verdict = row->verdict;
    if ((options->is_undecided || options->is_bare) && is_decided)
        verdict = CONTRAST_UNDECIDED;
    if (options->is_same && (is_decided || verdict == CONTRAST_UNDECIDED))
        verdict = CONTRAST_SAME;
    struct judgement judgement = {
        .measure = alloc_copy(row->measure),
        .unit = alloc_copy(row->unit),
        .higher_is_better = row->higher_is_better,
        .is_judged = row->is_judged,
        .guests = row->guests,
        .boots = {options->is_bare ? 1 : 8, options->is_bare ? 1 : 8},
        .values = {row->a, row->b},
        .is_paired = !options->is_bare,
        .ratio = {ratio, ratio / (1 + width), ratio * (1 + width)},
        .p = options->is_bare ? NAN : row->p / 2,
        .p_adjusted = options->is_bare ? NAN : row->p,
        .p_least = 0.0001,
        .floor = options->has_floor ? 1.012 : NAN,
        .verdict = verdict,
        .more_units = verdict == CONTRAST_UNDECIDED ? row->more : 0,
        .why = verdict == CONTRAST_SAME ? alloc_copy("") : alloc_copy(row->why),
    };
    judgement.units[0] = judgement.boots[0], judgement.units[1] = judgement.boots[1];
    judgement.raw = judgement.ratio;
    if (options->has_reference)
        judgement.raw.value *= 1.01, judgement.raw.low *= 1.01, judgement.raw.high *= 1.01;
    for (int side = 0; side < 2; side++)
        judgement.levels[side] = (struct variance_levels){NAN, NAN, NAN, 0, NAN, NAN};
    contrast->list = alloc_resized(contrast->list, contrast->count + 1, sizeof(judgement));
    contrast->list[contrast->count++] = judgement;
    if (judgement.is_judged)
        contrast->counts[verdict]++;
}

static void add_text(char ***list, size_t *count, char *text)
{
    *list = alloc_resized(*list, *count + 1, sizeof(**list));
    (*list)[(*count)++] = text;
}

static enum contrast_verdict overall_of(const size_t counts[CONTRAST_VERDICT_COUNT])
{
    if (counts[CONTRAST_WORSE])
        return CONTRAST_WORSE;
    if (counts[CONTRAST_UNDECIDED])
        return CONTRAST_UNDECIDED;
    return counts[CONTRAST_BETTER] ? CONTRAST_BETTER : CONTRAST_SAME;
}

static void add_runs(struct contrast *contrast, size_t number)
{
    for (size_t side = 0; side < 2; side++) {
        contrast->run_counts[side] = 1;
        contrast->run_ids[side] = alloc_zeroed(1, sizeof(int64_t));
        contrast->run_ids[side][0] = (int64_t)(12 + 2 * number + side);
    }
}

static void add_more(struct contrast *contrast, const struct made_contrasts_options *options)
{
    for (size_t m = 0; m < options->measures; m++)
        for (unsigned d = 0; d < MORE_DENSITIES; d++) {
            char *name = alloc_printf("figure_%zu_of_a_program", m);
            const struct made row = {name, "fps", true,          true, 1u << d, 31,
                                     31,   0.01,  CONTRAST_SAME, 0.9,  0,       ""};
            add_judgement(contrast, &row, options);
            free((char *)row.measure);
        }
}

static struct contrast one_contrast(const struct made_contrasts_options *options, size_t number)
{
    const char *name = name_of(options);
    struct contrast contrast = {
        .names = {alloc_copy("baseline"), alloc_copy(name)},
        .subjects = {alloc_copy("tcg, bare guest, QEMU 7.2.22, host rack-7"),
                     alloc_copy("tcg, bare guest, QEMU 8.0.0, host rack-7")},
        .alike = alloc_printf("tcg, bare guest; %s, closed; 1 vCPU, 96 MiB",
                              number ? "memory:triad" : "cpu:integer"),
        .threshold = 0.03,
        .confidence = 0.95,
        .false_discovery = 0.05,
        .is_interleaved = !options->is_bare,
        .has_tiles = options->has_tiles,
    };
    if (number == 0)
        memcpy(contrast.is_emulated, options->is_emulated, sizeof(contrast.is_emulated));
    add_runs(&contrast, number);
    for (size_t i = 0; i < ROWS; i++)
        add_judgement(&contrast, &rows[i], options);
    add_more(&contrast, options);
    if (!options->is_bare) {
        add_text(&contrast.changes, &contrast.change_count,
                 alloc_printf("QEMU: 7.2.22 -> 8.0.0 (%s)", name));
        add_text(&contrast.remarks, &contrast.remark_count,
                 alloc_printf("Compared all the same: the hosts differ (rack-7; %s).", name));
    }
    contrast.overall = overall_of(contrast.counts);
    return contrast;
}

struct contrasts made_contrasts(const struct made_contrasts_options *options)
{
    struct contrasts contrasts = {
        .names = {alloc_copy("baseline"), alloc_copy(name_of(options))},
        .count = options->count ? options->count : 1,
    };
    contrasts.list = alloc_zeroed(contrasts.count, sizeof(*contrasts.list));
    for (size_t i = 0; i < contrasts.count; i++) {
        contrasts.list[i] = one_contrast(options, i);
        for (int v = 0; v < CONTRAST_VERDICT_COUNT; v++)
            contrasts.counts[v] += contrasts.list[i].counts[v];
    }
    if (contrasts.count > 1)
        add_text(
            &contrasts.unmatched, &contrasts.unmatched_count,
            alloc_printf("%s has no partner for run 14 (kvm, bare guest; cpu)", name_of(options)));
    contrasts.overall = overall_of(contrasts.counts);
    return contrasts;
}

char *made_contrasts_emit(const char *form, const struct made_contrasts_options *options,
                          bool is_strict)
{
    scope_contrasts struct contrasts contrasts = made_contrasts(options);
    struct strbuf text = {0};
    contrast_emitter_find(form)->emit(&contrasts, is_strict, &text);
    return strbuf_take(&text);
}
