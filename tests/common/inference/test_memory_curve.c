// SPDX-License-Identifier: GPL-3.0-or-later
// Curves made by hand: rises stand where they were put, noise makes none, and words tell the truth
// about caches that do not show.
#include "common/inference/memory_curve.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/inference/memory_curve_words.h"
#include "common/model/record.h"

#define KIB UINT64_C(1024)
#define MIB (1024 * KIB)

// A processor of three caches: latency of a set is that of the innermost cache for the part that
// fits, and so on outwards, as with random replacement.
static double model_ns(uint64_t bytes)
{
    static const struct {
        uint64_t bytes;
        double ns;
    } caches[] = {{32 * KIB, 1.5}, {512 * KIB, 4}, {32 * MIB, 15}, {UINT64_MAX, 90}};
    double ns = 0, covered = 0;
    for (size_t i = 0; i < sizeof caches / sizeof *caches; i++) {
        double share = fmin(1, (double)caches[i].bytes / (double)bytes);
        ns += (share - covered) * caches[i].ns;
        covered = share;
    }
    return ns;
}

static void add_figure(struct step_record *step, const char *name, double value)
{
    step_record_add_figure(step, &(struct figure_record){.guest = RECORD_ABSENT,
                                                         .name = alloc_copy(name),
                                                         .unit = alloc_copy("B"),
                                                         .value = value});
}

struct made {
    struct step_record *steps;
    size_t count;
};

static struct step_record *make_step(struct made *made, uint64_t bytes, double page_bytes,
                                     double load_ns)
{
    made->steps = alloc_resized(made->steps, made->count + 1, sizeof *made->steps);
    struct step_record *step = &made->steps[made->count++];
    step_record_init(step);
    step->kind = RECORD_STEP_CURVE;
    step->state = RECORD_DONE;
    step->guests = 1;
    add_figure(step, MEMORY_CURVE_SIZE, (double)bytes);
    add_figure(step, MEMORY_CURVE_PAGE, page_bytes);
    add_figure(step, MEMORY_CURVE_LOAD, load_ns);
    return step;
}

static void made_done(struct made *made)
{
    for (size_t i = 0; i < made->count; i++)
        step_record_done(&made->steps[i]);
    free(made->steps);
}

static uint64_t size_at(unsigned i)
{
    return (uint64_t)(16.0 * KIB * exp2(i / 2.0) / 4096 + 0.5) * 4096;
}

enum { SIZES = 27 }; // 16 KiB to 128 MiB

static struct made model(unsigned boots, double (*noise)(unsigned size, unsigned boot))
{
    struct made made = {0};
    for (unsigned boot = 0; boot < boots; boot++)
        for (unsigned i = SIZES; i-- > 0;)
            make_step(&made, size_at(i), 2 << 20, model_ns(size_at(i)) * noise(i, boot));
    return made;
}

static double quiet(unsigned size, unsigned boot)
{
    (void)size, (void)boot;
    return 1;
}

// One boot's point in nine is disturbed, a different one each time; all waver by two per cent.
static double noisy(unsigned size, unsigned boot)
{
    return (1 + 0.02 * sin(7.0 * size + 3.0 * boot)) * ((size + 3 * boot) % 9 == 0 ? 3 : 1);
}

static void expect_rises(const struct made *made)
{
    static const uint64_t ends[] = {32 * KIB, 512 * KIB, 32 * MIB};
    struct memory_curves curves;
    memory_curves_of(made->steps, made->count, 1, &curves);
    cr_assert_eq(curves.count, 1);
    cr_assert_eq(curves.list[0].point_count, SIZES);
    cr_expect_eq(curves.list[0].rise_count, 3);
    for (size_t i = 0; i < curves.list[0].rise_count; i++) {
        const struct memory_curve_rise *rise = &curves.list[0].rises[i];
        cr_expect_gt(rise->half_bytes, (double)curves.list[0].points[rise->from].bytes);
        cr_expect_lt(rise->half_bytes, (double)curves.list[0].points[rise->to].bytes);
    }
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        cr_expect_not_null(memory_curve_rise_at(&curves.list[0], ends[i]), "%zu", i);
    cr_expect_null(memory_curve_rise_at(&curves.list[0], 128 * KIB));
    cr_expect_null(memory_curve_rise_at(&curves.list[0], 8 * MIB));
    memory_curves_done(&curves);
}

