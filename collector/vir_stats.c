// SPDX-License-Identifier: GPL-3.0-or-later
// A thread for each question, which shares the question with the one who asked: whoever lets go of
// it last frees it, so that a daemon that hangs holds up nobody.
#include "collector/vir_stats.h"

#include <libvirt/libvirt.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "collector/vir.h"
#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/err.h"

enum {
    GROUPS = VIR_DOMAIN_STATS_BALLOON | VIR_DOMAIN_STATS_VCPU | VIR_DOMAIN_STATS_INTERFACE |
             VIR_DOMAIN_STATS_BLOCK | VIR_DOMAIN_STATS_PERF | VIR_DOMAIN_STATS_DIRTYRATE,
    // A domain that is busy with another job is left out rather than waited for.
    FLAGS = VIR_CONNECT_GET_ALL_DOMAINS_STATS_ACTIVE | VIR_CONNECT_GET_ALL_DOMAINS_STATS_NOWAIT,
    PATIENCE_S = 2,
};

struct vir_stats_question {
    pthread_mutex_t lock; // over all below
    pthread_cond_t answered;
    unsigned holders;
    bool is_answered;
    virConnectPtr connection; // a reference of our own
    struct vir_stats stats;
};

static bool take_number(const virTypedParameter *parameter, uint64_t *ret_number)
{
    switch (parameter->type) {
    case VIR_TYPED_PARAM_INT:
        *ret_number = (uint64_t)(parameter->value.i < 0 ? 0 : parameter->value.i);
        return parameter->value.i >= 0;
    case VIR_TYPED_PARAM_UINT:
        *ret_number = parameter->value.ui;
        return true;
    case VIR_TYPED_PARAM_LLONG:
        *ret_number = (uint64_t)(parameter->value.l < 0 ? 0 : parameter->value.l);
        return parameter->value.l >= 0;
    case VIR_TYPED_PARAM_ULLONG:
        *ret_number = parameter->value.ul;
        return true;
    case VIR_TYPED_PARAM_BOOLEAN:
        *ret_number = parameter->value.b != 0;
        return true;
    default:
        return false;
    }
}

static void copy_field(struct vir_stats_domain *domain, const virTypedParameter *parameter)
{
    struct vir_stats_field field = {0};
    if (parameter->type == VIR_TYPED_PARAM_STRING)
        field.text = alloc_copy(parameter->value.s ? parameter->value.s : "");
    else if (!take_number(parameter, &field.number))
        return;
    field.name = alloc_copy(parameter->field);
    domain->fields[domain->field_count++] = field;
}

static void copy_record(struct vir_stats *stats, const virDomainStatsRecord *record)
{
    struct vir_stats_domain *domain = &stats->domains[stats->domain_count++];
    virDomainGetUUID(record->dom, domain->uuid);
    domain->fields = alloc_zeroed((size_t)record->nparams + 1, sizeof *domain->fields);
    for (int i = 0; i < record->nparams; i++)
        copy_field(domain, &record->params[i]);
}

static struct vir_stats ask(virConnectPtr connection)
{
    struct vir_stats stats = {0};
    virDomainStatsRecordPtr *records = NULL;
    int count = virConnectGetAllDomainStats(connection, GROUPS, &records, FLAGS);
    stats.at_ns = clock_realtime_ns();
    stats.mono_ns = clock_monotonic_ns();
    if (count < 0) {
        struct err err = {0};
        vir_fail(&err, "libvirt's bulk call");
        stats.why = alloc_copy(err_text(&err));
        err_done(&err);
        return stats;
    }
    stats.domains = alloc_zeroed((size_t)count + 1, sizeof *stats.domains);
    for (int i = 0; i < count; i++)
        copy_record(&stats, records[i]);
    virDomainStatsRecordListFree(records);
    return stats;
}

static void let_go(struct vir_stats_question *question)
{
    pthread_mutex_lock(&question->lock);
    bool is_last = --question->holders == 0;
    pthread_mutex_unlock(&question->lock);
    if (!is_last)
        return;
    virConnectClose(question->connection);
    vir_stats_done(&question->stats);
    pthread_cond_destroy(&question->answered);
    pthread_mutex_destroy(&question->lock);
    free(question);
}

static void *answer(void *context)
{
    struct vir_stats_question *question = context;
    struct vir_stats stats = ask(question->connection);
    pthread_mutex_lock(&question->lock);
    question->stats = stats;
    question->is_answered = true;
    pthread_cond_signal(&question->answered);
    pthread_mutex_unlock(&question->lock);
    let_go(question);
    return NULL;
}

// Signals are for the thread that waits for them.
static bool start_thread(struct vir_stats_question *question)
{
    sigset_t all, before;
    pthread_t thread;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int code = pthread_create(&thread, NULL, answer, question);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (code == 0)
        pthread_detach(thread);
    return code == 0;
}

struct vir_stats_question *vir_stats_ask(void *domain)
{
    struct vir_stats_question *question = alloc_zeroed(1, sizeof *question);
    *question = (struct vir_stats_question){
        .lock = PTHREAD_MUTEX_INITIALIZER,
        .answered = PTHREAD_COND_INITIALIZER,
        .holders = 2,
        .connection = virDomainGetConnect(domain),
    };
    virConnectRef(question->connection);
    if (start_thread(question))
        return question;
    question->holders = 1;
    let_go(question);
    return NULL;
}

bool vir_stats_answer(struct vir_stats_question *question, struct vir_stats *ret_stats)
{
    pthread_mutex_lock(&question->lock);
    bool is_answered = question->is_answered;
    if (is_answered) {
        *ret_stats = question->stats;
        question->stats = (struct vir_stats){0};
    }
    pthread_mutex_unlock(&question->lock);
    if (is_answered)
        let_go(question);
    return is_answered;
}

void vir_stats_give_up(struct vir_stats_question *question)
{
    struct timespec until;
    if (!question)
        return;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += PATIENCE_S;
    pthread_mutex_lock(&question->lock);
    int code = 0;
    while (!question->is_answered && code == 0)
        code = pthread_cond_timedwait(&question->answered, &question->lock, &until);
    pthread_mutex_unlock(&question->lock);
    let_go(question);
}

void vir_stats_done(struct vir_stats *stats)
{
    for (size_t i = 0; i < stats->domain_count; i++) {
        struct vir_stats_domain *domain = &stats->domains[i];
        for (size_t j = 0; j < domain->field_count; j++) {
            free(domain->fields[j].name);
            free(domain->fields[j].text);
        }
        free(domain->fields);
    }
    free(stats->domains);
    free(stats->why);
    *stats = (struct vir_stats){0};
}

void vir_stats_uuid(void *domain, unsigned char ret_uuid[VIR_STATS_UUID_SIZE])
{
    virDomainGetUUID(domain, ret_uuid);
}

const struct vir_stats_field *vir_stats_field(const struct vir_stats_domain *domain,
                                              const char *name)
{
    for (size_t i = 0; i < domain->field_count; i++)
        if (strcmp(domain->fields[i].name, name) == 0)
            return &domain->fields[i];
    return NULL;
}
