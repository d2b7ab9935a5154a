// SPDX-License-Identifier: GPL-3.0-or-later
// ioctl(2) on a socket, as ifconfig and route have it.
#include "workloads/linux/interface.h"

#include <arpa/inet.h>
#include <errno.h>
#include <net/if.h>
#include <net/route.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/ipv4.h"
#include "common/base/scope.h"

struct settings {
    struct ipv4_net net;
    uint32_t gateway; // 0: none
};

static int parse(const char *text, struct settings *ret_settings, struct err *err)
{
    scope_free char *words = alloc_copy(text);
    struct settings settings = {0};
    char *rest = words;
    const char *net = strsep(&rest, ",");
    int rc = ipv4_parse_net(net, &settings.net, err);

    if (rc == 0 && rest)
        rc = ipv4_parse(rest, &settings.gateway, err);
    if (rc == 0)
        *ret_settings = settings;
    return rc;
}

static void set_address(struct sockaddr *ret_address, uint32_t address)
{
    const struct sockaddr_in internet = {
        .sin_family = AF_INET,
        .sin_addr.s_addr = htonl(address),
    };

    memcpy(ret_address, &internet, sizeof internet);
}

static struct ifreq request_of(const char *name)
{
    struct ifreq request = {0};

    strncpy(request.ifr_name, name, IFNAMSIZ - 1);
    return request;
}

static int put_address(int fd, const char *name, unsigned long what, uint32_t address,
                       struct err *err)
{
    struct ifreq request = request_of(name);

    set_address(&request.ifr_addr, address);
    return ioctl(fd, what, &request) < 0 ? err_system(err, errno, "the address of %s", name) : 0;
}

static int put_up(int fd, const char *name, struct err *err)
{
    struct ifreq request = request_of(name);

    if (ioctl(fd, SIOCGIFFLAGS, &request) < 0)
        return err_system(err, errno, "%s", name);
    request.ifr_flags |= IFF_UP | IFF_RUNNING;
    return ioctl(fd, SIOCSIFFLAGS, &request) < 0 ? err_system(err, errno, "bringing up %s", name)
                                                 : 0;
}

static int put_gateway(int fd, const char *name, uint32_t gateway, struct err *err)
{
    scope_free char *device = alloc_copy(name);
    struct rtentry route = {.rt_flags = RTF_UP | RTF_GATEWAY, .rt_dev = device};

    set_address(&route.rt_dst, 0);
    set_address(&route.rt_genmask, 0);
    set_address(&route.rt_gateway, gateway);
    return ioctl(fd, SIOCADDRT, &route) < 0 ? err_system(err, errno, "the gateway") : 0;
}

// The name of the first interface that is no loopback, as a new string, or NULL.
static char *find(void)
{
    struct if_nameindex *names = if_nameindex();
    char *found = NULL;

    for (const struct if_nameindex *at = names; at && at->if_index && !found; at++)
        if (strcmp(at->if_name, "lo") != 0)
            found = alloc_copy(at->if_name);
    if (names)
        if_freenameindex(names);
    return found;
}

static int set_up(int fd, const char *name, const struct settings *settings, struct err *err)
{
    int rc = put_address(fd, name, SIOCSIFADDR, settings->net.address, err);

    if (rc == 0)
        rc = put_address(fd, name, SIOCSIFNETMASK, ipv4_mask(settings->net.prefix), err);
    if (rc == 0)
        rc = put_up(fd, name, err);
    if (rc == 0 && settings->gateway)
        rc = put_gateway(fd, name, settings->gateway, err);
    return rc;
}

int interface_up(const char *text, uint32_t *ret_address, struct err *err)
{
    scope_close int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    struct settings settings = {0};
    scope_free char *name = NULL;
    int rc = fd < 0 ? err_system(err, errno, "a socket") : parse(text, &settings, err);

    if (rc == 0)
        rc = put_up(fd, "lo", err);
    if (rc < 0)
        return rc;
    name = find();
    if (!name)
        return err_system(err, ENODEV, "an interface for %s", text);
    rc = set_up(fd, name, &settings, err);
    if (rc == 0)
        *ret_address = settings.net.address;
    return rc;
}
