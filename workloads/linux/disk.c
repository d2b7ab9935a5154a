// SPDX-License-Identifier: GPL-3.0-or-later
// Regions, buffers and the first content. What is done with them while the load runs stands in
// disk_flight.c.
#include "workloads/linux/disk.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <unistd.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/units.h"
#include "workloads/linux/disk_target.h"
#include "workloads/linux/place.h"
#include "workloads/linux/settings.h"
#include "workloads/linux/working_set.h"

enum {
    ALIGN = 4096, // what O_DIRECT may want of a buffer
    FILL_BYTES = 256 << 10,
};

static size_t larger(size_t a, size_t b)
{
    return a > b ? a : b;
}

// Generations begin at 1: 0 is what the region was filled with.
static void set(struct disk_state *state, const struct disk_mode *mode,
                const struct workload_place *place)
{
    const struct settings *settings = place->home->settings;

    *state = (struct disk_state){
        .mode = mode,
        .target = place->home->shared,
        .err = place->home->err,
        .block_bytes = (size_t)settings_number(settings, "block"),
        .depth = (uint32_t)settings_number(settings, "depth"),
        .reads_ratio =
            mode->reads && mode->writes ? settings_ratio(settings, "reads") : mode->reads,
        .syncs_all = settings_number(settings, "sync") == 1,
    };
    rng_init(&state->places, rng_derive(place->seed, 2));
    rng_init(&state->samples, rng_derive(place->seed, 3));
}

// Each thread has its own part, so that each knows what its part must hold.
static int set_region(struct disk_state *state, const struct home_place *home)
{
    uint64_t bytes = settings_number(home->settings, "size");
    uint64_t blocks = bytes / state->block_bytes / home->threads;
    char size[UNITS_TEXT_SIZE];

    state->blocks = blocks;
    state->first = blocks * state->block_bytes * home->thread;
    // A block must be free of requests while another is chosen.
    if (blocks >= 2 * (uint64_t)state->depth)
        return 0;
    return err_input(state->err,
                     "size=%s gives each of %u threads %" PRIu64
                     " blocks, and depth=%u wants twice as many",
                     units_format_bytes(size, bytes), home->threads, blocks, state->depth);
}

static int make_buffers(struct disk_state *state, const struct workload_place *place)
{
    size_t bytes = ((size_t)state->depth + 1) * state->block_bytes;
    uint64_t available = working_set_available_bytes();
    char wanted[UNITS_TEXT_SIZE];

    state->slots = calloc(state->depth, sizeof *state->slots);
    state->results = calloc(state->depth, sizeof *state->results);
    if (available == 0 || bytes < available / 10 * 9 / place->home->threads)
        state->buffers =
            aligned_alloc(ALIGN, (larger(bytes, FILL_BYTES) + ALIGN - 1) / ALIGN * ALIGN);
    if (!state->slots || !state->results || !state->buffers ||
        disk_content_init(&state->content, place->seed) < 0)
        return err_system(state->err, ENOMEM, "%s of buffers a thread",
                          units_format_bytes(wanted, bytes));
    state->read_back = state->buffers + state->depth * state->block_bytes;
    return 0;
}

static int take_target(struct disk_state *state, const struct settings *settings)
{
    const struct disk_target_options options = {
        .path = settings_text(settings, "target"),
        .bytes = settings_number(settings, "size"),
        .is_direct = settings_number(settings, "direct") == 0,
        .may_overwrite = settings_number(settings, "overwrite") == 1,
    };

    return disk_target_take(state->target, &options, state->err);
}

static int fill_part(const struct disk_state *state, uint64_t offset, size_t bytes)
{
    ssize_t written;

    disk_content_fill(&state->content, (uint64_t *)(void *)state->buffers, bytes, offset, 0);
    written = pwrite(state->target->fd, state->buffers, bytes, (off_t)offset);
    if (written == (ssize_t)bytes)
        return 0;
    return err_system(state->err, written < 0 ? errno : ENOSPC, "filling the disk at byte %" PRIu64,
                      offset);
}

int disk_fill(struct disk_state *state)
{
    uint64_t bytes = state->blocks * state->block_bytes;
    int rc = 0;

    for (uint64_t at = 0; rc == 0 && at < bytes; at += FILL_BYTES)
        rc = fill_part(state, state->first + at,
                       bytes - at < FILL_BYTES ? (size_t)(bytes - at) : FILL_BYTES);
    if (rc == 0 && fdatasync(state->target->fd) < 0)
        rc = err_system(state->err, errno, "filling the disk");
    // Whatever the page cache has of it would be measured instead.
    posix_fadvise(state->target->fd, (off_t)state->first, (off_t)bytes, POSIX_FADV_DONTNEED);
    return rc;
}

static void free_buffers(struct disk_state *state)
{
    disk_content_done(&state->content);
    free(state->slots);
    free(state->results);
    free(state->buffers);
}

static int fill_and_start(struct disk_state *state, const struct home_place *home)
{
    const struct disk_engine_ops *ops =
        disk_engine_table[settings_number(home->settings, "engine")];
    int rc = ops->open(state->target->fd, state->depth, &state->engine, state->err);

    if (rc < 0)
        return rc;
    rc = disk_fill(state);
    if (rc < 0)
        ops->close(state->engine);
    return rc;
}

int disk_open(struct disk_state *state, const struct disk_mode *mode,
              const struct workload_place *place)
{
    const struct home_place *home = place->home;
    int rc;

    set(state, mode, place);
    rc = set_region(state, home);
    if (rc == 0)
        rc = make_buffers(state, place);
    if (rc == 0)
        rc = take_target(state, home->settings);
    if (rc == 0) {
        rc = fill_and_start(state, home);
        if (rc < 0)
            disk_target_give(state->target);
    }
    if (rc < 0)
        free_buffers(state);
    return rc;
}

void disk_close(struct disk_state *state)
{
    state->engine->ops->close(state->engine);
    disk_target_give(state->target);
    free_buffers(state);
}
