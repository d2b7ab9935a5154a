// SPDX-License-Identifier: GPL-3.0-or-later
// One clock reading an operation, and nothing beside it.
#include "workloads/core/course.h"

#include "common/base/clock.h"
#include "workloads/core/tally.h"
#include "workloads/core/workload.h"

void course_init(struct course *course, const struct workload_variant *variant, void *state,
                 struct tally *tally, const struct pacer *pacer)
{
    *course = (struct course){
        .operate = variant->operate,
        .latency_ns = pacer ? NULL : variant->latency_ns,
        .state = state,
        .tally = tally,
        .paced = pacer,
        .due_ns = COURSE_NEVER,
    };
    if (pacer)
        course->pacer = *pacer;
}

void course_begin(struct course *course, uint64_t start_ns, uint64_t now_ns)
{
    course->start_ns = start_ns;
    if (!course->operate)
        course->due_ns = COURSE_NEVER;
    else if (course->paced)
        course->due_ns = start_ns + pacer_next_ns(&course->pacer);
    else
        course->due_ns = now_ns;
}

int course_operate(struct course *course, uint64_t *ret_now_ns)
{
    uint64_t now_ns;
    int rc;

    if (course->is_naive)
        course->due_ns = clock_monotonic_ns();
    rc = course->operate(course->state);
    now_ns = clock_monotonic_ns();

    if (rc < 0)
        return rc;
    tally_record(course->tally, now_ns,
                 course->latency_ns ? course->latency_ns(course->state) : now_ns - course->due_ns);
    course->due_ns = course->paced ? course->start_ns + pacer_next_ns(&course->pacer) : now_ns;
    *ret_now_ns = now_ns;
    return 0;
}
