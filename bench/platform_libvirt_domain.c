// SPDX-License-Identifier: GPL-3.0-or-later
// One guest as a libvirt domain, from its start to its end. What the agent inside says is fleet.c's
// business.
#include "bench/platform_libvirt_state.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "bench/affinity.h"
#include "bench/agent_fault.h"
#include "bench/disk_room.h"
#include "bench/domain_xml.h"
#include "bench/network.h"
#include "bench/overlay.h"
#include "bench/platform_libvirt_pump.h"
#include "bench/platform_verbs.h"
#include "collector/vir.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "common/model/disk.h"
#include "common/wire/message.h"

// Of a disk that only keeps snapshots' memory, for guests that have no other.
enum { STATES_BYTES = 1 << 20 };

static char *domain_name(const struct libvirt_platform *platform, uint32_t index)
{
    return alloc_printf("fullhouse-%.8s-%u", platform->mark, index);
}

// What connects one guest; nothing where the load needs no network.
static int place_guest(const struct libvirt_platform *platform, uint32_t index,
                       struct network_place *ret_place, struct err *err)
{
    *ret_place = (struct network_place){0};
    return platform->base.network ? network_place(platform->base.network, index, ret_place, err)
                                  : 0;
}

// What differs from guest to guest. A program without an operating system has no table to count its
// CPUs in: it is told.
static char *command_line(const struct libvirt_platform *platform, const struct guest_spec *spec,
                          const struct network_place *place)
{
    const struct guest_images *images = &platform->images;
    scope_free char *fault = agent_fault_of(platform->agent_test, spec->index);
    scope_free char *cpus =
        images->is_program ? alloc_printf(" fullhouse.cpus=%u", spec->shape.vcpus) : alloc_copy("");
    const char *net = place->words ? place->words : "";
    return alloc_printf("%s%s%s%s%s%s", images->command_line, cpus, *net ? " fullhouse.net=" : "",
                        net, *fault ? " fullhouse.test=" : "", fault);
}

// Only an operating system finds what is plugged in.
static bool has_room(const struct libvirt_platform *platform)
{
    return platform->has_life && !platform->images.is_program;
}

static struct domain_disk describe_data(const struct libvirt_platform *platform,
                                        const struct libvirt_domain *handle)
{
    const struct disk *wish = platform->disks.wish;
    if (!handle->data)
        return (struct domain_disk){0};
    return (struct domain_disk){
        .path = handle->data,
        .is_block = wish->backing == DISK_BACKING_BLOCK,
        .cache = disk_cache_name(wish->cache),
        .aio = disk_aio_name(wish->aio),
        .iops = wish->iops,
        .bandwidth_hz = wish->bandwidth_hz,
    };
}

// On a full disk libvirt names the file that it could not write, not why.
static int fail_to_start(const struct libvirt_platform *platform, struct err *err)
{
    scope_free char *lack = disk_room_lack("disk", platform->root);
    int result = vir_fail(err, "starting a guest");
    return lack ? err_prefix(err, "%s", lack) : result;
}

// What is sent over a serial line before somebody listens is lost: such a guest waits until we do,
// where its driver can make it.
static bool starts_paused(const struct libvirt_platform *platform)
{
    return platform->images.speaks_serial && !platform->kind->is_late;
}

