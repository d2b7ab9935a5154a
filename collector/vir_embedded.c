// SPDX-License-Identifier: GPL-3.0-or-later
// libvirt's embedded QEMU driver: how its folder must look, how it is opened and hurried. No more
// of libvirt than collector/vir.h shows.
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "collector/process.h"
#include "collector/procfs.h"
#include "collector/vir.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/interrupt.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "common/sha256.h"

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

// libvirt, a library here, would log on our standard error: what it has to say goes into a file
// below the root, unless the user asks for it elsewhere.
static void quiet_log(const char *root)
{
    scope_free char *outputs = alloc_printf("4:file:%s/log/libvirt.log", root);
    setenv("LIBVIRT_DEBUG", "4", 0);
    setenv("LIBVIRT_LOG_OUTPUTS", outputs, 0);
}

size_t vir_kill_embedded(const char *root)
{
    const struct procfs procfs = {.root = ""};
    scope_free char *below = alloc_printf("%s/", root);
    return process_kill_all(&procfs, "qemu", below);
}

// An embedded driver being opened by a thread of its own: it may first ask QEMU, which takes
// seconds, or a minute where KVM is slow.
struct opening {
    char *uri;
    const char *program; // that is asked, "" for none but those that the driver asks by itself
    virConnectPtr connection;
    int result;
    struct err err;
    int done_fd;
};

static void *open_on_thread(void *context)
{
    struct opening *opening = context;
    opening->result = vir_open(opening->uri, &opening->connection, &opening->err);
    if (opening->result == 0 && *opening->program)
        opening->result = vir_ask_program(opening->connection, opening->program, &opening->err);
    eventfd_write(opening->done_fd, 1);
    return NULL;
}

static void wait_for_opening(const struct opening *opening, const char *root)
{
    enum { KILL_EVERY_MS = 50 };
    for (;;) {
        bool stop = interrupt_pending();
        struct pollfd polls[] = {
            {.fd = opening->done_fd, .events = POLLIN},
            {.fd = stop ? -1 : interrupt_fd(), .events = POLLIN},
        };
        poll(polls, 2, stop ? KILL_EVERY_MS : -1);
        if (polls[0].revents)
            return;
        if (interrupt_pending())
            vir_kill_embedded(root);
    }
}

// What a killed QEMU answered must not be remembered as what QEMU can do.
static void forget_answers(const char *root)
{
    scope_free char *path = alloc_printf("%s/cache/qemu/capabilities", root);
    path_remove_tree(path, NULL);
}

static int open_interruptibly(const char *root, const char *program, virConnectPtr *ret_connection,
                              struct err *err)
{
    scope_close int done_fd = eventfd(0, EFD_CLOEXEC);
    if (done_fd < 0)
        return err_system(err, errno, "eventfd");
    scope_free char *uri = alloc_printf("qemu:///embed?root=%s", root);
    struct opening opening = {.uri = uri, .program = program, .done_fd = done_fd};
    bool warm = vir_embedded_is_warm(root, program);
    pthread_t thread;
    int code = pthread_create(&thread, NULL, open_on_thread, &opening);
    if (code)
        return err_system(err, code, "thread");
    wait_for_opening(&opening, root);
    pthread_join(thread, NULL);
    if (interrupt_pending()) {
        vir_close(opening.connection);
        if (!warm)
            forget_answers(root);
        opening.result = err_interrupted(err);
    } else if (opening.result == 0) {
        *ret_connection = opening.connection;
    } else {
        vir_close(opening.connection);
    }
    err_move(err, &opening.err);
    return opening.result;
}

int vir_open_embedded(const char *root, const char *program, virConnectPtr *ret_connection,
                      struct err *err)
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
    return open_interruptibly(root, program, ret_connection, err);
}

// libvirt's files are named by a hash of the program's path.
bool vir_embedded_is_warm(const char *root, const char *program)
{
    char hash[SHA256_TEXT_SIZE];
    scope_free char *path = alloc_printf("%s/cache/qemu/capabilities", root);
    scope_free char *file =
        alloc_printf("%s/%s.xml", path, sha256_text(hash, program, strlen(program)));
    if (*program)
        return path_exists(file);
    scope_closedir DIR *dir = opendir(path);
    for (struct dirent *entry; dir && (entry = readdir(dir));)
        if (strstr(entry->d_name, ".xml"))
            return true;
    return false;
}
