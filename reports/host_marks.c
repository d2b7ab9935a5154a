// SPDX-License-Identifier: GPL-3.0-or-later
// A vCPU is where it was most often; who has a home there is told apart.
#include "reports/host_marks.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/inference/drift.h"
#include "common/model/cpu_set.h"
#include "common/model/pinning.h"
#include "common/model/record.h"
#include "common/model/telemetry.h"

// "guest 3 vcpu 0".
static bool read_object(const char *object, uint32_t *ret_guest, uint32_t *ret_vcpu)
{
    int length = 0;
    return sscanf(object, "guest %9" SCNu32 " vcpu %9" SCNu32 "%n", ret_guest, ret_vcpu, &length) ==
               2 &&
           object[length] == '\0';
}

static double mean_since(const struct telemetry_series *series, int64_t from_ns)
{
    double sum = 0;
    size_t count = 0;
    for (size_t i = 0; series && i < series->count; i++)
        if (series->points[i].at_ns > from_ns) {
            sum += series->points[i].value;
            count++;
        }
    return count ? sum / (double)count : NAN;
}

static const char *home_of(const struct step_record *step, uint32_t guest)
{
    for (size_t i = 0; i < step->guest_count; i++)
        if (step->guest_list[i].index == guest)
            return step->guest_list[i].home;
    return "";
}

static bool is_home(const char *home, uint32_t vcpu, uint32_t cpu)
{
    struct cpu_set cpus;
    return *home && cpu != HOST_PICTURE_NOWHERE && pinning_home_of(home, vcpu, &cpus, NULL) == 0 &&
           cpu_set_has(&cpus, cpu);
}

static struct host_picture_mark mark_of(const struct step_record *step,
                                        const struct telemetry *telemetry,
                                        const struct telemetry_series *places, uint32_t guest,
                                        uint32_t vcpu)
{
    const char *home = home_of(step, guest);
    int64_t from_ns = places->points[places->count - 1].at_ns - step->measured_ns;
    size_t skipped = 0;
    while (skipped + 1 < places->count && places->points[skipped].at_ns <= from_ns)
        skipped++;
    scope_free double *cpus = alloc_zeroed(places->count, sizeof *cpus);
    for (size_t i = skipped; i < places->count; i++)
        cpus[i - skipped] = places->points[i].value;
    struct drift drift = {0};
    drift_add(&drift, NULL, home, vcpu, cpus, places->count - skipped);
    struct host_picture_mark mark = {
        .guest = guest,
        .vcpu = vcpu,
        .cpu = drift.samples ? drift.most_often : HOST_PICTURE_NOWHERE,
        .load = mean_since(telemetry_find(telemetry, places->source, places->object, "busy_ratio"),
                           from_ns),
    };
    mark.is_at_home = is_home(home, vcpu, mark.cpu);
    return mark;
}

struct host_picture_mark *host_marks_of(const struct step_record *step,
                                        const struct telemetry *telemetry, size_t *ret_count)
{
    struct host_picture_mark *marks =
        alloc_zeroed((telemetry ? telemetry->count : 0) + 1, sizeof *marks);
    size_t count = 0;
    for (size_t i = 0; telemetry && i < telemetry->count; i++) {
        const struct telemetry_series *series = &telemetry->series[i];
        uint32_t guest, vcpu;
        if (series->count > 0 && strcmp(series->metric, "cpu_index") == 0 &&
            read_object(series->object, &guest, &vcpu))
            marks[count++] = mark_of(step, telemetry, series, guest, vcpu);
    }
    *ret_count = count;
    return marks;
}
