// SPDX-License-Identifier: GPL-3.0-or-later
// Virtio ports by their names in /sys, serial lines by path.
#include "workloads/linux/port.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <termios.h>

#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/scope.h"

static const char sys_ports[] = "/sys/class/virtio-ports";
enum { LOOK_AGAIN_MS = 5 };

static int is_named(const char *entry, const char *name)
{
    scope_free char *path = alloc_printf("%s/%s/name", sys_ports, entry);
    scope_free char *text = NULL;

    if (entry[0] == '.' || path_read(path, 4096, &text, NULL, NULL) < 0)
        return 0;
    text[strcspn(text, "\n")] = '\0';
    return strcmp(text, name) == 0;
}

// "vport1p1" for a port's name as a new string, or NULL.
static char *device_of(const char *name)
{
    scope_closedir DIR *dir = opendir(sys_ports);
    struct dirent *entry;

    while (dir && (entry = readdir(dir)))
        if (is_named(entry->d_name, name))
            return alloc_copy(entry->d_name);
    return NULL;
}

int port_open_virtio(const char *name, uint64_t deadline_ns, struct err *err)
{
    scope_free char *device = device_of(name);
    scope_free char *path = NULL;
    int fd;

    // Its name comes by a control message of its own, of which no event tells.
    while (!device && clock_monotonic_ns() < deadline_ns) {
        clock_sleep_until_ns(clock_monotonic_ns() + LOOK_AGAIN_MS * CLOCK_NS_PER_MS);
        device = device_of(name);
    }
    if (!device)
        return err_system(err, ENOENT, "virtio port %s", name);
    path = path_join("/dev", device);
    fd = open(path, O_RDWR | O_CLOEXEC | O_NONBLOCK);
    return fd < 0 ? err_system(err, errno, "%s", path) : fd;
}

int port_open_serial(const char *path, struct err *err)
{
    scope_close int fd = open(path, O_RDWR | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    struct termios mode;

    if (fd < 0 || tcgetattr(fd, &mode) < 0)
        return err_system(err, errno, "%s", path);
    cfmakeraw(&mode);
    mode.c_cflag |= CLOCAL | CREAD;
    cfsetspeed(&mode, B115200);
    if (tcsetattr(fd, TCSANOW, &mode) < 0)
        return err_system(err, errno, "%s", path);
    return scope_take_fd(fd);
}
