// SPDX-License-Identifier: GPL-3.0-or-later
// Boots it, with a hypervisor that calls the listener: at a migration that of the other host has
// called, too, before the guest runs there, so that the guest never finds itself alone.
#include "tests/live/twin_guest.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/domain_xml.h"
#include "collector/vir.h"
#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "tests/live/twin_listener.h"

// --- images ------------------------------------------------------------------------------------

static void say_nothing(void *context, const char *text)
{
    (void)context;
    (void)text;
}

int twin_images_open(const char *build_dir, const char *kernel, struct twin_images *ret_images,
                     struct err *err)
{
    struct twin_images images = {0};
    scope_free char *agent = path_join(build_dir, "fullhouse-guest");
    scope_free char *bare = path_join(build_dir, "fullhouse-bare");
    int result = workspace_open(&images.workspace, err);
    if (result < 0)
        return result;
    const struct platform_options options = {
        .workspace = &images.workspace,
        .connect = "",
        .kernel = kernel ? kernel : "",
        .agent = agent,
        .guest = kernel ? "appliance" : "bare",
        .bare = bare,
        .agent_test = "",
        .say = say_nothing,
    };
    result = guest_images_open(&options, domain_kind_find("tcg"), &images.images, err);
    if (result < 0)
        workspace_close(&images.workspace);
    else
        *ret_images = images;
    return result;
}

void twin_images_close(struct twin_images *images)
{
    guest_images_close(&images->images);
    workspace_close(&images->workspace);
}

// --- its life ----------------------------------------------------------------------------------

// Our guests' hypervisors listen; this one is to call.
static char *let_it_call(char *xml)
{
    static const char listens[] = "mode=\"bind\"";
    char *at = strstr(xml, listens);
    char *calls =
        at ? alloc_printf("%.*smode=\"connect\"%s", (int)(at - xml), xml, at + strlen(listens))
           : alloc_copy(xml);
    free(xml);
    return calls;
}

static char *describe(const struct twin *twin, const struct twin_images *images, const char *name,
                      uint64_t memory_bytes, const char *socket)
{
    scope_free char *console = alloc_printf("%s/%s.console", twin->root, name);
    scope_free char *words = alloc_printf("%s%s", images->images.command_line,
                                          images->images.is_program ? " fullhouse.cpus=1" : "");
    const struct domain_plan plan = {
        .name = name,
        .type = "qemu",
        .shape = {.vcpus = 1, .memory_bytes = memory_bytes},
        .cpu = "",
        .firmware = images->images.firmware,
        .kernel = images->images.kernel,
        .initramfs = images->images.initramfs,
        .command_line = words,
        .disk = "",
        .speaks_serial = images->images.speaks_serial,
        .is_program = images->images.is_program,
        .channel = socket,
        .console = console,
        .mark = images->workspace.mark,
        .node = -1,
    };
    return let_it_call(domain_xml_format(&plan));
}

static int boot(const struct twin_host *host, const char *xml, struct err *err)
{
    virConnectPtr connection;
    int result = vir_open(host->uri, &connection, err);
    if (result < 0)
        return result;
    virDomainPtr domain = virDomainCreateXML(connection, xml, 0);
    result = domain ? 0 : vir_fail(err, "starting a guest");
    if (domain)
        virDomainFree(domain);
    vir_close(connection);
    return result;
}

int twin_guest_start(const struct twin *twin, int host, const struct twin_images *images,
                     const char *name, uint64_t memory_bytes, struct twin_guest *ret_guest,
                     struct err *err)
{
    scope_free char *socket = alloc_printf("%s/%s.sock", twin->root, name);
    scope_free char *xml = describe(twin, images, name, memory_bytes, socket);
    struct twin_guest guest = {.name = alloc_copy(name)};
    int result = twin_listener_open(socket, &guest.listener, err);
    if (result == 0)
        result = boot(&twin->hosts[host], xml, err);
    if (result < 0)
        twin_guest_done(&guest);
    else
        *ret_guest = guest;
    return result;
}

int twin_guest_load(struct twin_guest *guest, const struct load *load, struct err *err)
{
    int result = twin_listener_begin(guest->listener, load, err);
    return result < 0 ? err_prefix(err, "%s", guest->name) : 0;
}

int twin_guest_await(struct twin_guest *guest, uint32_t more, struct err *err)
{
    const uint64_t patience_ns = 60 * CLOCK_NS_PER_SECOND, look_ns = 5 * CLOCK_NS_PER_MS;
    uint64_t until_ns = clock_monotonic_ns() + patience_ns;
    uint32_t goal = twin_listener_windows(guest->listener) + more;
    while (twin_listener_windows(guest->listener) < goal) {
        if (clock_monotonic_ns() > until_ns)
            return err_system(err, ETIMEDOUT, "%s tells no more", guest->name);
        clock_sleep_until_ns(clock_monotonic_ns() + look_ns);
    }
    return 0;
}

void twin_guest_done(struct twin_guest *guest)
{
    twin_listener_close(guest->listener);
    free(guest->name);
    *guest = (struct twin_guest){0};
}
