// SPDX-License-Identifier: GPL-3.0-or-later
// Latencies are log-uniform over a factor of thirty and grow with the density, as they do on a host
// that fills up.
#include "tests/bench/made_step.h"

#include <math.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/base/clock.h"
#include "common/base/rng.h"
#include "common/model/record.h"

static struct histogram_pack *made_histogram(struct rng *rng, double floor_ns)
{
    scope_free struct histogram *histogram = alloc_zeroed(1, sizeof(*histogram));

    histogram_reset(histogram);
    for (int i = 0; i < MADE_OPERATIONS; i++)
        histogram_record(histogram, (uint64_t)(floor_ns * pow(30, rng_unit(rng))));
    return histogram_pack(histogram);
}

static void made_guest(struct guest_record *guest, uint32_t index, uint32_t windows,
                       struct rng *rng, double floor_ns)
{
    guest_record_init(guest);
    guest->index = index;
    guest->state = RECORD_DONE;
    guest->reason = alloc_copy("");
    for (uint32_t i = 0; i < windows; i++) {
        const struct window_record window = {
            .index = i,
            .measured = true,
            .duration_ns = CLOCK_NS_PER_SECOND,
            .operations = MADE_OPERATIONS,
            .due = MADE_OPERATIONS,
            .histogram = made_histogram(rng, floor_ns),
        };
        guest_record_add_window(guest, &window);
    }
}

void made_step(struct step_record *ret_step, uint32_t guests, uint32_t repeat, uint32_t windows,
               uint64_t seed)
{
    struct rng rng;

    rng_init(&rng, rng_derive(seed, ((uint64_t)guests << 32) + repeat));
    step_record_init(ret_step);
    ret_step->kind = RECORD_STEP_LADDER;
    ret_step->guests = guests;
    ret_step->repeat = repeat;
    ret_step->state = RECORD_DONE;
    ret_step->reason = alloc_copy("");
    ret_step->verdict = alloc_copy("");
    ret_step->guest_list = alloc_zeroed(guests, sizeof(*ret_step->guest_list));
    ret_step->guest_count = guests;
    for (uint32_t i = 0; i < guests; i++)
        made_guest(&ret_step->guest_list[i], i, windows, &rng, 1e5 * (1 + guests / 16.0));
}
