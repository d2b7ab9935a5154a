// SPDX-License-Identifier: GPL-3.0-or-later
// Guests as libvirt domains, under KVM or under emulation: the appliance booted directly from its
// kernel. Knows a domain's life cycle; what the agent inside says is fleet.c's business.
#include "bench/platform_libvirt.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "bench/domain_xml.h"
#include "bench/guest_images.h"
#include "bench/platform.h"
#include "bench/platform_libvirt_pump.h"
#include "bench/workspace.h"
#include "collector/vir.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/process.h"
#include "common/base/scope.h"
#include "common/wire/message.h"

struct libvirt_platform {
    struct platform base;
    const char *domain_type;
    virConnectPtr connection;
    char *uri;  // "" embedded
    char *root; // the embedded driver's
    char *mark;
    struct guest_images images;
};

// A started guest's handle.
struct libvirt_domain {
    virDomainPtr domain;
    struct pump *pump; // where the socket is a daemon's, NULL else
    char *socket;      // where it is ours, NULL else
};

static bool is_embedded(const struct libvirt_platform *platform)
{
    return !*platform->uri;
}

static void libvirt_close(struct platform *base)
{
    struct libvirt_platform *platform = (struct libvirt_platform *)base;
    if (!platform)
        return;
    vir_close(platform->connection);
    guest_images_close(&platform->images);
    free(platform->uri);
    free(platform->root);
    free(platform->mark);
    free(platform);
}

static int open_connection(struct libvirt_platform *platform,
                           const struct platform_options *options, struct err *err)
{
    if (!is_embedded(platform))
        return vir_open(platform->uri, &platform->connection, err);
    // libvirt would say that it knows no emulator for this architecture, after its questions.
    scope_free char *qemu = process_find("qemu-system-x86_64");
    if (!qemu)
        return err_host(err, "apt-get install qemu-system-x86",
                        "no qemu-system-x86_64: guests run in QEMU, under KVM or emulation");
    if (!vir_embedded_is_warm(platform->root))
        options->say(options->context, "libvirt asks QEMU what it can do (once on this host: "
                                       "seconds, or up to a minute where KVM is slow)");
    return vir_open_embedded(platform->root, &platform->connection, err);
}

static int open_domains(const struct platform_ops *ops, const char *domain_type,
                        const struct platform_options *options, struct platform **ret_platform,
                        struct err *err)
{
    struct libvirt_platform *platform = alloc_zeroed(1, sizeof *platform);
    platform->base = (struct platform){.ops = ops, .guest_kind = "appliance"};
    platform->domain_type = domain_type;
    platform->uri = alloc_copy(options->connect);
    platform->root = alloc_copy(options->workspace->dir);
    platform->mark = alloc_copy(options->workspace->mark);
    int result = guest_images_open(options, ops->emulated, &platform->images, err);
    if (result == 0)
        result = open_connection(platform, options, err);
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
    return open_domains(&platform_kvm, "kvm", options, ret_platform, err);
}

static int tcg_open(const struct platform_options *options, struct platform **ret_platform,
                    struct err *err)
{
    return open_domains(&platform_tcg, "qemu", options, ret_platform, err);
}

// --- one guest --------------------------------------------------------------------------------

static char *domain_name(const struct libvirt_platform *platform, uint32_t index)
{
    return alloc_printf("fullhouse-%.8s-%u", platform->mark, index);
}

static int create_domain(const struct libvirt_platform *platform, const struct guest_spec *spec,
                         const char *socket, const char *console, virDomainPtr *ret_domain,
                         struct err *err)
{
    scope_free char *name = domain_name(platform, spec->index);
    const struct domain_plan plan = {
        .name = name,
        .type = platform->domain_type,
        .shape = spec->shape,
        .kernel = platform->images.kernel.image,
        .initramfs = platform->images.initramfs,
        .command_line = platform->images.command_line,
        .channel = socket,
        .console = console,
        .mark = platform->mark,
    };
    scope_free char *xml = domain_xml_format(&plan);
    virDomainPtr domain = virDomainCreateXML(platform->connection, xml, 0);
    if (!domain)
        return vir_fail(err, "starting a guest");
    *ret_domain = domain;
    return 0;
}

static int connect_socket(const char *path, struct err *err)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof address.sun_path)
        return err_input(err, "%s: too long for a socket", path);
    strcpy(address.sun_path, path);
    scope_close int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof address) < 0)
        return err_system(err, errno, "%s", path);
    return scope_take_fd(fd);
}

// The embedded driver's QEMU is on this host; its number lies in a file below the root.
static pid_t read_pid(const struct libvirt_platform *platform, uint32_t index)
{
    if (!is_embedded(platform))
        return 0;
    scope_free char *name = domain_name(platform, index);
    scope_free char *path = alloc_printf("%s/run/qemu/%s.pid", platform->root, name);
    scope_free char *text = NULL;
    return path_read(path, 64, &text, NULL, NULL) < 0 ? 0 : (pid_t)atoi(text);
}

