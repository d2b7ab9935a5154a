// SPDX-License-Identifier: GPL-3.0-or-later
// Builds finished steps.
#include "tests/common/inference/step_fixture.h"

#include "common/base/alloc.h"
#include "common/base/scope.h"

enum { WINDOWS = 4 };

static struct window_record make_window(const struct step_fixture *fixture, uint32_t index,
                                        uint64_t operations)
{
    struct window_record window = {
        .index = index,
        .measured = index > 0,
        .duration_ns = 1000000000,
        .operations = operations,
        .due = fixture->due ? fixture->due : operations,
    };
    scope_free struct histogram *latency = alloc_zeroed(1, sizeof(struct histogram));
    // Warm-up is slow, so that a warm-up that counts shows.
    uint64_t latency_ns = index > 0 ? fixture->latency_ns : 1000 * fixture->latency_ns;
    for (uint64_t i = 0; i < operations; i++)
        histogram_record(latency, latency_ns);
    window.histogram = histogram_pack(latency);
    return window;
}

struct step_record step_fixture_make(const struct step_fixture *fixture)
{
    struct step_record step;
    step_record_init(&step);
    step.guests = fixture->guests;
    step.repeat = fixture->repeat;
    step.state = RECORD_DONE;
    step.rate_hz = (double)fixture->due;
    step.memory_bytes = (int64_t)fixture->guests * 1000;
    step.guest_count = fixture->guests;
    step.guest_list = alloc_zeroed(fixture->guests, sizeof(step.guest_list[0]));
    for (uint32_t g = 0; g < fixture->guests; g++) {
        struct guest_record *guest = &step.guest_list[g];
        guest_record_init(guest);
        guest->index = g;
        guest->state = RECORD_DONE;
        uint64_t operations = fixture->operations / (g < fixture->slow_guests ? 2 : 1);
        for (uint32_t w = 0; w < WINDOWS; w++) {
            struct window_record window = make_window(fixture, w, operations);
            guest_record_add_window(guest, &window);
        }
    }
    return step;
}

void step_fixture_steps_done(struct step_record *steps, size_t count)
{
    for (size_t i = 0; i < count; i++)
        step_record_done(&steps[i]);
}
