// SPDX-License-Identifier: GPL-3.0-or-later
// The kernel's asynchronous I/O by its own calls, as libaio makes them. Without O_DIRECT the kernel
// does it while it is submitted.
#include <errno.h>
#include <linux/aio_abi.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "workloads/linux/disk_engine.h"

struct libaio_engine {
    struct disk_engine base;
    aio_context_t context;
    struct iocb *requests;   // by tag
    struct io_event *events; // room for depth
};

static void libaio_close(struct disk_engine *base)
{
    struct libaio_engine *engine = (struct libaio_engine *)base;

    if (engine->context)
        syscall(SYS_io_destroy, engine->context);
    free(engine->requests);
    free(engine->events);
    free(engine);
}

static int libaio_open(int fd, uint32_t depth, struct disk_engine **ret_engine, struct err *err)
{
    struct libaio_engine *engine = alloc_zeroed(1, sizeof *engine);
    int code;

    engine->base = (struct disk_engine){&disk_engine_libaio, fd, depth};
    engine->requests = alloc_zeroed(depth, sizeof *engine->requests);
    engine->events = alloc_zeroed(depth, sizeof *engine->events);
    if (syscall(SYS_io_setup, depth, &engine->context) == 0) {
        *ret_engine = &engine->base;
        return 0;
    }
    code = errno;
    engine->context = 0;
    libaio_close(&engine->base);
    if (code == ENOSYS || code == EPERM)
        return err_host(err, NULL,
                        "engine=libaio: this kernel has no asynchronous I/O, or "
                        "allows none");
    return err_system(err, code, "io_setup for %u requests", depth);
}

static int libaio_submit(struct disk_engine *base, const struct disk_request *request)
{
    struct libaio_engine *engine = (struct libaio_engine *)base;
    struct iocb *iocb = &engine->requests[request->tag];

    *iocb = (struct iocb){
        .aio_data = request->tag,
        .aio_lio_opcode = request->is_write ? IOCB_CMD_PWRITE : IOCB_CMD_PREAD,
        .aio_fildes = (uint32_t)base->fd,
        .aio_buf = (uintptr_t)request->buffer,
        .aio_nbytes = request->bytes,
        .aio_offset = (int64_t)request->offset,
    };
    return syscall(SYS_io_submit, engine->context, 1L, &iocb) == 1 ? 0 : errno ? -errno : -EAGAIN;
}

static int libaio_reap(struct disk_engine *base, uint64_t deadline_ns,
                       struct disk_result *ret_results)
{
    struct libaio_engine *engine = (struct libaio_engine *)base;
    uint64_t now_ns = deadline_ns == UINT64_MAX ? 0 : clock_monotonic_ns();
    uint64_t left_ns = deadline_ns > now_ns ? deadline_ns - now_ns : 0;
    struct timespec left = {
        .tv_sec = (time_t)(left_ns / CLOCK_NS_PER_SECOND),
        .tv_nsec = (long)(left_ns % CLOCK_NS_PER_SECOND),
    };
    long count = syscall(SYS_io_getevents, engine->context, 1L, (long)base->depth, engine->events,
                         deadline_ns == UINT64_MAX ? NULL : &left);

    if (count < 0)
        return errno == EINTR ? 0 : -errno;
    for (long i = 0; i < count; i++)
        ret_results[i] = (struct disk_result){
            .tag = (uint32_t)engine->events[i].data,
            .result = engine->events[i].res,
        };
    return (int)count;
}

const struct disk_engine_ops disk_engine_libaio = {
    .name = "libaio",
    .depth_max = 4096,
    .open = libaio_open,
    .submit = libaio_submit,
    .reap = libaio_reap,
    .close = libaio_close,
};
