// SPDX-License-Identifier: GPL-3.0-or-later
// Opens libvirt connections; knows how the embedded driver wants its folder to look.
#include "collector/vir.h"

#include <errno.h>
#include <libvirt/virterror.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"

// libvirt would print every error; ours travel in struct err instead.
static void swallow(void *context, virErrorPtr error)
{
    (void)context;
    (void)error;
}

static void *run_events(void *context)
{
    (void)context;
    while (virEventRunDefaultImpl() == 0)
        ;
    return NULL;
}

static void start_events(void)
{
    virSetErrorFunc(NULL, swallow);
    pthread_t thread;
    if (virInitialize() == 0 && virEventRegisterDefaultImpl() == 0 &&
        pthread_create(&thread, NULL, run_events, NULL) == 0)
        pthread_detach(thread);
}

int vir_fail(struct err *err, const char *what)
{
    virErrorPtr error = virGetLastError();
    const char *text = error && error->message ? error->message : "libvirt gave no reason";
    if (strstr(text, "Cannot find suitable emulator") || strstr(text, "no emulator"))
        return err_host(err, "apt-get install qemu-system-x86", "%s: %s", what, text);
    return err_host(err, NULL, "%s: %s", what, text);
}

int vir_open(const char *uri, virConnectPtr *ret_connection, struct err *err)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, start_events);
    virConnectPtr connection = virConnectOpen(uri);
    if (!connection) {
        scope_free char *what = alloc_printf("libvirt cannot open %s", uri);
        return vir_fail(err, what);
    }
    *ret_connection = connection;
    return 0;
}

void vir_close(virConnectPtr connection)
{
    if (connection)
        virConnectClose(connection);
}

// No virtlogd, no security driver, no labels to restore, no control groups and no mount namespace:
// our guests are disposable, and what is not set up need not be cleaned up. As root QEMU stays
// root, or libvirt would ask QEMU for its capabilities anew for every single domain.
static int write_config(const char *root, struct err *err)
{
    scope_strbuf struct strbuf config = {0};
    strbuf_add(&config, "stdio_handler = \"file\"\n"
                        "security_driver = \"none\"\n"
                        "remember_owner = 0\n"
                        "cgroup_controllers = []\n"
                        "namespaces = []\n");
    if (geteuid() == 0)
        strbuf_add(&config, "user = \"root\"\ngroup = \"root\"\n");
    scope_free char *dir = path_join(root, "etc");
    scope_free char *path = path_join(dir, "qemu.conf");
    int result = path_make_dirs(dir, err);
    return result < 0 ? result : path_write(path, config.text, config.length, 0600, err);
}

// libvirt, a library here, would log on our standard error: what it has to say goes into a file below
// the root, unless the user asks for it elsewhere.
static void quiet_log(const char *root)
{
    scope_free char *outputs = alloc_printf("4:file:%s/log/libvirt.log", root);
    setenv("LIBVIRT_DEBUG", "4", 0);
    setenv("LIBVIRT_LOG_OUTPUTS", outputs, 0);
}

int vir_open_embedded(const char *root, virConnectPtr *ret_connection, struct err *err)
{
    if (strlen(root) > VIR_EMBEDDED_ROOT_MAX)
        return err_input(err,
                         "%s: too long for libvirt's sockets (%zu bytes, at most %d): set "
                         "FULLHOUSE_CACHE to a shorter folder",
                         root, strlen(root), VIR_EMBEDDED_ROOT_MAX);
    int result = write_config(root, err);
    if (result < 0)
        return result;
    scope_free char *log = path_join(root, "log");
    result = path_make_dirs(log, err);
    if (result < 0)
        return result;
    quiet_log(root);
    scope_free char *uri = alloc_printf("qemu:///embed?root=%s", root);
    return vir_open(uri, ret_connection, err);
}

bool vir_embedded_is_warm(const char *root)
{
    scope_free char *path = alloc_printf("%s/cache/qemu/capabilities", root);
    scope_closedir DIR *dir = opendir(path);
    for (struct dirent *entry; dir && (entry = readdir(dir));)
        if (strstr(entry->d_name, ".xml"))
            return true;
    return false;
}

static void add_version(struct strbuf *text, const char *name, unsigned long version)
{
    strbuf_printf(text, "%s%s %lu.%lu.%lu", text->length ? ", " : "", name, version / 1000000,
                  version / 1000 % 1000, version % 1000);
}

char *vir_versions(virConnectPtr connection)
{
    struct strbuf text = {0};
    unsigned long version;
    const char *type = virConnectGetType(connection);
    if (virConnectGetVersion(connection, &version) == 0 && version)
        add_version(&text, type ? type : "hypervisor", version);
    if (virConnectGetLibVersion(connection, &version) == 0)
        add_version(&text, "libvirt", version);
    return strbuf_take(&text);
}
