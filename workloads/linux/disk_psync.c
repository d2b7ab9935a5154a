// SPDX-License-Identifier: GPL-3.0-or-later
// pread(2) and pwrite(2): one request at a time, done when it has been submitted.
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "common/base/alloc.h"
#include "workloads/linux/disk_engine.h"

struct psync_engine {
    struct disk_engine base;
    struct disk_result result;
    bool has_result;
};

static int psync_open(int fd, uint32_t depth, struct disk_engine **ret_engine, struct err *err)
{
    struct psync_engine *engine = alloc_zeroed(1, sizeof *engine);

    (void)err;
    engine->base = (struct disk_engine){&disk_engine_psync, fd, depth};
    *ret_engine = &engine->base;
    return 0;
}

static int psync_submit(struct disk_engine *base, const struct disk_request *request)
{
    struct psync_engine *engine = (struct psync_engine *)base;
    ssize_t moved = request->is_write
                        ? pwrite(base->fd, request->buffer, request->bytes, (off_t)request->offset)
                        : pread(base->fd, request->buffer, request->bytes, (off_t)request->offset);

    engine->result = (struct disk_result){request->tag, moved < 0 ? -errno : moved};
    engine->has_result = true;
    return 0;
}

static int psync_reap(struct disk_engine *base, uint64_t deadline_ns,
                      struct disk_result *ret_results)
{
    struct psync_engine *engine = (struct psync_engine *)base;

    (void)deadline_ns;
    if (!engine->has_result)
        return 0;
    *ret_results = engine->result;
    engine->has_result = false;
    return 1;
}

static void psync_close(struct disk_engine *base)
{
    free(base);
}

const struct disk_engine_ops disk_engine_psync = {
    .name = "psync",
    .depth_max = 1,
    .open = psync_open,
    .submit = psync_submit,
    .reap = psync_reap,
    .close = psync_close,
};
