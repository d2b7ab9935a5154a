// SPDX-License-Identifier: GPL-3.0-or-later
// Traces of utilisation cut into windows as long as the shortest usual step of any of them.
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/model/trace.h"
#include "planner/demand/usage.h"

enum { WINDOWS_MOST = 1 << 16 };

uint64_t usage_trace_window_ns(const struct trace_set *traces)
{
    uint64_t window_ns = UINT64_MAX, least_ns = trace_set_length_ns(traces) / WINDOWS_MOST + 1;
    for (size_t i = 0; i < traces->count; i++) {
        uint64_t usual_ns = trace_usual_step_ns(&traces->traces[i]);
        if (usual_ns > 0 && usual_ns < window_ns)
            window_ns = usual_ns;
    }
    return window_ns < least_ns ? least_ns : window_ns;
}

// Adds a step's share to the windows it lies in, for as long as it lies there.
static void spread_step(double *sums_ns, uint64_t window_ns, uint64_t from_ns, uint64_t to_ns,
                        double share)
{
    while (from_ns < to_ns) {
        uint64_t end_ns = (from_ns / window_ns + 1) * window_ns;
        uint64_t until_ns = end_ns < to_ns ? end_ns : to_ns;
        sums_ns[from_ns / window_ns] += share * (double)(until_ns - from_ns);
        from_ns = until_ns;
    }
}

// A window that the trace fills by less than half is none of it.
void usage_trace_fill(const struct trace *trace, double cores, uint64_t window_ns, double *values,
                      size_t windows)
{
    uint64_t at_ns = 0, length_ns = trace_length_ns(trace);
    for (size_t i = 0; i < windows; i++)
        values[i] = 0;
    for (size_t i = 0; i < trace->count; i++) {
        const struct trace_step *step = &trace->steps[i];
        spread_step(values, window_ns, at_ns, at_ns + step->duration_ns,
                    cores * step->share_ppm / TRACE_FULL_PPM);
        at_ns += step->duration_ns;
    }
    for (size_t i = 0; i < windows; i++) {
        uint64_t from_ns = i * window_ns;
        uint64_t there_ns = from_ns >= length_ns ? 0 : length_ns - from_ns;
        there_ns = there_ns > window_ns ? window_ns : there_ns;
        values[i] =
            there_ns >= window_ns - window_ns / 2 ? values[i] / (double)there_ns : (double)NAN;
    }
}
