// SPDX-License-Identifier: GPL-3.0-or-later
// The platforms whose guests are libvirt domains, under KVM or under emulation: opened and closed
// here, their guests started in platform_libvirt_domain.c.
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/emulator_program.h"
#include "bench/network.h"
#include "bench/platform_libvirt_state.h"
#include "bench/workspace.h"
#include "collector/vir.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/process.h"
#include "common/base/scope.h"
#include "common/model/disk.h"

void libvirt_close(struct platform *base)
{
    struct libvirt_platform *platform = (struct libvirt_platform *)base;
    if (!platform)
        return;
    vir_close(platform->connection);
    network_close(platform->base.network);
    pins_done(&platform->base.pins);
    data_disks_close(&platform->disks);
    libvirt_quota_done(&platform->quota);
    guest_images_close(&platform->images);
    free(platform->uri);
    free(platform->root);
    free(platform->mark);
    free(platform->agent_test);
    free(platform->program_version);
    free(platform);
}

// libvirt would say that it knows no emulator for this architecture, after its questions.
static int find_program(struct libvirt_platform *platform, const char *program, struct err *err)
{
    if (*program)
        return emulator_program_version(program, &platform->program_version, err);
    scope_free char *qemu = process_find("qemu-system-x86_64");
    return qemu ? 0
                : err_host(err, "apt-get install qemu-system-x86",
                           "no qemu-system-x86_64: guests run in QEMU, under KVM or emulation");
}

static int open_connection(struct libvirt_platform *platform,
                           const struct platform_options *options, struct err *err)
{
    if (!libvirt_is_embedded(platform))
        return vir_open(platform->uri, &platform->connection, err);
    const char *program = platform->emulator ? platform->emulator->program : "";
    int result = find_program(platform, program, err);
    if (result < 0)
        return result;
    if (!vir_embedded_is_warm(platform->root, program))
        options->say(options->context, "libvirt asks QEMU what it can do (once on this host: "
                                       "seconds, or up to a minute where KVM is slow)");
    return vir_open_embedded(platform->root, program, &platform->connection, err);
}

// A program needs nothing that the default model lacks, and with it a guest starts where KVM cannot
// give the host's own. Emulation has no other. The user's word goes over all of that.
static const char *choose_cpu(const struct libvirt_platform *platform,
                              const struct platform_options *options)
{
    if (options->emulator && *options->emulator->cpu)
        return options->emulator->cpu;
    if (platform->base.ops->emulated || platform->images.is_program || !platform->kind->is_qemu)
        return "";
    return options->cpu ? options->cpu : "host-passthrough";
}

// Where the load needs one.
static int connect_guests(struct libvirt_platform *platform, const struct platform_options *options,
                          struct err *err)
{
    if (!options->network)
        return 0;
    const struct network_options network = {
        .is_image = *platform->images.disk,
        .connect = options->connect,
        .mode = options->network->mode,
        .addresses = options->network->addresses,
        .mark = options->workspace->mark,
        .letter = options->place && *options->place ? *options->place : *platform->base.ops->name,
        .agent = options->agent,
        .say = options->say,
        .context = options->context,
    };
    int result = network_open(&network, &platform->base.network, err);
    if (result < 0)
        return result;
    scope_free char *text = network_describe(platform->base.network);
    scope_free char *sentence = alloc_printf("guests are connected by %s", text);
    options->say(options->context, sentence);
    return 0;
}

// The bare guest would not find one.
static int open_disks(struct libvirt_platform *platform, const struct platform_options *options,
                      struct err *err)
{
    if (!options->disk || platform->images.is_program)
        return 0;
    platform->base.disk_bytes = options->disk->bytes;
    return data_disks_open(&platform->disks, options->disk, platform->images.dir,
                           options->workspace, err);
}

// The embedded driver's guests are, and those of a daemon whose URI names no host.
static bool is_on_this_host(const char *uri)
{
    const char *host = strstr(uri, "://");
    return !*uri || (host && host[3] == '/');
}

static int check_options(const struct domain_kind *kind, const struct platform_options *options,
                         struct err *err)
{
    bool is_usual = !options->emulator || emulator_is_usual(options->emulator);
    int result = domain_kind_check_uri(kind, options->connect, err);
    if (result < 0 || kind->is_qemu)
        return result;
    if (!is_usual)
        return err_input(err, "qemu, machine and cpu are QEMU's: guests of %s have none of that",
                         kind->platform);
    if (options->backing != MEMORY_BACKING_PLAIN)
        return err_host(err, "fullhouse bench --memory-backing plain",
                        "memory backing %s: not for guests of %s",
                        memory_backing_name(options->backing), kind->platform);
    return 0;
}