static int open_channel(struct libvirt_domain *handle, struct err *err)
{
    if (handle->socket)
        return connect_socket(handle->socket, err);
    int fd;
    int result = pump_open(handle->domain, WIRE_PORT_NAME, &handle->pump, &fd, err);
    return result < 0 ? result : fd;
}

static void free_domain(struct libvirt_domain *handle)
{
    pump_close(handle->pump);
    if (handle->domain) {
        virDomainDestroy(handle->domain);
        virDomainFree(handle->domain);
    }
    if (handle->socket)
        unlink(handle->socket);
    free(handle->socket);
    free(handle);
}

static int libvirt_start(struct platform *base, const struct guest_spec *spec,
                         struct platform_guest *ret_guest, struct err *err)
{
    struct libvirt_platform *platform = (struct libvirt_platform *)base;
    const char *dir = platform->images.dir;
    scope_free char *console = alloc_printf("%s/%u.console", dir, spec->index);
    struct libvirt_domain *handle = alloc_zeroed(1, sizeof *handle);
    if (is_embedded(platform))
        handle->socket = alloc_printf("%s/%u.sock", dir, spec->index);
    int fd = create_domain(platform, spec, handle->socket ? handle->socket : "", console,
                           &handle->domain, err);
    if (fd == 0)
        fd = open_channel(handle, err);
    if (fd < 0) {
        free_domain(handle);
        unlink(console);
        return fd;
    }
    *ret_guest = (struct platform_guest){
        .channel_fd = fd,
        .pid = read_pid(platform, spec->index),
        .console = scope_take(console),
        .handle = handle,
    };
    return 0;
}

// Nothing in a guest is worth a graceful end, and libvirt looks for a dead process only every 200
// ms.
static void libvirt_stop(struct platform *base, struct platform_guest *guest)
{
    (void)base;
    if (guest->channel_fd >= 0)
        close(guest->channel_fd);
    if (guest->pid > 0)
        kill(guest->pid, SIGKILL);
    if (guest->handle)
        free_domain(guest->handle);
    if (guest->console)
        unlink(guest->console);
    free(guest->console);
    *guest = (struct platform_guest){.channel_fd = -1};
}

// libvirt's first questions to QEMU run in processes below the workspace, too.
static void libvirt_hurry(struct platform *base)
{
    const struct libvirt_platform *platform = (const struct libvirt_platform *)base;
    if (is_embedded(platform))
        vir_kill_embedded(platform->root);
}

static char *libvirt_hypervisor(struct platform *base)
{
    struct libvirt_platform *platform = (struct libvirt_platform *)base;
    scope_free char *versions = vir_versions(platform->connection);
    return alloc_printf("%s, %s", versions,
                        is_embedded(platform) ? "qemu:///embed" : platform->uri);
}

// --- the sweep --------------------------------------------------------------------------------

// Ours is a domain whose metadata carries this mark; everybody else's is left alone.
static bool destroy_if_marked(virDomainPtr domain, const char *mark)
{
    char *xml = virDomainGetXMLDesc(domain, 0);
    scope_free char *theirs = xml ? domain_xml_mark(xml) : NULL;
    free(xml);
    return theirs && strcmp(theirs, mark) == 0 && virDomainDestroy(domain) == 0;
}

int platform_libvirt_sweep(const char *uri, const char *mark, size_t *ret_removed, struct err *err)
{
    virConnectPtr connection;
    int result = vir_open(uri, &connection, err);
    if (result < 0)
        return result;
    virDomainPtr *domains = NULL;
    int count = virConnectListAllDomains(connection, &domains, 0);
    size_t removed = 0;
    for (int i = 0; i < count; i++) {
        removed += destroy_if_marked(domains[i], mark);
        virDomainFree(domains[i]);
    }
    free(domains);
    vir_close(connection);
    *ret_removed = removed;
    return count < 0 ? vir_fail(err, uri) : 0;
}

const struct platform_ops platform_kvm = {
    .name = "kvm",
    .help = "the appliance (a Linux guest) under KVM",
    .typical_boot_ns = 1500000000,
    .open = kvm_open,
    .start = libvirt_start,
    .stop = libvirt_stop,
    .hurry = libvirt_hurry,
    .close = libvirt_close,
    .hypervisor = libvirt_hypervisor,
};

const struct platform_ops platform_tcg = {
    .name = "tcg",
    .help = "the appliance (a Linux guest) under QEMU's emulation; works anywhere, and is slow",
    .emulated = true,
    .typical_boot_ns = 4000000000,
    .open = tcg_open,
    .start = libvirt_start,
    .stop = libvirt_stop,
    .hurry = libvirt_hurry,
    .close = libvirt_close,
    .hypervisor = libvirt_hypervisor,
};
