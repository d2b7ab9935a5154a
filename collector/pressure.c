// SPDX-License-Identifier: GPL-3.0-or-later
// "some avg10=0.00 avg60=0.00 avg300=0.00 total=12345": microseconds in which some thread waited,
// and "full" in which all that were not idle did (Linux Documentation/accounting/psi.rst).
#include "collector/pressure.h"

#include <math.h>
#include <string.h>

#include "collector/meter.h"
#include "collector/procfs.h"
#include "collector/source.h"
#include "common/base/alloc.h"
#include "common/base/scope.h"

static int total_of(const char *text, const char *line_key, uint64_t *ret_us)
{
    static const char key[] = "total=";
    const char *line = strstr(text, line_key);
    const char *at = line ? strstr(line, key) : NULL;
    if (!at || at > line + strcspn(line, "\n"))
        return -1;
    return procfs_digits(at + strlen(key), ret_us);
}

// The kernel adds up in steps of its own, which can be a little more than the time between samples.
static void add_share(struct meter *meter, const char *object, const char *metric, uint64_t us)
{
    double ratio = meter_gain(meter, object, metric, us) / 1e6 / meter->seconds;
    meter_value(meter, object, metric, isnan(ratio) ? NAN : fmin(ratio, 1));
}

static const struct {
    const char *file, *some, *full; // metrics; NULL where the kernel tells nothing of use
} kinds[] = {
    // Of the host "full" of the CPU is always zero.
    {"cpu", "cpu_pressure_ratio", NULL},
    {"memory", "memory_pressure_ratio", "memory_stall_ratio"},
    {"io", "io_pressure_ratio", "io_stall_ratio"},
    {"irq", NULL, "irq_stall_ratio"},
};

void pressure_add(struct meter *meter, const char *object, const char *folder, const char *suffix)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        scope_free char *path = alloc_printf("%s%s%s", folder, kinds[i].file, suffix);
        const char *text;
        uint64_t us;
        if (meter_read(meter, path, &text) < 0)
            continue;
        if (kinds[i].some && total_of(text, "some ", &us) == 0)
            add_share(meter, object, kinds[i].some, us);
        if (kinds[i].full && total_of(text, "full ", &us) == 0)
            add_share(meter, object, kinds[i].full, us);
    }
}