Test(inference_memory_curve, rises_begin_where_caches_end)
{
    struct made made = model(1, quiet);
    expect_rises(&made);
    made_done(&made);
}

Test(inference_memory_curve, disturbed_boots_move_no_rise)
{
    struct made made = model(5, noisy);
    expect_rises(&made);
    made_done(&made);
}

Test(inference_memory_curve, a_flat_curve_rises_nowhere)
{
    struct made made = {0};
    for (unsigned i = 0; i < SIZES; i++)
        make_step(&made, size_at(i), 4096, 40 * noisy(i, 0));
    struct memory_curves curves;
    memory_curves_of(made.steps, made.count, 1, &curves);
    cr_assert_eq(curves.list[0].rise_count, 0);
    scope_free char *sentence = memory_curves_sentence(&curves, true);
    cr_assert_not_null(strstr(sentence, "rises nowhere"));
    cr_assert_not_null(strstr(sentence, "emulation"));
    memory_curves_done(&curves);
    made_done(&made);
}

Test(inference_memory_curve, intervals_need_boots_and_pages_have_their_own_curves)
{
    struct made made = {0};
    make_step(&made, 16 * KIB, 4096, 2);
    for (unsigned boot = 0; boot < 3; boot++)
        make_step(&made, 16 * KIB, 2 << 20, 1 + 0.1 * boot);
    make_step(&made, 32 * KIB, 2 << 20, 1.5);
    struct memory_curves curves;
    memory_curves_of(made.steps, made.count, 1, &curves);
    cr_assert_eq(curves.count, 2);
    cr_expect_eq(curves.list[0].page_bytes, 2 << 20);
    cr_expect_eq(curves.list[0].point_count, 2);
    cr_expect_eq(curves.list[0].points[0].boots, 3);
    cr_expect_float_eq(curves.list[0].points[0].load_ns.value, 1.1, 1e-12);
    cr_expect(isfinite(curves.list[0].points[0].load_ns.low));
    cr_expect_eq(curves.list[1].page_bytes, 4096);
    cr_expect(isnan(curves.list[1].points[0].load_ns.low));
    memory_curves_done(&curves);
    made_done(&made);
}

Test(inference_memory_curve, unfinished_and_other_steps_are_no_points)
{
    struct made made = {0};
    make_step(&made, 16 * KIB, 4096, 2)->state = RECORD_FAILED;
    make_step(&made, 16 * KIB, 4096, 2)->kind = RECORD_STEP_LADDER;
    make_step(&made, 16 * KIB, 4096, 0);
    struct memory_curves curves;
    memory_curves_of(made.steps, made.count, 1, &curves);
    cr_assert_eq(curves.count, 0);
    memory_curves_done(&curves);
    memory_curves_of(NULL, 0, 1, &curves);
    cr_assert_eq(curves.count, 0);
    memory_curves_done(&curves);
    made_done(&made);
}

Test(inference_memory_curve, tells_caches_that_show_and_those_that_do_not)
{
    struct made made = model(1, quiet);
    add_figure(&made.steps[0], MEMORY_CURVE_CACHE "L3", 32.0 * MIB);
    add_figure(&made.steps[0], MEMORY_CURVE_CACHE "L1d", 32.0 * KIB);
    add_figure(&made.steps[0], MEMORY_CURVE_CACHE "L2", 4.0 * MIB);
    add_figure(&made.steps[0], MEMORY_CURVE_CACHE "L4", 1024.0 * MIB);
    struct memory_curves curves;
    memory_curves_of(made.steps, made.count, 1, &curves);
    cr_assert_eq(curves.cache_count, 4);
    cr_assert_str_eq(curves.caches[0].name, "L1d");
    scope_free char *first = memory_curve_cache_sentence(&curves.list[0], &curves.caches[0]);
    scope_free char *second = memory_curve_cache_sentence(&curves.list[0], &curves.caches[1]);
    scope_free char *beyond = memory_curve_cache_sentence(&curves.list[0], &curves.caches[3]);
    cr_expect_not_null(strstr(first, "L1d, 32 KiB: a rise begins at 32 KiB (1.50 ns)"), "%s",
                       first);
    cr_expect_not_null(strstr(second, "no rise stands within a size of it"), "%s", second);
    cr_expect_not_null(strstr(beyond, "does not go beyond it"), "%s", beyond);
    memory_curves_done(&curves);
    made_done(&made);
}
