// SPDX-License-Identifier: GPL-3.0-or-later
// Lists of steps, and what can be said of them without a clock.
#include "common/model/trace.h"

#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"

void trace_add(struct trace *trace, uint64_t duration_ns, uint32_t share_ppm)
{
    // Room by powers of two, known from the count alone.
    if ((trace->count & (trace->count - 1)) == 0)
        trace->steps =
            alloc_resized(trace->steps, trace->count ? 2 * trace->count : 1, sizeof *trace->steps);
    trace->steps[trace->count++] =
        (struct trace_step){.duration_ns = duration_ns, .share_ppm = share_ppm};
}

void trace_copy(struct trace *into, const struct trace *from)
{
    *into = (struct trace){0};
    for (size_t i = 0; i < from->count; i++)
        trace_add(into, from->steps[i].duration_ns, from->steps[i].share_ppm);
}

void trace_done(struct trace *trace)
{
    if (!trace)
        return;
    free(trace->steps);
    *trace = (struct trace){0};
}

uint64_t trace_length_ns(const struct trace *trace)
{
    uint64_t length_ns = 0;
    for (size_t i = 0; i < trace->count; i++)
        length_ns += trace->steps[i].duration_ns;
    return length_ns;
}

double trace_mean_ratio(const struct trace *trace)
{
    double sum = 0;
    uint64_t length_ns = trace_length_ns(trace);
    for (size_t i = 0; i < trace->count; i++)
        sum += (double)trace->steps[i].duration_ns * trace->steps[i].share_ppm;
    return length_ns ? sum / (double)length_ns / TRACE_FULL_PPM : 0;
}

static int by_length(const void *left_, const void *right_)
{
    const uint64_t left = *(const uint64_t *)left_, right = *(const uint64_t *)right_;
    return (left > right) - (left < right);
}

uint64_t trace_usual_step_ns(const struct trace *trace)
{
    scope_free uint64_t *lengths = alloc_zeroed(trace->count + 1, sizeof *lengths);
    for (size_t i = 0; i < trace->count; i++)
        lengths[i] = trace->steps[i].duration_ns;
    qsort(lengths, trace->count, sizeof *lengths, by_length);
    return trace->count ? lengths[(trace->count - 1) / 2] : 0;
}

// What is drawn together keeps its integral, to a millionth of it.
static void add_step(struct trace *into, uint64_t duration_ns, double full_ns)
{
    double ppm = full_ns / (double)duration_ns * TRACE_FULL_PPM + 0.5;
    trace_add(into, duration_ns, ppm < TRACE_FULL_PPM ? (uint32_t)ppm : TRACE_FULL_PPM);
}

void trace_copy_faster(struct trace *into, const struct trace *from, double speed)
{
    uint64_t end_ns = 0, told_ns = 0;
    double full_ns = 0; // of what was not added yet
    *into = (struct trace){0};
    for (size_t i = 0; i < from->count; i++) {
        const struct trace_step *step = &from->steps[i];
        end_ns += step->duration_ns;
        full_ns += (double)step->duration_ns / speed * step->share_ppm / TRACE_FULL_PPM;
        uint64_t at_ns = (uint64_t)((double)end_ns / speed + 0.5);
        if (at_ns < told_ns + TRACE_STEP_MIN_NS && i + 1 < from->count)
            continue;
        if (at_ns > told_ns)
            add_step(into, at_ns - told_ns, full_ns);
        told_ns = at_ns;
        full_ns = 0;
    }
}

void trace_set_take(struct trace_set *set, struct trace *trace)
{
    if ((set->count & (set->count - 1)) == 0)
        set->traces =
            alloc_resized(set->traces, set->count ? 2 * set->count : 1, sizeof *set->traces);
    set->traces[set->count++] = *trace;
    *trace = (struct trace){0};
}

void trace_set_copy(struct trace_set *into, const struct trace_set *from)
{
    *into = (struct trace_set){.gap = alloc_copy(from->gap)};
    for (size_t i = 0; i < from->count; i++) {
        struct trace copy;
        trace_copy(&copy, &from->traces[i]);
        trace_set_take(into, &copy);
    }
}

void trace_set_done(struct trace_set *set)
{
    if (!set)
        return;
    for (size_t i = 0; i < set->count; i++)
        trace_done(&set->traces[i]);
    free(set->traces);
    free(set->gap);
    *set = (struct trace_set){0};
}

const struct trace *trace_set_of(const struct trace_set *set, uint32_t guest)
{
    return &set->traces[guest % set->count];
}

uint64_t trace_set_length_ns(const struct trace_set *set)
{
    uint64_t longest_ns = 0;
    for (size_t i = 0; i < set->count; i++) {
        uint64_t length_ns = trace_length_ns(&set->traces[i]);
        longest_ns = length_ns > longest_ns ? length_ns : longest_ns;
    }
    return longest_ns;
}
