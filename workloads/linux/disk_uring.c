// SPDX-License-Identifier: GPL-3.0-or-later
// io_uring(7) by its two system calls and its shared rings: one call hands a request over, another
// waits, as fio's engine of that name does by default.
#include <errno.h>
#include <linux/io_uring.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "workloads/linux/disk_engine.h"

typedef _Atomic(uint32_t) ring_index;

struct ring_map {
    char *at; // MAP_FAILED or NULL for none
    size_t bytes;
};

struct uring_engine {
    struct disk_engine base;
    int ring_fd;
    struct ring_map submissions, completions, entries;
    ring_index *sq_tail, *cq_head, *cq_tail;
    uint32_t sq_mask, cq_mask;
    uint32_t *sq_array;
    struct io_uring_sqe *sqes;
    struct io_uring_cqe *cqes;
};

static void unmap(struct ring_map *map)
{
    if (map->at && map->at != MAP_FAILED)
        munmap(map->at, map->bytes);
}

static void uring_close(struct disk_engine *base)
{
    struct uring_engine *engine = (struct uring_engine *)base;

    unmap(&engine->submissions);
    unmap(&engine->completions);
    unmap(&engine->entries);
    if (engine->ring_fd >= 0)
        close(engine->ring_fd);
    free(engine);
}

static bool map_ring(const struct uring_engine *engine, struct ring_map *map, size_t bytes,
                     uint64_t which)
{
    map->bytes = bytes;
    map->at = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_POPULATE, engine->ring_fd,
                   (off_t)which);
    return map->at != MAP_FAILED;
}

static uint32_t *word_at(const struct ring_map *map, uint32_t offset)
{
    return (uint32_t *)(void *)(map->at + offset);
}

static void find_words(struct uring_engine *engine, const struct io_uring_params *params)
{
    const struct ring_map *sq = &engine->submissions, *cq = &engine->completions;

    engine->sq_tail = (ring_index *)word_at(sq, params->sq_off.tail);
    engine->sq_mask = *word_at(sq, params->sq_off.ring_mask);
    engine->sq_array = word_at(sq, params->sq_off.array);
    engine->sqes = (struct io_uring_sqe *)(void *)engine->entries.at;
    engine->cq_head = (ring_index *)word_at(cq, params->cq_off.head);
    engine->cq_tail = (ring_index *)word_at(cq, params->cq_off.tail);
    engine->cq_mask = *word_at(cq, params->cq_off.ring_mask);
    engine->cqes = (struct io_uring_cqe *)(void *)word_at(cq, params->cq_off.cqes);
}

static int map_all(struct uring_engine *engine, const struct io_uring_params *params,
                   struct err *err)
{
    size_t sq_bytes = params->sq_off.array + params->sq_entries * sizeof(uint32_t);
    size_t cq_bytes = params->cq_off.cqes + params->cq_entries * sizeof(struct io_uring_cqe);
    size_t sqe_bytes = params->sq_entries * sizeof(struct io_uring_sqe);

    if (!map_ring(engine, &engine->submissions, sq_bytes, IORING_OFF_SQ_RING) ||
        !map_ring(engine, &engine->completions, cq_bytes, IORING_OFF_CQ_RING) ||
        !map_ring(engine, &engine->entries, sqe_bytes, IORING_OFF_SQES))
        return err_system(err, errno, "mapping the rings of io_uring");
    find_words(engine, params);
    return 0;
}

static int no_ring(int code, struct err *err)
{
    if (code == ENOSYS)
        return err_host(err, NULL, "engine=io_uring: this kernel has no io_uring");
    if (code == EPERM)
        return err_host(err, NULL,
                        "engine=io_uring is not allowed here (kernel.io_uring_disabled, "
                        "or a filter of system calls)");
    return err_system(err, code, "io_uring_setup");
}

