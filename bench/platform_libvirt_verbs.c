// SPDX-License-Identifier: GPL-3.0-or-later
// The verbs of a running domain, one libvirt call each. How long they take, and whether the guest
// is well afterwards, is lifecycle_guest.c's business.
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "bench/domain_xml.h"
#include "bench/platform_libvirt_state.h"
#include "bench/platform_verbs.h"
#include "collector/vir.h"
#include "common/base/err.h"
#include "common/base/scope.h"

static const char snapshot_name[] = "fullhouse";
// What a balloon takes: a small guest needs most of its memory for its kernel.
enum { BALLOON_SHARE = 4, KIB = 1024 };

static const char *libvirt_lacks(const struct platform *base, enum lifecycle_verb verb)
{
    const struct libvirt_platform *platform = (const struct libvirt_platform *)base;
    if (!platform->images.is_program)
        return NULL;
    if (verb == LIFECYCLE_BALLOON_DOWN || verb == LIFECYCLE_BALLOON_UP)
        return "the guest has no operating system, and so no driver of a balloon";
    if (verb == LIFECYCLE_ADD_VCPU || verb == LIFECYCLE_ADD_MEMORY)
        return "the guest has no operating system that would take up what is plugged in";
    return NULL;
}

static int call(int result, const char *what, struct err *err)
{
    return result < 0 ? vir_fail(err, what) : 0;
}

// --- to a file and back -------------------------------------------------------------------------

static int save(struct platform_guest *guest, struct err *err)
{
    struct libvirt_domain *handle = guest->handle;
    int result = call(virDomainSave(handle->domain, handle->saved), "saving", err);
    if (result == 0)
        libvirt_disconnect(guest);
    return result;
}

// libvirt makes a new domain of it, of the same name.
static int find_again(struct libvirt_platform *platform, struct libvirt_domain *handle,
                      struct err *err)
{
    virDomainPtr found =
        virDomainLookupByName(platform->connection, virDomainGetName(handle->domain));
    if (!found)
        return vir_fail(err, "looking for a restored guest");
    virDomainFree(handle->domain);
    handle->domain = found;
    return 0;
}

static int restore(struct libvirt_platform *platform, struct platform_guest *guest, struct err *err)
{
    struct libvirt_domain *handle = guest->handle;
    int result = call(virDomainRestore(platform->connection, handle->saved), "restoring", err);
    unlink(handle->saved);
    if (result == 0)
        result = find_again(platform, handle, err);
    return result < 0 ? result : libvirt_reconnect(platform, guest, err);
}

// --- snapshots ----------------------------------------------------------------------------------

static int snapshot(struct libvirt_domain *handle, struct err *err)
{
    scope_free char *xml = domain_xml_format_snapshot(snapshot_name);
    virDomainSnapshotPtr made = virDomainSnapshotCreateXML(handle->domain, xml, 0);
    if (!made)
        return vir_fail(err, "making a snapshot");
    virDomainSnapshotFree(made);
    return 0;
}

static int with_snapshot(struct libvirt_domain *handle,
                         int (*act)(virDomainSnapshotPtr snapshot, unsigned flags),
                         const char *what, struct err *err)
{
    virDomainSnapshotPtr made = virDomainSnapshotLookupByName(handle->domain, snapshot_name, 0);
    if (!made)
        return vir_fail(err, what);
    int result = call(act(made, 0), what, err);
    virDomainSnapshotFree(made);
    return result;
}

// libvirt may have taken another process for it.
static int revert(struct libvirt_platform *platform, struct platform_guest *guest, struct err *err)
{
    int result =
        with_snapshot(guest->handle, virDomainRevertToSnapshot, "going back to a snapshot", err);
    return result < 0 ? result : libvirt_reconnect(platform, guest, err);
}

// --- more and less of a machine -----------------------------------------------------------------

static int add_vcpu(struct libvirt_domain *handle, struct err *err)
{
    return call(
        virDomainSetVcpusFlags(handle->domain, handle->shape.vcpus + 1, VIR_DOMAIN_AFFECT_LIVE),
        "plugging a vCPU in", err);
}

static int add_memory(struct libvirt_domain *handle, struct err *err)
{
    scope_free char *xml = domain_xml_format_module(PLATFORM_MODULE_BYTES);
    return call(virDomainAttachDeviceFlags(handle->domain, xml, VIR_DOMAIN_AFFECT_LIVE),
                "plugging memory in", err);
}

// What the guest is left with, in KiB; 0 where libvirt does not know what it has.
static unsigned long balloon_goal(struct libvirt_domain *handle, enum lifecycle_verb verb)
{
    unsigned long all = virDomainGetMaxMemory(handle->domain);
    unsigned long taken = (unsigned long)(handle->shape.memory_bytes / KIB / BALLOON_SHARE);
    return verb == LIFECYCLE_BALLOON_UP || all <= taken ? all : all - taken;
}