static int create_domain(const struct libvirt_platform *platform, const struct guest_spec *spec,
                         const char *console, struct libvirt_domain *handle, struct err *err)
{
    const struct guest_images *images = &platform->images;
    scope_free char *name = domain_name(platform, spec->index);
    __attribute__((cleanup(network_place_done))) struct network_place place;
    int result = place_guest(platform, spec->index, &place, err);
    if (result < 0)
        return result;
    scope_free char *words = command_line(platform, spec, &place);
    const struct domain_plan plan = {
        .name = name,
        .type = platform->kind->type,
        .kind = platform->kind,
        .index = spec->index,
        .way = images->way,
        .medium = images->medium,
        .shape = spec->shape,
        .backing = platform->backing,
        .cpu = platform->cpu,
        .emulator = platform->emulator ? platform->emulator->program : NULL,
        .machine = platform->emulator ? platform->emulator->machine : NULL,
        .firmware = images->firmware,
        .kernel = images->kernel,
        .initramfs = images->initramfs,
        .command_line = words,
        .disk = handle->layer ? handle->layer : "",
        .speaks_serial = images->speaks_serial,
        .is_program = images->is_program,
        .channel = handle->socket ? handle->socket : "",
        .console = console,
        .interface = place.interface,
        .data = describe_data(platform, handle),
        .mark = platform->mark,
        .module_bytes = has_room(platform) ? PLATFORM_MODULE_BYTES : 0,
        .states = handle->states,
        .cpu_quota_ratio = libvirt_quota_wanted(&platform->quota),
        .home = spec->home,
        .node = spec->node,
    };
    scope_free char *xml = domain_xml_format(&plan);
    handle->domain = virDomainCreateXML(platform->connection, xml,
                                        starts_paused(platform) ? VIR_DOMAIN_START_PAUSED : 0);
    return handle->domain ? 0 : fail_to_start(platform, err);
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
    if (!libvirt_is_embedded(platform))
        return 0;
    scope_free char *name = domain_name(platform, index);
    scope_free char *path = alloc_printf("%s/run/qemu/%s.pid", platform->root, name);
    scope_free char *text = NULL;
    return path_read(path, 64, &text, NULL, NULL) < 0 ? 0 : (pid_t)atoi(text);
}

static int open_channel(const struct libvirt_platform *platform, struct libvirt_domain *handle,
                        struct err *err)
{
    if (handle->socket)
        return connect_socket(handle->socket, err);
    int fd;
    const char *port = platform->images.speaks_serial ? NULL : WIRE_PORT_NAME;
    int result = pump_open(handle->domain, port, &handle->pump, &fd, err);
    return result < 0 ? result : fd;
}

// A daemon binds a guest as its XML says, or does not start it; where we see the process ourselves
// nothing is taken on trust.
static int bind_domain(const struct libvirt_platform *platform, const struct guest_spec *spec,
                       struct err *err)
{
    pid_t pid = read_pid(platform, spec->index);
    bool has_home = spec->home && *spec->home;
    return has_home && pid > 0 ? affinity_bind_vcpus(pid, spec->home, spec->shape.vcpus, err) : 0;
}

static int join_group(const struct libvirt_platform *platform, struct libvirt_domain *handle,
                      struct err *err)
{
    return libvirt_quota_join(&platform->quota, handle->index, handle->shape.vcpus,
                              read_pid(platform, handle->index), &handle->group, err);
}

// Where libvirt turns out to have no control groups, once more without.
static int create_limited(struct libvirt_platform *platform, const struct guest_spec *spec,
                          const char *console, struct libvirt_domain *handle, struct err *err)
{
    struct err why = {0};
    int result = create_domain(platform, spec, console, handle, &why);
    if (result < 0 && libvirt_quota_retries(&platform->quota, &why)) {
        err_done(&why);
        result = create_domain(platform, spec, console, handle, &why);
    }
    err_move(err, &why);
    return result < 0 ? result : join_group(platform, handle, err);
}

// The descriptor on which it speaks, or negative errno.
static int run_domain(struct libvirt_platform *platform, const struct guest_spec *spec,
                      const char *console, struct libvirt_domain *handle, struct err *err)
{
    int result = create_limited(platform, spec, console, handle, err);
    if (result == 0)
        result = bind_domain(platform, spec, err);
    if (result < 0)
        return result;
    scope_close int fd = open_channel(platform, handle, err);
    if (fd >= 0 && starts_paused(platform) && virDomainResume(handle->domain) < 0)
        return vir_fail(err, "letting a guest run");
    return scope_take_fd(fd);
}

static void remove_file(char *path)
{
    if (path)
        unlink(path);
    free(path);
}

