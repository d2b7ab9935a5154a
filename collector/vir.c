// SPDX-License-Identifier: GPL-3.0-or-later
// Opens libvirt connections and runs libvirt's event loop. The embedded driver's ways stand in
// vir_embedded.c.
#include "collector/vir.h"

#include <libvirt/virterror.h>
#include <pthread.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
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

// The program of a command line that begins with its environment.
static const char *program_of(const char *command, size_t *ret_length)
{
    const char *word = command;
    while (strcspn(word, "=") < strcspn(word, " )") && word[strcspn(word, " )")] == ' ')
        word += strcspn(word, " ") + 1;
    *ret_length = strcspn(word, " )");
    return word;
}

char *vir_shorten(const char *text)
{
    static const char opening[] = "Child process (";
    const char *begin = strstr(text, opening);
    const char *end = begin ? strstr(begin, ") unexpected ") : NULL;
    if (!end)
        return alloc_copy(text);
    begin += strlen(opening);
    size_t length;
    const char *program = program_of(begin, &length);
    return alloc_printf("%.*s%.*s ...%s", (int)(begin - text), text, (int)length, program, end);
}

int vir_fail(struct err *err, const char *what)
{
    virErrorPtr error = virGetLastError();
    scope_free char *text =
        vir_shorten(error && error->message ? error->message : "libvirt gave no reason");
    if (strstr(text, "Cannot find suitable emulator") || strstr(text, "no emulator"))
        return err_host(err, "apt-get install qemu-system-x86", "%s: %s", what, text);
    return err_host(err, NULL, "%s: %s", what, text);
}

static void start_events_once(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, start_events);
}

static int fail_to_open(const char *uri, struct err *err)
{
    scope_free char *what = alloc_printf("libvirt cannot open %s", uri);
    return vir_fail(err, what);
}

int vir_open(const char *uri, virConnectPtr *ret_connection, struct err *err)
{
    start_events_once();
    virConnectPtr connection = virConnectOpen(uri);
    if (!connection)
        return fail_to_open(uri, err);
    *ret_connection = connection;
    return 0;
}

int vir_open_to_read(const char *uri, virConnectPtr *ret_connection, struct err *err)
{
    enum { ASK_S = 10, ASKS = 3 };
    start_events_once();
    virConnectPtr connection = virConnectOpenReadOnly(uri);
    if (!connection)
        return fail_to_open(uri, err);
    // Not every driver has a line that can be asked.
    virConnectSetKeepAlive(connection, ASK_S, ASKS);
    *ret_connection = connection;
    return 0;
}

void vir_close(virConnectPtr connection)
{
    if (connection)
        virConnectClose(connection);
}

static void add_version(struct strbuf *text, const char *name, unsigned long version)
{
    strbuf_printf(text, "%s%s %lu.%lu.%lu", text->length ? ", " : "", name, version / 1000000,
                  version / 1000 % 1000, version % 1000);
}

int vir_ask_program(virConnectPtr connection, const char *program, struct err *err)
{
    scope_free char *answer =
        virConnectGetDomainCapabilities(connection, program, NULL, NULL, NULL, 0);
    return answer ? 0 : vir_fail(err, program);
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