static int uring_open(int fd, uint32_t depth, struct disk_engine **ret_engine, struct err *err)
{
    struct io_uring_params params = {0};
    struct uring_engine *engine = alloc_zeroed(1, sizeof *engine);
    int rc;

    engine->base = (struct disk_engine){&disk_engine_io_uring, fd, depth};
    engine->ring_fd = (int)syscall(SYS_io_uring_setup, depth, &params);
    rc = engine->ring_fd < 0 ? no_ring(errno, err) : map_all(engine, &params, err);
    if (rc < 0)
        uring_close(&engine->base);
    else
        *ret_engine = &engine->base;
    return rc;
}

static int enter(const struct uring_engine *engine, uint32_t submissions, uint32_t completions)
{
    for (;;) {
        long rc = syscall(SYS_io_uring_enter, engine->ring_fd, submissions, completions,
                          completions ? IORING_ENTER_GETEVENTS : 0U, NULL, 0UL);

        if (rc >= 0)
            return (int)rc;
        if (errno != EINTR)
            return -errno;
    }
}

static int uring_submit(struct disk_engine *base, const struct disk_request *request)
{
    struct uring_engine *engine = (struct uring_engine *)base;
    uint32_t tail = atomic_load_explicit(engine->sq_tail, memory_order_relaxed);
    uint32_t index = tail & engine->sq_mask;
    int rc;

    engine->sqes[index] = (struct io_uring_sqe){
        .opcode = request->is_write ? IORING_OP_WRITE : IORING_OP_READ,
        .fd = base->fd,
        .off = request->offset,
        .addr = (uintptr_t)request->buffer,
        .len = (uint32_t)request->bytes,
        .user_data = request->tag,
    };
    engine->sq_array[index] = index;
    atomic_store_explicit(engine->sq_tail, tail + 1, memory_order_release);
    rc = enter(engine, 1, 0);
    return rc == 1 ? 0 : rc < 0 ? rc : -EAGAIN;
}

// What the ring holds already.
static int take(struct uring_engine *engine, struct disk_result *ret_results)
{
    uint32_t head = atomic_load_explicit(engine->cq_head, memory_order_relaxed);
    uint32_t tail = atomic_load_explicit(engine->cq_tail, memory_order_acquire);
    int count = 0;

    for (; head != tail && count < (int)engine->base.depth; head++) {
        const struct io_uring_cqe *cqe = &engine->cqes[head & engine->cq_mask];

        ret_results[count++] = (struct disk_result){(uint32_t)cqe->user_data, cqe->res};
    }
    atomic_store_explicit(engine->cq_head, head, memory_order_release);
    return count;
}

// The ring's descriptor is readable when it holds something: a wait with an end for every kernel.
static int wait_until(const struct uring_engine *engine, uint64_t deadline_ns)
{
    uint64_t now_ns = clock_monotonic_ns();
    uint64_t left_ns = deadline_ns > now_ns ? deadline_ns - now_ns : 0;
    struct timespec left = {
        .tv_sec = (time_t)(left_ns / CLOCK_NS_PER_SECOND),
        .tv_nsec = (long)(left_ns % CLOCK_NS_PER_SECOND),
    };
    struct pollfd ring = {.fd = engine->ring_fd, .events = POLLIN};

    return ppoll(&ring, 1, &left, NULL) < 0 && errno != EINTR ? -errno : 0;
}

static int uring_reap(struct disk_engine *base, uint64_t deadline_ns,
                      struct disk_result *ret_results)
{
    struct uring_engine *engine = (struct uring_engine *)base;
    int count = take(engine, ret_results);
    int rc;

    if (count > 0)
        return count;
    rc = deadline_ns == UINT64_MAX ? enter(engine, 0, 1) : wait_until(engine, deadline_ns);
    return rc < 0 ? rc : take(engine, ret_results);
}

const struct disk_engine_ops disk_engine_io_uring = {
    .name = "io_uring",
    .depth_max = 4096,
    .open = uring_open,
    .submit = uring_submit,
    .reap = uring_reap,
    .close = uring_close,
};