int libvirt_open(const struct platform_ops *ops, const struct platform_options *options,
                 struct platform **ret_platform, struct err *err)
{
    const struct domain_kind *kind = domain_kind_find(ops->name);
    int result = check_options(kind, options, err);
    if (result < 0)
        return result;
    struct libvirt_platform *platform = alloc_zeroed(1, sizeof *platform);
    platform->base.ops = ops;
    platform->kind = kind;
    platform->uri = alloc_copy(options->connect);
    platform->root = alloc_copy(options->workspace->dir);
    platform->mark = alloc_copy(options->workspace->mark);
    platform->agent_test = alloc_copy(options->agent_test);
    platform->has_life = options->has_life;
    platform->emulator = options->emulator;
    platform->base.binding = kind->is_qemu && is_on_this_host(platform->uri)
                                 ? PLATFORM_BINDS_VCPUS
                                 : PLATFORM_BINDS_NOTHING;
    platform->backing = options->backing;
    result = libvirt_quota_open(&platform->quota, ops->name, options, err);
    if (result == 0)
        result = guest_images_open(options, kind, &platform->images, err);
    platform->base.guest_kind = platform->images.kind;
    platform->base.least_memory_bytes = platform->images.least_bytes;
    platform->cpu = choose_cpu(platform, options);
    if (result == 0)
        result = open_connection(platform, options, err);
    if (result == 0)
        result = open_disks(platform, options, err);
    if (result == 0)
        result = connect_guests(platform, options, err);
    if (result < 0)
        libvirt_close(&platform->base);
    else
        *ret_platform = &platform->base;
    return result;
}

static int kvm_open(const struct platform_options *options, struct platform **ret_platform,
                    struct err *err)
{
    if (!*options->connect && access("/dev/kvm", R_OK | W_OK) < 0)
        return err_host(err, errno == EACCES ? "usermod -aG kvm $USER, then log in again" : NULL,
                        "/dev/kvm: %s", strerror(errno));
    return libvirt_open(&platform_kvm, options, ret_platform, err);
}

static int tcg_open(const struct platform_options *options, struct platform **ret_platform,
                    struct err *err)
{
    return libvirt_open(&platform_tcg, options, ret_platform, err);
}

// libvirt's first questions to QEMU run in processes below the workspace, too.
void libvirt_hurry(struct platform *base)
{
    const struct libvirt_platform *platform = (const struct libvirt_platform *)base;
    if (libvirt_is_embedded(platform))
        vir_kill_embedded(platform->root);
}

char *libvirt_hypervisor(struct platform *base)
{
    struct libvirt_platform *platform = (struct libvirt_platform *)base;
    const struct emulator *emulator = platform->emulator;
    scope_free char *versions = vir_versions(platform->connection);
    // The connection tells the version of the usual program, which is not in use then.
    const char *others = platform->program_version ? strstr(versions, ", ") : NULL;
    bool has_machine = emulator && *emulator->machine;
    if (!platform->kind->is_qemu)
        return alloc_printf("%s, %s", versions, platform->uri);
    return alloc_printf("%s%s, %s%s%s, CPU model %s",
                        platform->program_version ? platform->program_version : "",
                        platform->program_version ? (others ? others : "") : versions,
                        libvirt_is_embedded(platform) ? "qemu:///embed" : platform->uri,
                        has_machine ? ", machine " : "", has_machine ? emulator->machine : "",
                        *platform->cpu ? platform->cpu : "qemu64 (the default)");
}

const struct platform_ops platform_kvm = {
    .name = "kvm",
    .help = "guests under KVM: Linux, or the bare guest without an operating system",
    .open = kvm_open,
    .start = libvirt_start,
    .stop = libvirt_stop,
    .hurry = libvirt_hurry,
    .close = libvirt_close,
    .hypervisor = libvirt_hypervisor,
    .verbs = &libvirt_verbs,
};

const struct platform_ops platform_tcg = {
    .name = "tcg",
    .help = "the same guests under QEMU's emulation; works anywhere, and is slow",
    .emulated = true,
    .open = tcg_open,
    .start = libvirt_start,
    .stop = libvirt_stop,
    .hurry = libvirt_hurry,
    .close = libvirt_close,
    .hypervisor = libvirt_hypervisor,
    .verbs = &libvirt_verbs,
};
