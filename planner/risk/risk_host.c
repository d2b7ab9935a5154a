// SPDX-License-Identifier: GPL-3.0-or-later
// A host at a time, so that memory goes with the windows, not with windows times hosts.
#include "planner/risk/risk_host.h"

#include <math.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "planner/estate/estate.h"

static bool counts(const struct estate *estate, size_t guest, const int32_t *host)
{
    return host[guest] >= 0 && !estate->guests[guest].is_off;
}

struct risk_hosts risk_hosts_of(const struct estate *estate, const int32_t *host)
{
    struct risk_hosts hosts = {
        .first = alloc_zeroed(estate->host_count + 2, sizeof *hosts.first),
        .guests = alloc_zeroed(estate->guest_count + 1, sizeof *hosts.guests),
    };
    // Counted two places on, then filled one place on: what is left are the beginnings.
    for (size_t g = 0; g < estate->guest_count; g++)
        if (counts(estate, g, host))
            hosts.first[host[g] + 2]++;
    for (size_t h = 2; h < estate->host_count + 2; h++)
        hosts.first[h] += hosts.first[h - 1];
    for (size_t g = 0; g < estate->guest_count; g++)
        if (counts(estate, g, host))
            hosts.guests[hosts.first[host[g] + 1]++] = (uint32_t)g;
    return hosts;
}

void risk_hosts_done(struct risk_hosts *hosts)
{
    free(hosts->first);
    free(hosts->guests);
    *hosts = (struct risk_hosts){0};
}

double risk_constant_cores(const struct estate *estate, uint32_t guest)
{
    const struct estate_guest *of = &estate->guests[guest];
    if (!isnan(of->cpu_cores))
        return of->cpu_cores;
    return isnan(of->cpu_p95_cores) ? of->cpu_peak_cores : of->cpu_p95_cores;
}

static void add_constant(double cores, size_t count, double *asked, double *present)
{
    for (size_t t = 0; t < count; t++) {
        asked[t] += isnan(cores) ? 0 : cores;
        present[t] += 1;
    }
}

static void add_trace(const float *cores, size_t count, double *asked, double *present)
{
    for (size_t t = 0; t < count; t++)
        if (!isnan(cores[t])) {
            asked[t] += (double)cores[t];
            present[t] += 1;
        }
}

void risk_host_asked(const struct estate *estate, const struct risk_hosts *hosts, uint32_t host,
                     struct risk_window window, double *asked, double *present)
{
    size_t count = window.to - window.from;
    for (size_t t = 0; t < count; t++)
        asked[t] = present[t] = 0;
    for (size_t i = hosts->first[host]; i < hosts->first[host + 1]; i++) {
        uint32_t guest = hosts->guests[i];
        int32_t trace = estate->guests[guest].trace;
        if (trace >= 0 && estate->windows > 0)
            add_trace(estate->traces[trace].cores + window.from, count, asked, present);
        else
            add_constant(risk_constant_cores(estate, guest), count, asked, present);
    }
}
