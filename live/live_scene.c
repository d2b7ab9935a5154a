// SPDX-License-Identifier: GPL-3.0-or-later
// What was heard of one host, laid into the estate beside what others said. Asks nobody.
#include "live/live_scene.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "planner/estate/estate.h"

enum { BITS_PER_BYTE = 8 };

static void fill(double *number, double heard)
{
    if (isnan(*number) && isfinite(heard) && heard >= 0)
        *number = heard;
}

// --- the host ----------------------------------------------------------------------------------

static void fill_nodes(struct estate_host *host, const struct vir_host *heard)
{
    if (host->node_count || !heard->node_count)
        return;
    host->nodes = alloc_zeroed(heard->node_count, sizeof *host->nodes);
    host->node_count = heard->node_count;
    for (size_t i = 0; i < heard->node_count; i++)
        host->nodes[i] = (struct estate_node){
            .cores = heard->nodes[i].cores,
            .memory_bytes = heard->nodes[i].memory_bytes,
        };
}

static int add_host(const struct live_scene *scene, struct estate *estate, int32_t *ret_host,
                    struct err *err)
{
    const struct vir_host *heard = &scene->host;
    int32_t index = estate_find_host(estate, heard->name);
    if (index == ESTATE_NOWHERE) {
        index = (int32_t)estate->host_count;
        estate_add_host(estate, heard->name)->file = estate_file(estate, scene->uri);
    }
    struct estate_host *host = &estate->hosts[index];
    if (host->uri)
        return err_input(err,
                         "%s and %s are both called %s: one host named twice, or two that a "
                         "migration cannot tell apart",
                         host->uri, scene->uri, heard->name);
    host->uri = alloc_copy(scene->uri);
    host->is_off = false; // it answered
    fill(&host->cores, heard->cores);
    fill(&host->threads, heard->threads);
    fill(&host->memory_bytes, heard->memory_bytes);
    fill_nodes(host, heard);
    if (!host->platform)
        host->platform = alloc_copy(heard->platform);
    *ret_host = index;
    return 0;
}

// --- its guests --------------------------------------------------------------------------------

static const struct vir_guest *find(const struct vir_guests *guests, const char *name)
{
    for (size_t i = 0; i < guests->count; i++)
        if (strcmp(guests->list[i].name, name) == 0)
            return &guests->list[i];
    return NULL;
}

// A counter that went down began anew.
static double gain(double before, double after, double seconds)
{
    return after >= before ? (after - before) / seconds : NAN;
}

static void fill_rates(struct estate_guest *guest, const struct live_scene *scene,
                       const struct vir_guest *after)
{
    double seconds =
        (double)(scene->after.at_ns - scene->before.at_ns) / (double)CLOCK_NS_PER_SECOND;
    const struct vir_guest *before = find(&scene->before, after->name);
    if (!before || before->state != VIR_GUEST_RUNNING || seconds <= 0)
        return;
    fill(&guest->cpu_cores, gain(before->cpu_s, after->cpu_s, seconds));
    fill(&guest->disk_hz, gain(before->disk_requests, after->disk_requests, seconds));
    fill(&guest->network_bits_hz,
         gain(before->network_bytes, after->network_bytes, seconds) * BITS_PER_BYTE);
}

static int place(const struct live_scene *scene, struct estate *estate, struct estate_guest *guest,
                 int32_t host, struct err *err)
{
    const struct estate_host *was = guest->host >= 0 ? &estate->hosts[guest->host] : NULL;
    if (was && was->uri && guest->host != host)
        return err_input(err,
                         "%s: a guest %s is on %s, too: two guests of one name cannot be told "
                         "apart, rename one (virsh domrename)",
                         scene->uri, guest->name, was->name);
    if (was && guest->host != host)
        estate_note(estate, "%s is on %s, not on %s as %s says", guest->name,
                    estate->hosts[host].name, was->name, guest->file);
    guest->host = host;
    return 0;
}

static int add_guest(const struct live_scene *scene, const struct vir_guest *heard,
                     struct estate *estate, int32_t host, struct err *err)
{
    int32_t index = estate_find_guest(estate, heard->name);
    if (index == ESTATE_NOWHERE) {
        index = (int32_t)estate->guest_count;
        estate_add_guest(estate, heard->name)->file = estate->hosts[host].file;
    }
    struct estate_guest *guest = &estate->guests[index];
    int result = place(scene, estate, guest, host, err);
    if (result < 0)
        return result;
    guest->is_off = heard->state == VIR_GUEST_OFF;
    fill(&guest->vcpus, heard->vcpus);
    fill(&guest->memory_bytes, heard->memory_bytes);
    fill(&guest->disk_bytes, heard->disk_bytes);
    if (guest->is_off)
        return 0;
    fill(&guest->memory_used_bytes, fmin(heard->used_bytes, guest->memory_bytes));
    fill(&guest->dirty_bytes_hz, heard->dirty_bytes_hz);
    fill_rates(guest, scene, heard);
    return 0;
}

// What comes from another host is still that one's.
static bool is_here(const struct vir_guest *guest)
{
    return guest->state != VIR_GUEST_ABSENT && guest->state != VIR_GUEST_ARRIVING &&
           guest->state != VIR_GUEST_LEFT;
}

int live_scene_add(const struct live_scene *scene, struct estate *estate, struct err *err)
{
    int32_t host = ESTATE_NOWHERE;
    int result = add_host(scene, estate, &host, err);
    for (size_t i = 0; i < scene->after.count && result == 0; i++)
        if (is_here(&scene->after.list[i]))
            result = add_guest(scene, &scene->after.list[i], estate, host, err);
    return result;
}

void live_scene_done(struct live_scene *scene)
{
    vir_guests_done(&scene->before);
    vir_guests_done(&scene->after);
    vir_host_done(&scene->host);
    vir_close(scene->connection);
    err_done(&scene->err);
    scene->connection = NULL;
}
