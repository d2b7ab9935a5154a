// SPDX-License-Identifier: GPL-3.0-or-later
// What fits a host's memory, from an estimate and from what a step measured.
#include "bench/memory_gate.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/scope.h"
#include "common/model/record.h"

#define MIB (UINT64_C(1) << 20)
#define GIB (UINT64_C(1) << 30)

static struct memory_gate gate_for(uint64_t shape, uint64_t reserve, uint64_t host)
{
    struct memory_gate gate;
    memory_gate_init(&gate, shape, reserve, host);
    return gate;
}

// A finished step of two guests.
static struct step_record step_of(int64_t memory, int64_t first, int64_t second)
{
    struct step_record step;
    step_record_init(&step);
    step.state = RECORD_DONE;
    step.guests = 2;
    step.memory_bytes = memory;
    step.guest_list = calloc(2, sizeof *step.guest_list);
    step.guest_count = 2;
    guest_record_init(&step.guest_list[0]);
    guest_record_init(&step.guest_list[1]);
    step.guest_list[0].host_memory_bytes = first;
    step.guest_list[1].host_memory_bytes = second;
    return step;
}

static void learn(struct memory_gate *gate, int64_t memory, int64_t first, int64_t second)
{
    struct step_record step = step_of(memory, first, second);
    memory_gate_learn(gate, &step);
    step_record_done(&step);
}

Test(harness_memory_gate, starts_with_a_cautious_estimate)
{
    struct memory_gate gate = gate_for(96 * MIB, 0, 64 * GIB);
    cr_assert_not(gate.measured);
    cr_assert_gt(gate.guest_bytes, 96 * MIB);
    cr_assert_eq(gate.reserve_bytes, 64 * GIB / 20);
    cr_assert_eq(gate_for(MIB, 0, GIB).reserve_bytes, 256 * MIB, "of a small host");
    cr_assert_eq(gate_for(MIB, 7 * MIB, GIB).reserve_bytes, 7 * MIB, "as told");
}

Test(harness_memory_gate, leaves_the_reserve_alone)
{
    struct memory_gate gate = gate_for(96 * MIB, GIB, 8 * GIB);
    cr_assert_eq(memory_gate_limit(&gate, 0), 0);
    cr_assert_eq(memory_gate_limit(&gate, GIB), 0);
    cr_assert_eq(memory_gate_limit(&gate, GIB + gate.guest_bytes - 1), 0);
    cr_assert_eq(memory_gate_limit(&gate, GIB + gate.guest_bytes), 1);
    cr_assert_eq(memory_gate_limit(&gate, GIB + 7 * gate.guest_bytes), 7);
    gate.guest_bytes = 1;
    cr_assert_eq(memory_gate_limit(&gate, UINT64_MAX), UINT32_MAX);
}

Test(harness_memory_gate, learns_the_larger_of_two_figures)
{
    struct memory_gate gate = gate_for(96 * MIB, 0, 8 * GIB);
    learn(&gate, 400 * (int64_t)MIB, 150 * (int64_t)MIB, 160 * (int64_t)MIB);
    cr_assert(gate.measured);
    cr_assert_eq(gate.guest_bytes, 200 * MIB, "the share of the drop");
    learn(&gate, 200 * (int64_t)MIB, 150 * (int64_t)MIB, 160 * (int64_t)MIB);
    cr_assert_eq(gate.guest_bytes, 160 * MIB, "the largest process");
    learn(&gate, RECORD_ABSENT, 170 * (int64_t)MIB, RECORD_ABSENT);
    cr_assert_eq(gate.guest_bytes, 170 * MIB, "what there is");
}

Test(harness_memory_gate, learns_nothing_from_a_step_that_tells_nothing)
{
    struct memory_gate gate = gate_for(96 * MIB, 0, 8 * GIB);
    uint64_t before = gate.guest_bytes;
    learn(&gate, RECORD_ABSENT, RECORD_ABSENT, RECORD_ABSENT);
    learn(&gate, 0, 0, 0);
    struct step_record failed = step_of(GIB, GIB, GIB);
    failed.state = RECORD_FAILED;
    memory_gate_learn(&gate, &failed);
    step_record_done(&failed);
    struct step_record refused;
    step_record_init(&refused);
    refused.state = RECORD_REFUSED;
    memory_gate_learn(&gate, &refused);
    step_record_done(&refused);
    cr_assert_not(gate.measured);
    cr_assert_eq(gate.guest_bytes, before);
}

Test(harness_memory_gate, explains_itself_with_figures)
{
    struct memory_gate gate = gate_for(96 * MIB, GIB, 8 * GIB);
    scope_free char *estimated = memory_gate_explain(&gate, 1, GIB);
    cr_assert_not_null(strstr(estimated, "1 guest at "), "%s", estimated);
    cr_assert_not_null(strstr(estimated, "(estimated)"), "%s", estimated);
    gate.guest_bytes = 192 * MIB;
    gate.measured = true;
    scope_free char *measured = memory_gate_explain(&gate, 8, 2 * GIB);
    cr_assert_str_eq(measured,
                     "8 guests at 192 MiB (measured) and 1.00 GiB in reserve need 2.50 GiB; "
                     "2.00 GiB are available");
}
