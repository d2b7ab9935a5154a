// SPDX-License-Identifier: GPL-3.0-or-later
// What holds for migrations where nobody says or measured anything.
#include <stdlib.h>

#include "planner/moves/moves.h"

static struct uncertain guess(double value, double low, double high)
{
    return (struct uncertain){.value = value, .low = low, .high = high, .origin = ORIGIN_GUESSED};
}

static const double gbit = 1e9, mib = 1024.0 * 1024;

// Bandwidth: between a network of 1 Gbit/s and one of 10, less what protocols take. Fixed parts:
// Akoush et al. 2010, section 3.1, found the steps around the copy to take tenths of a second under
// Xen, as `make bench-migration` does between two daemons of one machine; over a network libvirt
// connects twice and starts a QEMU for it. Dirty rates: Clark et al. 2005, section 5,
// saw a few MiB/s of interactive and web servers and some 100 MiB/s of the worst they made.
void moves_options_init(struct moves_options *options)
{
    *options = (struct moves_options){
        .per_host = 2,
        .per_link = 2,
        .at_once = 32,
        .bandwidth_bits_hz = guess(5 * gbit, 0.9 * gbit, 9.4 * gbit),
        .network_share = guess(0.7, 0.4, 0.9),
        .stream_bits_hz = guess(10 * gbit, 5 * gbit, 20 * gbit),
        .fixed_s = guess(2, 0.1, 5),
        .fixed_downtime_s = guess(0.05, 0.01, 0.2),
        .dirty_bytes_hz = guess(16 * mib, 1 * mib, 128 * mib),
        .switch_on_s = guess(300, 120, 600),
        .switch_off_s = guess(60, 10, 180),
        .downtime_allowed_s = 0.3,
        .maintenance_s = 1800,
    };
}

void moves_options_done(struct moves_options *options)
{
    if (!options)
        return;
    free(options->maintenance_by);
    options->maintenance_by = NULL;
}
