// SPDX-License-Identifier: GPL-3.0-or-later
// Pairs of runs (A/A) in reports: of two pairs the first is alike to the last bit, the second is
// not alike at all, so that its throughput is an alarm.
#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "reports/comparison.h"
#include "reports/comparison_columns.h"
#include "reports/emitter.h"
#include "reports/noise.h"
#include "tests/reports/fixture.h"

static const uint32_t few[] = {1, 2};
static const struct fixture_run first = {.campaign = "c1",
                                         .arm = "pair 1 a",
                                         .densities = few,
                                         .density_count = 2,
                                         .boots = 3,
                                         .calibrations = 3};

static struct document load_pairs(struct fixture *fixture)
{
    struct fixture_run runs[] = {first, first, first, first};
    int64_t ids[4];
    struct document document = {0};
    runs[1].arm = "pair 1 b";
    runs[2].arm = "pair 2 a";
    runs[3].arm = "pair 2 b";
    runs[3].slowness = 20;
    fixture_init(fixture);
    for (size_t i = 0; i < 4; i++)
        ids[i] = fixture_add_run(fixture, &runs[i]);
    fixture_load(fixture, ids, 4, &document);
    return document;
}

static const struct noise_row *find_row(const struct noise *noise, uint32_t guests, const char *key)
{
    for (size_t i = 0; i < noise->row_count; i++)
        if (noise->rows[i].guests == guests && strcmp(noise->rows[i].column->key, key) == 0)
            return &noise->rows[i];
    return NULL;
}

Test(reports_noise, counts_alarms_of_each_figure_over_pairs)
{
    struct fixture fixture;
    struct noise noise;
    struct document document = load_pairs(&fixture);
    noise_of(&document, &noise);
    cr_expect_eq(noise.pairs, 2);
    size_t judged = 0, alarms = 0;
    for (size_t i = 0; i < noise.row_count; i++) {
        judged += noise.rows[i].floor.judged;
        alarms += noise.rows[i].floor.alarms;
    }
    cr_expect_eq(noise.judged, judged);
    cr_expect_eq(noise.alarms, alarms);
    cr_expect_float_eq(noise.expected, 0.05 * (double)judged, 1e-9);
    cr_expect(noise.share.low < noise.share.value && noise.share.value < noise.share.high);
    const struct noise_row *row = find_row(&noise, 2, "throughput_ratio");
    cr_assert_not_null(row);
    cr_expect_eq(row->floor.pairs, 2);
    cr_expect_eq(row->floor.alarms, 1);
    cr_expect_float_eq(row->floor.ratio.value, sqrt(1 / 20.0), 0.01, "%g", row->floor.ratio.value);
    noise_done(&noise);
    document_done(&document);
    fixture_done(&fixture);
}

Test(reports_noise, is_told_in_every_form_for_people_and_machines)
{
    static const struct {
        const char *form, *words;
    } told[] = {{"text", "2 pairs of runs"},
                {"markdown", "2 pairs of runs"},
                {"html", "2 pairs of runs"},
                {"json", "\"noise_alarms\""}};
    struct fixture fixture;
    struct document document = load_pairs(&fixture);
    for (size_t t = 0; t < sizeof(told) / sizeof(told[0]); t++)
        for (size_t i = 0; i < emitter_count; i++) {
            if (strcmp(emitters[i]->name, told[t].form) != 0)
                continue;
            char *text = fixture_emit(emitters[i], &document);
            cr_expect(strstr(text, told[t].words), "%s: %s", told[t].form, text);
            free(text);
        }
    document_done(&document);
    fixture_done(&fixture);
}

static double throughput_width(uint32_t calibrations)
{
    struct fixture fixture;
    struct document document = {0};
    struct fixture_run run = first, other = first;
    run.campaign = other.campaign = run.arm = other.arm = NULL;
    run.calibrations = other.calibrations = calibrations;
    fixture_init(&fixture);
    int64_t ids[] = {fixture_add_run(&fixture, &run), fixture_add_run(&fixture, &other)};
    fixture_load(&fixture, ids, 2, &document);
    const struct comparison_row *row = comparison_find_row(&document.comparisons[0], 2);
    double width = log(row->throughput_ratio.high / row->throughput_ratio.low);
    document_done(&document);
    fixture_done(&fixture);
    return width;
}

// Boots of the fixture's calibrations differ by about a hundredth.
Test(reports_noise, a_rate_that_is_a_share_is_as_unsure_as_its_calibration)
{
    double without = throughput_width(0), with = throughput_width(3);
    cr_expect(with > without * 1.01, "%g, without calibrations %g", with, without);
}
