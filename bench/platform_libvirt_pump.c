// SPDX-License-Identifier: GPL-3.0-or-later
// Copies bytes between a libvirt stream and a socket pair. Knows nothing of what they mean.
#include "bench/platform_libvirt_pump.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "collector/vir.h"
#include "common/base/alloc.h"
#include "common/base/err.h"

enum { CHUNK = 1 << 15 };

struct pump {
    virStreamPtr stream;
    int fd; // our end of the pair
    pthread_t inbound;
    pthread_t outbound;
};

static void *copy_inbound(void *context)
{
    struct pump *pump = context;
    char bytes[CHUNK];
    int got;
    while ((got = virStreamRecv(pump->stream, bytes, sizeof bytes)) > 0)
        if (send(pump->fd, bytes, (size_t)got, MSG_NOSIGNAL) != got)
            break;
    shutdown(pump->fd, SHUT_RDWR);
    return NULL;
}

static int send_all(virStreamPtr stream, const char *bytes, size_t length)
{
    while (length > 0) {
        int sent = virStreamSend(stream, bytes, length);
        if (sent < 0)
            return -EIO;
        bytes += sent;
        length -= (size_t)sent;
    }
    return 0;
}

static void *copy_outbound(void *context)
{
    struct pump *pump = context;
    char bytes[CHUNK];
    ssize_t got;
    while ((got = recv(pump->fd, bytes, sizeof bytes, 0)) > 0)
        if (send_all(pump->stream, bytes, (size_t)got) < 0)
            break;
    return NULL;
}

static int start_threads(struct pump *pump, struct err *err)
{
    int code = pthread_create(&pump->inbound, NULL, copy_inbound, pump);
    if (code)
        return err_system(err, code, "thread");
    code = pthread_create(&pump->outbound, NULL, copy_outbound, pump);
    if (!code)
        return 0;
    virStreamAbort(pump->stream);
    pthread_join(pump->inbound, NULL);
    return err_system(err, code, "thread");
}

static int open_stream(virDomainPtr domain, const char *channel, virStreamPtr *ret_stream,
                       struct err *err)
{
    virStreamPtr stream = virStreamNew(virDomainGetConnect(domain), 0);
    if (!stream)
        return vir_fail(err, "stream");
    int opened = channel ? virDomainOpenChannel(domain, channel, stream, 0)
                         : virDomainOpenConsole(domain, NULL, stream, 0);
    if (opened < 0) {
        virStreamFree(stream);
        return vir_fail(err, channel ? "the guest's channel" : "the guest's serial line");
    }
    *ret_stream = stream;
    return 0;
}

int pump_open(virDomainPtr domain, const char *channel, struct pump **ret_pump, int *ret_fd,
              struct err *err)
{
    virStreamPtr stream = NULL;
    int result = open_stream(domain, channel, &stream, err);
    if (result < 0)
        return result;
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) < 0) {
        result = err_system(err, errno, "socketpair");
        virStreamAbort(stream);
        virStreamFree(stream);
        return result;
    }
    struct pump *pump = alloc_zeroed(1, sizeof *pump);
    *pump = (struct pump){.stream = stream, .fd = pair[0]};
    result = start_threads(pump, err);
    if (result < 0) {
        close(pair[0]);
        close(pair[1]);
        virStreamFree(stream);
        free(pump);
        return result;
    }
    *ret_pump = pump;
    *ret_fd = pair[1];
    return 0;
}

void pump_close(struct pump *pump)
{
    if (!pump)
        return;
    shutdown(pump->fd, SHUT_RDWR);
    virStreamAbort(pump->stream);
    pthread_join(pump->inbound, NULL);
    pthread_join(pump->outbound, NULL);
    virStreamFree(pump->stream);
    close(pump->fd);
    free(pump);
}