static int set_balloon(struct libvirt_domain *handle, enum lifecycle_verb verb, struct err *err)
{
    unsigned long goal = balloon_goal(handle, verb);
    if (goal == 0)
        return vir_fail(err, "asking for the guest's memory");
    return call(virDomainSetMemoryFlags(handle->domain, goal, VIR_DOMAIN_AFFECT_LIVE),
                "setting the balloon", err);
}

static int libvirt_balloon_is_there(struct platform *base, struct platform_guest *guest,
                                    enum lifecycle_verb verb, struct err *err)
{
    (void)base;
    struct libvirt_domain *handle = guest->handle;
    unsigned long goal = balloon_goal(handle, verb);
    virDomainMemoryStatStruct stats[VIR_DOMAIN_MEMORY_STAT_NR];
    int count = virDomainMemoryStats(handle->domain, stats, VIR_DOMAIN_MEMORY_STAT_NR, 0);
    if (count < 0)
        return vir_fail(err, "asking for the balloon");
    for (int i = 0; i < count; i++)
        if (stats[i].tag == VIR_DOMAIN_MEMORY_STAT_ACTUAL_BALLOON)
            return verb == LIFECYCLE_BALLOON_UP ? stats[i].val >= goal : stats[i].val <= goal;
    return err_system(err, ENODATA, "the hypervisor does not tell where the balloon is");
}

static int libvirt_read_memory(struct platform *base, struct platform_guest *guest,
                               struct platform_memory *ret_memory, struct err *err)
{
    (void)base;
    struct libvirt_domain *handle = guest->handle;
    virDomainMemoryStatStruct stats[VIR_DOMAIN_MEMORY_STAT_NR];
    int count = virDomainMemoryStats(handle->domain, stats, VIR_DOMAIN_MEMORY_STAT_NR, 0);
    if (count < 0)
        return vir_fail(err, "asking for the guest's memory");
    struct platform_memory memory = {.all_bytes = handle->shape.memory_bytes};
    for (int i = 0; i < count; i++) {
        if (stats[i].tag == VIR_DOMAIN_MEMORY_STAT_ACTUAL_BALLOON)
            memory.has_bytes = stats[i].val * KIB;
        else if (stats[i].tag == VIR_DOMAIN_MEMORY_STAT_USABLE)
            memory.usable_bytes = stats[i].val * KIB;
        else if (stats[i].tag == VIR_DOMAIN_MEMORY_STAT_LAST_UPDATE)
            memory.told_at_s = (int64_t)stats[i].val;
    }
    *ret_memory = memory;
    return 0;
}

static int libvirt_set_memory(struct platform *base, struct platform_guest *guest, uint64_t bytes,
                              struct err *err)
{
    (void)base;
    struct libvirt_domain *handle = guest->handle;
    return call(virDomainSetMemoryFlags(handle->domain, bytes / KIB, VIR_DOMAIN_AFFECT_LIVE),
                "setting the balloon", err);
}

static int libvirt_perform(struct platform *base, struct platform_guest *guest,
                           enum lifecycle_verb verb, struct err *err)
{
    struct libvirt_platform *platform = (struct libvirt_platform *)base;
    struct libvirt_domain *handle = guest->handle;
    switch (verb) {
    case LIFECYCLE_PAUSE:
        return call(virDomainSuspend(handle->domain), "pausing", err);
    case LIFECYCLE_RESUME:
        return call(virDomainResume(handle->domain), "resuming", err);
    case LIFECYCLE_SAVE:
        return save(guest, err);
    case LIFECYCLE_RESTORE:
        return restore(platform, guest, err);
    case LIFECYCLE_SNAPSHOT:
        return snapshot(handle, err);
    case LIFECYCLE_REVERT:
        return revert(platform, guest, err);
    case LIFECYCLE_SNAPSHOT_DELETE:
        return with_snapshot(handle, virDomainSnapshotDelete, "removing a snapshot", err);
    case LIFECYCLE_ADD_VCPU:
        return add_vcpu(handle, err);
    case LIFECYCLE_ADD_MEMORY:
        return add_memory(handle, err);
    case LIFECYCLE_BALLOON_DOWN:
    case LIFECYCLE_BALLOON_UP:
        return set_balloon(handle, verb, err);
    default:
        return err_system(err, ENOTSUP, "%s", lifecycle_words[verb].name);
    }
}

const struct platform_verbs libvirt_verbs = {
    .lacks = libvirt_lacks,
    .perform = libvirt_perform,
    .balloon_is_there = libvirt_balloon_is_there,
    .read_memory = libvirt_read_memory,
    .set_memory = libvirt_set_memory,
};
