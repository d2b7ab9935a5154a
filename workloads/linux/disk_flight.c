// SPDX-License-Identifier: GPL-3.0-or-later
// Requests while the load runs: which block is next, what is written to it, and whether what came
// back is right.
#include <errno.h>
#include <inttypes.h>
#include <unistd.h>

#include "common/base/err.h"
#include "common/base/units.h"
#include "workloads/linux/disk.h"
#include "workloads/linux/disk_target.h"

// Of so many writes the first is read back at once.
enum { READ_BACK_EVERY = 1024 };

static uint32_t depth(const void *state_)
{
    const struct disk_state *state = state_;

    return state->depth;
}

// --- which block --------------------------------------------------------------------------------

static bool is_in_flight(const struct disk_state *state, uint64_t offset)
{
    for (uint32_t i = 0; i < state->depth; i++)
        if (state->slots[i].is_taken && state->slots[i].request.offset == offset)
            return true;
    return false;
}

static uint64_t offset_of(const struct disk_state *state, uint64_t block)
{
    return state->first + block * state->block_bytes;
}

static uint64_t next_offset(struct disk_state *state)
{
    uint64_t block = state->next;

    state->next = block + 1 < state->blocks ? block + 1 : 0;
    return offset_of(state, block);
}

// Where something is written, two requests to one block would leave open what is read.
static uint64_t random_offset(struct disk_state *state)
{
    uint64_t offset;

    do
        offset = offset_of(state, rng_below(&state->places, state->blocks));
    while (state->mode->writes && is_in_flight(state, offset));
    return offset;
}

static bool decide_to_write(struct disk_state *state)
{
    if (!state->mode->reads || !state->mode->writes)
        return state->mode->writes;
    return rng_unit(&state->places) >= state->reads_ratio;
}

static void choose(void *state_, uint32_t tag)
{
    struct disk_state *state = state_;
    struct disk_slot *slot = &state->slots[tag];
    bool is_write = decide_to_write(state);

    slot->request = (struct disk_request){
        .tag = tag,
        .is_write = is_write,
        .buffer = state->buffers + tag * state->block_bytes,
        .bytes = state->block_bytes,
        .offset = state->mode->is_random ? random_offset(state) : next_offset(state),
    };
    slot->is_taken = true;
    if (!is_write)
        return;
    slot->generation = ++state->generation;
    disk_content_fill(&state->content, slot->request.buffer, state->block_bytes,
                      slot->request.offset, slot->generation);
}

// --- to the kernel and back ---------------------------------------------------------------------

static const char *verb(const struct disk_slot *slot)
{
    return slot->request.is_write ? "writing" : "reading";
}

static int fail(const struct disk_state *state, const struct disk_slot *slot, int code)
{
    char bytes[UNITS_TEXT_SIZE];

    return err_system(state->err, code, "%s %s at byte %" PRIu64, verb(slot),
                      units_format_bytes(bytes, state->block_bytes), slot->request.offset);
}

static int sync_file(const struct disk_state *state)
{
    int rc = state->syncs_all ? fsync(state->target->fd) : fdatasync(state->target->fd);

    return rc == 0 ? 0 : err_system(state->err, errno, state->syncs_all ? "fsync" : "fdatasync");
}

static int submit(void *state_, uint32_t tag)
{
    struct disk_state *state = state_;
    struct disk_slot *slot = &state->slots[tag];
    int rc = state->engine->ops->submit(state->engine, &slot->request);

    if (rc < 0)
        return fail(state, slot, -rc);
    // With psync the write has been done.
    return state->mode->syncs ? sync_file(state) : 0;
}

static int reap(void *state_, uint64_t deadline_ns, uint32_t *ret_tags)
{
    struct disk_state *state = state_;
    int count = state->engine->ops->reap(state->engine, deadline_ns, state->results);

    if (count < 0)
        return err_system(state->err, -count, "waiting for the disk");
    for (int i = 0; i < count; i++) {
        ret_tags[i] = state->results[i].tag;
        state->slots[ret_tags[i]].result = state->results[i].result;
        state->slots[ret_tags[i]].is_taken = false;
    }
    return count;
}

// --- is it right --------------------------------------------------------------------------------

static int wrong(const struct disk_state *state, const struct disk_slot *slot, const char *what)
{
    return err_system(state->err, EIO, "the block at byte %" PRIu64 " %s", slot->request.offset,
                      what);
}

static int check_read(struct disk_state *state, const struct disk_slot *slot)
{
    if (disk_content_is_sound(&state->content, slot->request.buffer, state->block_bytes,
                              slot->request.offset, state->generation, &state->samples))
        return 0;
    return wrong(state, slot, "holds what was never written there");
}

static int check_write(struct disk_state *state, const struct disk_slot *slot)
{
    ssize_t moved;

    if (state->writes++ % READ_BACK_EVERY != 0)
        return 0;
    moved =
        pread(state->target->fd, state->read_back, state->block_bytes, (off_t)slot->request.offset);
    if (moved < 0)
        return err_system(state->err, errno, "reading back byte %" PRIu64, slot->request.offset);
    if ((size_t)moved == state->block_bytes &&
        disk_content_is_whole(&state->content, (const uint64_t *)(const void *)state->read_back,
                              state->block_bytes, slot->request.offset, slot->generation))
        return 0;
    return wrong(state, slot, "does not hold what was just written there");
}

static int check(void *state_, uint32_t tag)
{
    struct disk_state *state = state_;
    const struct disk_slot *slot = &state->slots[tag];

    if (slot->result < 0)
        return fail(state, slot, (int)-slot->result);
    if ((size_t)slot->result != state->block_bytes)
        return wrong(state, slot, "was moved in part only");
    return slot->request.is_write ? check_write(state, slot) : check_read(state, slot);
}

const struct flight_ops disk_flight_ops = {
    .depth = depth,
    .choose = choose,
    .submit = submit,
    .reap = reap,
    .check = check,
};
