// SPDX-License-Identifier: GPL-3.0-or-later
// ioctl(2) on a socket: no helper program, no netlink. Guests' taps are made by the hypervisor,
// which hangs them on the bridge and takes them with it when it dies.
#include "bench/bridge.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if_tun.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"

static int open_socket(void)
{
    return socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
}

static struct ifreq request_of(const char *name)
{
    struct ifreq request = {0};
    strncpy(request.ifr_name, name, IFNAMSIZ - 1);
    return request;
}

static int set_flags(int fd, const char *name, short set, short clear)
{
    struct ifreq request = request_of(name);
    if (ioctl(fd, SIOCGIFFLAGS, &request) < 0)
        return -errno;
    request.ifr_flags = (short)((request.ifr_flags | set) & ~clear);
    return ioctl(fd, SIOCSIFFLAGS, &request) < 0 ? -errno : 0;
}

static int set_address(int fd, const char *name, unsigned long what, uint32_t address)
{
    const struct sockaddr_in internet = {
        .sin_family = AF_INET,
        .sin_addr.s_addr = htonl(address),
    };
    struct ifreq request = request_of(name);
    memcpy(&request.ifr_addr, &internet, sizeof internet);
    return ioctl(fd, what, &request) < 0 ? -errno : 0;
}

static int get_address(int fd, const char *name, unsigned long what, uint32_t *ret_address)
{
    struct ifreq request = request_of(name);
    struct sockaddr_in internet;
    if (ioctl(fd, what, &request) < 0)
        return -errno;
    memcpy(&internet, &request.ifr_addr, sizeof internet);
    *ret_address = ntohl(internet.sin_addr.s_addr);
    return 0;
}

// Neighbour discovery of a protocol that no guest speaks would only be noise. A host without it has
// no such file.
static void silence_ipv6(const char *name)
{
    scope_free char *path = alloc_printf("/proc/sys/net/ipv6/conf/%s/disable_ipv6", name);
    scope_close int fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd >= 0 && write(fd, "1\n", 2) < 0)
        return;
}

static int set_up(int fd, const char *name, const struct ipv4_net *address)
{
    silence_ipv6(name);
    int result = set_address(fd, name, SIOCSIFADDR, address->address);
    if (result == 0)
        result = set_address(fd, name, SIOCSIFNETMASK, ipv4_mask(address->prefix));
    return result < 0 ? result : set_flags(fd, name, IFF_UP, 0);
}

int bridge_make(const char *name, const struct ipv4_net *address, struct err *err)
{
    scope_close int fd = open_socket();
    if (strlen(name) > BRIDGE_NAME_MAX)
        return err_input(err, "%s: too long for an interface's name", name);
    if (fd < 0 || ioctl(fd, SIOCBRADDBR, name) < 0)
        return err_system(err, errno, "making the bridge %s", name);
    int result = set_up(fd, name, address);
    if (result == 0)
        return 0;
    bridge_remove(name);
    return err_system(err, -result, "the address of the bridge %s", name);
}

void bridge_remove(const char *name)
{
    scope_close int fd = open_socket();
    if (fd < 0 || set_flags(fd, name, 0, IFF_UP) < 0)
        return;
    ioctl(fd, SIOCBRDELBR, name);
}

bool bridge_exists(const char *name)
{
    return if_nametoindex(name) != 0;
}

size_t bridge_sweep(const char *prefix)
{
    struct if_nameindex *names = if_nameindex();
    size_t count = 0;
    for (const struct if_nameindex *at = names; at && at->if_index; at++) {
        if (strncmp(at->if_name, prefix, strlen(prefix)) != 0)
            continue;
        bridge_remove(at->if_name);
        count += !bridge_exists(at->if_name);
    }
    if (names)
        if_freenameindex(names);
    return count;
}

int bridge_address(const char *name, struct ipv4_net *ret_address, struct err *err)
{
    scope_close int fd = open_socket();
    uint32_t address, mask;
    if (!bridge_exists(name))
        return err_system(err, ENODEV, "the interface %s", name);
    int result = fd < 0 ? -errno : get_address(fd, name, SIOCGIFADDR, &address);
    if (result == 0)
        result = get_address(fd, name, SIOCGIFNETMASK, &mask);
    if (result < 0)
        return err_system(err, -result, "the address of %s", name);
    *ret_address = (struct ipv4_net){
        .address = address,
        .prefix = (uint32_t)__builtin_popcount(mask),
    };
    return 0;
}

// A tap that nobody keeps: it is gone with its descriptor.
static int try_tap(void)
{
    struct ifreq request = {.ifr_flags = IFF_TAP | IFF_NO_PI};
    scope_close int fd = open("/dev/net/tun", O_RDWR | O_CLOEXEC);
    return fd < 0 || ioctl(fd, TUNSETIFF, &request) < 0 ? -errno : 0;
}

// Asks the kernel to remove a bridge of no possible name: it looks at the right to do so first.
static int try_bridge(void)
{
    scope_close int fd = open_socket();
    const char nobody[IFNAMSIZ] = "fh/none";
    if (fd < 0 || (ioctl(fd, SIOCBRDELBR, nobody) < 0 && errno != ENXIO && errno != ENODEV))
        return -errno;
    return 0;
}

bool bridge_possible(char **ret_why)
{
    int tap = try_tap();
    int bridge = tap < 0 ? 0 : try_bridge();
    if (tap == 0 && bridge == 0)
        return true;
    *ret_why =
        alloc_printf("%s: %s", tap < 0 ? "a tap" : "a bridge", strerror(tap < 0 ? -tap : -bridge));
    return false;
}