static void free_domain(const struct data_disks *disks, struct libvirt_domain *handle)
{
    pump_close(handle->pump);
    if (handle->domain) {
        virDomainDestroy(handle->domain);
        virDomainFree(handle->domain);
    }
    control_group_remove(&handle->group);
    remove_file(handle->socket);
    data_disk_remove(disks, handle->data);
    remove_file(handle->layer);
    remove_file(handle->states);
    remove_file(handle->saved);
    free(handle);
}

// What a guest needs whose life is measured.
static int make_life_files(const struct guest_images *images, uint32_t index,
                           struct libvirt_domain *handle, struct err *err)
{
    handle->saved = alloc_printf("%s/%u.saved", images->dir, index);
    if (handle->layer)
        return 0;
    handle->states = alloc_printf("%s/%u.states", images->dir, index);
    return overlay_write(handle->states, "", "", STATES_BYTES, err);
}

// Its own files: a socket where the driver is ours, a layer over the disk that all share.
static int make_files(const struct libvirt_platform *platform, uint32_t index,
                      struct libvirt_domain *handle, struct err *err)
{
    const struct guest_images *images = &platform->images;
    if (libvirt_is_embedded(platform))
        handle->socket = alloc_printf("%s/%u.sock", images->dir, index);
    int result = 0;
    if (*images->disk) {
        handle->layer = alloc_printf("%s/%u.qcow2", images->dir, index);
        result = overlay_write(handle->layer, images->disk, images->disk_format, images->disk_bytes,
                               err);
    }
    if (result == 0 && platform->disks.wish)
        result = data_disk_make(&platform->disks, index, &handle->data, err);
    if (result == 0 && platform->has_life)
        result = make_life_files(images, index, handle, err);
    return result;
}

int libvirt_start(struct platform *base, const struct guest_spec *spec,
                  struct platform_guest *ret_guest, struct err *err)
{
    struct libvirt_platform *platform = (struct libvirt_platform *)base;
    scope_free char *console = alloc_printf("%s/%u.console", platform->images.dir, spec->index);
    struct libvirt_domain *handle = alloc_zeroed(1, sizeof *handle);
    handle->index = spec->index;
    handle->shape = spec->shape;
    int fd = make_files(platform, spec->index, handle, err);
    if (fd == 0)
        fd = run_domain(platform, spec, console, handle, err);
    if (fd < 0) {
        free_domain(&platform->disks, handle);
        unlink(console);
        return fd;
    }
    *ret_guest = (struct platform_guest){
        .channel_fd = fd,
        .pid = read_pid(platform, spec->index),
        .is_noisy = platform->images.speaks_serial && !platform->images.is_program,
        .console = platform->images.is_program ? NULL : scope_take(console),
        .handle = handle,
    };
    return 0;
}

int libvirt_reconnect(struct libvirt_platform *platform, struct platform_guest *guest,
                      struct err *err)
{
    struct libvirt_domain *handle = guest->handle;
    libvirt_disconnect(guest);
    int fd = open_channel(platform, handle, err);
    if (fd < 0)
        return fd;
    guest->channel_fd = fd;
    guest->pid = read_pid(platform, handle->index);
    return join_group(platform, handle, err);
}

void libvirt_disconnect(struct platform_guest *guest)
{
    struct libvirt_domain *handle = guest->handle;
    if (guest->channel_fd >= 0)
        close(guest->channel_fd);
    guest->channel_fd = -1;
    pump_close(handle->pump);
    handle->pump = NULL;
}

// Nothing in a guest is worth a graceful end, and libvirt looks for a dead process only every 200
// ms.
void libvirt_stop(struct platform *base, struct platform_guest *guest)
{
    const struct libvirt_platform *platform = (const struct libvirt_platform *)base;
    if (guest->channel_fd >= 0)
        close(guest->channel_fd);
    if (guest->pid > 0)
        kill(guest->pid, SIGKILL);
    if (guest->handle)
        free_domain(&platform->disks, guest->handle);
    if (guest->console)
        unlink(guest->console);
    free(guest->console);
    *guest = (struct platform_guest){.channel_fd = -1};
}
