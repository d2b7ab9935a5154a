// SPDX-License-Identifier: GPL-3.0-or-later
// Main and looking thread share what lies behind the lock; the one that lets go last frees it.
#include "collector/vir_link.h"

#include <libvirt/libvirt.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "collector/vir.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"

// Of one look.
struct finding {
    virDomainPtr *domains; // NULL-terminated; NULL: none
    char *why;             // no libvirt, and why
};

struct shared {
    pthread_mutex_t lock; // over holders, is_looking, has_looked and fresh
    unsigned holders;
    bool is_looking, has_looked;
    struct finding fresh;
    char *uri;
    virConnectPtr connection; // the looking thread's, of which there is one at most
};

struct vir_link {
    struct shared *shared;
    struct finding current, stale; // stale: what a guest may still be said to have
};

static void drop_finding(struct finding *finding)
{
    for (size_t i = 0; finding->domains && finding->domains[i]; i++)
        virDomainFree(finding->domains[i]);
    free(finding->domains);
    free(finding->why);
    *finding = (struct finding){0};
}

static void let_go(struct shared *shared)
{
    pthread_mutex_lock(&shared->lock);
    bool is_last = --shared->holders == 0;
    pthread_mutex_unlock(&shared->lock);
    if (!is_last)
        return;
    drop_finding(&shared->fresh);
    vir_close(shared->connection);
    pthread_mutex_destroy(&shared->lock);
    free(shared->uri);
    free(shared);
}

struct vir_link *vir_link_new(const char *uri)
{
    struct vir_link *link = alloc_zeroed(1, sizeof *link);
    link->shared = alloc_zeroed(1, sizeof *link->shared);
    *link->shared = (struct shared){
        .lock = PTHREAD_MUTEX_INITIALIZER,
        .holders = 1,
        .uri = alloc_copy(uri),
    };
    return link;
}

void vir_link_free(struct vir_link *link)
{
    if (!link)
        return;
    drop_finding(&link->stale);
    drop_finding(&link->current);
    let_go(link->shared);
    free(link);
}

static int connect_to(struct shared *shared, struct err *err)
{
    if (shared->connection && virConnectIsAlive(shared->connection) == 1)
        return 0;
    vir_close(shared->connection);
    shared->connection = NULL;
    return vir_open_to_read(shared->uri, &shared->connection, err);
}

static struct finding find(struct shared *shared)
{
    struct finding finding = {0};
    struct err err = {0};
    if (connect_to(shared, &err) == 0 &&
        virConnectListAllDomains(shared->connection, &finding.domains,
                                 VIR_CONNECT_LIST_DOMAINS_ACTIVE) < 0)
        vir_fail(&err, "libvirt lists no domains");
    if (err.kind != ERR_NONE)
        finding.why = alloc_copy(err_text(&err));
    err_done(&err);
    return finding;
}

static void *look(void *context)
{
    struct shared *shared = context;
    struct finding finding = find(shared);
    pthread_mutex_lock(&shared->lock);
    drop_finding(&shared->fresh);
    shared->fresh = finding;
    shared->has_looked = true;
    shared->is_looking = false;
    pthread_mutex_unlock(&shared->lock);
    let_go(shared);
    return NULL;
}

// Signals are for the thread that waits for them.
static bool start_thread(struct shared *shared)
{
    sigset_t all, before;
    pthread_t thread;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int code = pthread_create(&thread, NULL, look, shared);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (code == 0)
        pthread_detach(thread);
    return code == 0;
}

void vir_link_look(struct vir_link *link)
{
    struct shared *shared = link->shared;
    pthread_mutex_lock(&shared->lock);
    bool is_free = !shared->is_looking;
    shared->is_looking = true;
    shared->holders += is_free;
    pthread_mutex_unlock(&shared->lock);
    if (!is_free || start_thread(shared))
        return;
    pthread_mutex_lock(&shared->lock);
    shared->is_looking = false;
    pthread_mutex_unlock(&shared->lock);
    let_go(shared);
}

bool vir_link_has_looked(struct vir_link *link)
{
    struct shared *shared = link->shared;
    pthread_mutex_lock(&shared->lock);
    bool has_looked = shared->has_looked;
    struct finding fresh = {0};
    if (has_looked) {
        fresh = shared->fresh;
        shared->fresh = (struct finding){0};
        shared->has_looked = false;
    }
    pthread_mutex_unlock(&shared->lock);
    if (!has_looked)
        return false;
    drop_finding(&link->stale);
    link->stale = link->current;
    link->current = fresh;
    return true;
}

void *vir_link_domain(const struct vir_link *link, const char *uuid, const char *name)
{
    char own[VIR_UUID_STRING_BUFLEN];
    for (size_t i = 0; link->current.domains && link->current.domains[i]; i++) {
        virDomainPtr domain = link->current.domains[i];
        bool is_it = *uuid ? virDomainGetUUIDString(domain, own) == 0 && strcasecmp(own, uuid) == 0
                           : strcmp(virDomainGetName(domain), name) == 0;
        if (is_it)
            return domain;
    }
    return NULL;
}

const char *vir_link_why(const struct vir_link *link)
{
    return link->current.why;
}
