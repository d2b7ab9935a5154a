// SPDX-License-Identifier: GPL-3.0-or-later
// The call that migrates blocks until the end, so it has a thread of its own, and the caller's
// thread watches, tells and aborts.
#include "collector/vir_migration.h"

#include <errno.h>
#include <libvirt/virterror.h>
#include <math.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>

#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/interrupt.h"
#include "common/base/scope.h"

struct call {
    const struct vir_migration *migration;
    virDomainPtr domain;
    virConnectPtr to;
    unsigned flags;
    virTypedParameterPtr parameters;
    int parameter_count;
    int result;
    struct err err;
    int done_fd;
    atomic_bool has_begun; // memory has been seen on its way
};

// --- the call ----------------------------------------------------------------------------------

static int go(struct call *call, unsigned flags)
{
    if (flags & VIR_MIGRATE_PEER2PEER)
        return virDomainMigrateToURI3(call->domain, call->migration->to_uri, call->parameters,
                                      (unsigned)call->parameter_count, flags);
    virDomainPtr arrived = virDomainMigrate3(call->domain, call->to, call->parameters,
                                             (unsigned)call->parameter_count, flags);
    if (arrived)
        virDomainFree(arrived);
    return arrived ? 0 : -1;
}

// Whether it failed before it began, since one host cannot call the other one by itself: it says
// so, its driver cannot, or the call failed as calls do. To lead one that fails for another reason
// does no harm: it fails again.
static bool cannot_call(const struct call *call)
{
    const virError *error = virGetLastError();
    if (!error || atomic_load(&call->has_begun))
        return false;
    return error->code == VIR_ERR_NO_SUPPORT || error->code == VIR_ERR_ARGUMENT_UNSUPPORTED ||
           error->domain == VIR_FROM_RPC || error->domain == VIR_FROM_REMOTE ||
           (error->message && strstr(error->message, "connect to remote libvirt URI"));
}

static void *migrate_on_thread(void *context)
{
    struct call *call = context;
    call->result = go(call, call->flags);
    if (call->result < 0 && call->flags & VIR_MIGRATE_PEER2PEER && cannot_call(call))
        call->result = go(call, call->flags & ~(unsigned)VIR_MIGRATE_PEER2PEER);
    if (call->result < 0)
        call->result = vir_fail(&call->err, "migrating");
    eventfd_write(call->done_fd, 1);
    return NULL;
}

// "qemu:///system" is another place for whoever reads it: a host by itself would find itself there.
static bool names_a_place(const char *uri)
{
    const char *server = strstr(uri, "://");
    return (server && server[3] != '/' && server[3] != '\0') || strstr(uri, "socket=");
}

static unsigned choose_flags(const struct call *call)
{
    const struct vir_migration *migration = call->migration;
    unsigned flags = migration->is_off ? VIR_MIGRATE_OFFLINE : VIR_MIGRATE_LIVE;
    if (virDomainIsPersistent(call->domain) == 1)
        flags |= VIR_MIGRATE_PERSIST_DEST | VIR_MIGRATE_UNDEFINE_SOURCE;
    if (names_a_place(migration->to_uri))
        flags |= VIR_MIGRATE_PEER2PEER;
    if (migration->slows_guest && !migration->is_off)
        flags |= VIR_MIGRATE_AUTO_CONVERGE;
    return flags;
}

static void limit_bandwidth(struct call *call)
{
    double mib_hz = call->migration->bandwidth_bits_hz / 8 / (1 << 20);
    int capacity = 0;
    if (mib_hz > 0 && !call->migration->is_off)
        virTypedParamsAddULLong(&call->parameters, &call->parameter_count, &capacity,
                                VIR_MIGRATE_PARAM_BANDWIDTH, mib_hz < 1 ? 1 : llround(mib_hz));
}

// --- watching it -------------------------------------------------------------------------------

static double number(virTypedParameterPtr fields, int count, const char *name)
{
    unsigned long long value;
    return virTypedParamsGetULLong(fields, count, name, &value) == 1 ? (double)value : NAN;
}

static void tell(struct call *call, uint64_t began_ns)
{
    virTypedParameterPtr fields = NULL;
    int count = 0, type;
    const struct vir_migration *migration = call->migration;
    if (virDomainGetJobStats(call->domain, &type, &fields, &count, 0) < 0)
        return;
    if (type != VIR_DOMAIN_JOB_NONE)
        atomic_store(&call->has_begun, true);
    if (type != VIR_DOMAIN_JOB_NONE && migration->said)
        migration->said(migration->context,
                        (double)(clock_monotonic_ns() - began_ns) / (double)CLOCK_NS_PER_SECOND,
                        number(fields, count, VIR_DOMAIN_JOB_MEMORY_PROCESSED),
                        number(fields, count, VIR_DOMAIN_JOB_MEMORY_REMAINING));
    virTypedParamsFree(fields, count);
}

