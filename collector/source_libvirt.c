// SPDX-License-Identifier: GPL-3.0-or-later
// What libvirt alone knows of its guests: asked on the slow beat by one call for all, and taken up
// at whatever beat the answer is there.
#include <stdlib.h>

#include "collector/guest_domain.h"
#include "collector/source_table.h"
#include "collector/vir_stats.h"
#include "common/base/alloc.h"

struct libvirt {
    struct vir_stats_question *question; // under way, or NULL
};

static int open_libvirt(const struct source_options *options, void **ret_state, struct err *err)
{
    (void)options, (void)err;
    *ret_state = alloc_zeroed(1, sizeof(struct libvirt));
    return 0;
}

// The first guest's connection speaks for all. While it owes an answer it is asked nothing more.
static void sample_libvirt(void *state, const struct source_tick *tick)
{
    struct libvirt *libvirt = state;
    for (size_t i = 0; i < tick->guest_count && !libvirt->question; i++)
        if (tick->guests[i]->domain)
            libvirt->question = vir_stats_ask(tick->guests[i]->domain);
}

static void add_guest(const struct source_tick *tick, struct source_guest *guest,
                      const struct vir_stats *stats)
{
    void **slot = source_slot(tick, guest);
    if (!guest->domain)
        return;
    if (!*slot)
        *slot = guest_domain_new(guest);
    const struct vir_stats_domain *domain = guest_domain_find(*slot, stats);
    if (domain)
        guest_domain_add(*slot, tick, guest, domain);
}

static void gather_libvirt(void *state, const struct source_tick *tick)
{
    struct libvirt *libvirt = state;
    struct vir_stats stats;
    if (!libvirt->question || !vir_stats_answer(libvirt->question, &stats))
        return;
    libvirt->question = NULL;
    // Points are of the moment of the answer.
    struct source_tick then = *tick;
    then.at_ns = stats.at_ns - stats.at_ns % 1000000;
    then.mono_ns = stats.mono_ns;
    if (stats.why)
        source_absent(tick, "host", stats.why);
    for (size_t i = 0; i < tick->guest_count; i++)
        add_guest(&then, tick->guests[i], &stats);
    vir_stats_done(&stats);
}

static void free_guest(void *state, void *slot)
{
    (void)state;
    guest_domain_free(slot);
}

static void close_libvirt(void *state)
{
    struct libvirt *libvirt = state;
    vir_stats_give_up(libvirt->question);
    free(libvirt);
}

const struct source_ops source_libvirt = {
    .name = "libvirt",
    .help = "each guest of a libvirt: balloon, disks, interfaces, vCPUs; one bulk call for all",
    .beat = SOURCE_SLOW,
    .open = open_libvirt,
    .sample = sample_libvirt,
    .gather = gather_libvirt,
    .free_slot = free_guest,
    .close = close_libvirt,
};