// Some hypervisors take the limit before a migration only, some only while it runs.
static bool allow_downtime(const struct call *call)
{
    double seconds = call->migration->downtime_allowed_s;
    return !(seconds > 0) || call->migration->is_off ||
           virDomainMigrateSetMaxDowntime(call->domain, (unsigned long long)ceil(seconds * 1000),
                                          0) == 0;
}

// Waits for the call's end. 0, or why it was aborted: -EINTR, -ETIMEDOUT.
static int watch(struct call *call)
{
    enum { LOOK_MS = 250, HURRY_MS = 50 };
    uint64_t began_ns = clock_monotonic_ns();
    double most_s = call->migration->most_s;
    bool is_allowed = allow_downtime(call);
    int reason = 0;
    for (;;) {
        struct pollfd polls[] = {
            {.fd = call->done_fd, .events = POLLIN},
            {.fd = reason ? -1 : interrupt_fd(), .events = POLLIN},
        };
        poll(polls, 2, reason || !is_allowed ? HURRY_MS : LOOK_MS);
        if (polls[0].revents)
            return reason;
        if (interrupt_pending())
            reason = -EINTR;
        else if (most_s > 0 && (double)(clock_monotonic_ns() - began_ns) > most_s * 1e9)
            reason = -ETIMEDOUT;
        if (reason)
            virDomainAbortJob(call->domain);
        else
            tell(call, began_ns);
        is_allowed = is_allowed || allow_downtime(call);
    }
}

// Signals are for the thread that waits for them.
static int start_thread(struct call *call, pthread_t *thread, struct err *err)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int code = pthread_create(thread, NULL, migrate_on_thread, call);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return code ? err_system(err, code, "thread") : 0;
}

// An abort that came too late is no abort: the call's own result counts.
static int judge(struct call *call, int reason, struct err *err)
{
    if (call->result == 0)
        return 0;
    if (reason == -EINTR)
        return err_interrupted(err);
    if (reason == -ETIMEDOUT)
        return err_system(err, ETIMEDOUT, "aborted after %.0f s", call->migration->most_s);
    err_move(err, &call->err);
    return call->result;
}

static int carry_out(struct call *call, struct err *err)
{
    pthread_t thread;
    call->flags = choose_flags(call);
    limit_bandwidth(call);
    int result = start_thread(call, &thread, err);
    if (result < 0)
        return result;
    int reason = watch(call);
    pthread_join(thread, NULL);
    return judge(call, reason, err);
}

int vir_migrate(virConnectPtr from, virConnectPtr to, const struct vir_migration *migration,
                struct vir_migration_result *ret_result, struct err *err)
{
    uint64_t began_ns = clock_monotonic_ns();
    scope_close int done_fd = eventfd(0, EFD_CLOEXEC);
    if (done_fd < 0)
        return err_system(err, errno, "eventfd");
    struct call call = {.migration = migration, .to = to, .done_fd = done_fd};
    call.domain = virDomainLookupByName(from, migration->guest);
    if (!call.domain)
        return vir_fail(err, "looking for the guest");
    int result = carry_out(&call, err);
    virTypedParamsFree(call.parameters, call.parameter_count);
    virDomainFree(call.domain);
    err_done(&call.err);
    if (result < 0)
        return result;
    double seconds = (double)(clock_monotonic_ns() - began_ns) / (double)CLOCK_NS_PER_SECOND;
    *ret_result = vir_migration_recall(to, migration->guest);
    ret_result->seconds = seconds;
    return 0;
}

// --- afterwards --------------------------------------------------------------------------------

struct vir_migration_result vir_migration_recall(virConnectPtr to, const char *guest)
{
    enum { MS = 1000 };
    struct vir_migration_result result = {NAN, NAN, NAN, NAN, NAN};
    virTypedParameterPtr fields = NULL;
    int count = 0, type;
    virDomainPtr domain = virDomainLookupByName(to, guest);
    if (domain && virDomainGetJobStats(domain, &type, &fields, &count,
                                       VIR_DOMAIN_JOB_STATS_COMPLETED |
                                           VIR_DOMAIN_JOB_STATS_KEEP_COMPLETED) == 0) {
        result.seconds = number(fields, count, VIR_DOMAIN_JOB_TIME_ELAPSED) / MS;
        result.downtime_s = number(fields, count, VIR_DOMAIN_JOB_DOWNTIME) / MS;
        result.moved_bytes = number(fields, count, VIR_DOMAIN_JOB_MEMORY_PROCESSED);
        result.dirty_bytes_hz = number(fields, count, VIR_DOMAIN_JOB_MEMORY_DIRTY_RATE) *
                                number(fields, count, VIR_DOMAIN_JOB_MEMORY_PAGE_SIZE);
        result.rounds = number(fields, count, VIR_DOMAIN_JOB_MEMORY_ITERATION);
    }
    virTypedParamsFree(fields, count);
    if (domain)
        virDomainFree(domain);
    return result;
}

void vir_migration_abort(virConnectPtr from, const char *guest)
{
    virDomainPtr domain = virDomainLookupByName(from, guest);
    if (!domain)
        return;
    virDomainAbortJob(domain);
    virDomainFree(domain);
}
