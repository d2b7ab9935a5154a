// SPDX-License-Identifier: GPL-3.0-or-later
// Reads libvirt's list of domains, and its bulk call field by field.
#include "collector/vir_guest.h"

#include <errno.h>
#include <libvirt/virterror.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/scope.h"

enum {
    GROUPS = VIR_DOMAIN_STATS_STATE | VIR_DOMAIN_STATS_CPU_TOTAL | VIR_DOMAIN_STATS_BALLOON |
             VIR_DOMAIN_STATS_VCPU | VIR_DOMAIN_STATS_INTERFACE | VIR_DOMAIN_STATS_BLOCK |
             VIR_DOMAIN_STATS_DIRTYRATE,
    KIB = 1024,
    DIRTYRATE_MEASURED = 2,
};

static enum vir_guest_state name_state(int state, int reason)
{
    switch (state) {
    case VIR_DOMAIN_SHUTOFF:
    case VIR_DOMAIN_CRASHED:
        return VIR_GUEST_OFF;
    case VIR_DOMAIN_PAUSED:
        if (reason == VIR_DOMAIN_PAUSED_STARTING_UP)
            return VIR_GUEST_ARRIVING;
        // Both ends of a migration are stopped "for migration".
        return reason == VIR_DOMAIN_PAUSED_MIGRATION ? VIR_GUEST_LEFT : VIR_GUEST_PAUSED;
    default:
        return VIR_GUEST_RUNNING;
    }
}

static struct vir_guest blank(virDomainPtr domain, enum vir_guest_state state)
{
    const char *name = virDomainGetName(domain);
    return (struct vir_guest){
        .name = alloc_copy(name ? name : ""),
        .state = state,
        .vcpus = NAN,
        .memory_bytes = NAN,
        .used_bytes = NAN,
        .cpu_s = NAN,
        .disk_requests = NAN,
        .network_bytes = NAN,
        .disk_bytes = NAN,
        .dirty_bytes_hz = NAN,
    };
}

// --- figures -----------------------------------------------------------------------------------

static double number_of(const virTypedParameter *parameter)
{
    switch (parameter->type) {
    case VIR_TYPED_PARAM_INT:
        return parameter->value.i;
    case VIR_TYPED_PARAM_UINT:
        return parameter->value.ui;
    case VIR_TYPED_PARAM_LLONG:
        return (double)parameter->value.l;
    case VIR_TYPED_PARAM_ULLONG:
        return (double)parameter->value.ul;
    default:
        return NAN;
    }
}

static double find(const virDomainStatsRecord *record, const char *field)
{
    for (int i = 0; i < record->nparams; i++)
        if (strcmp(record->params[i].field, field) == 0)
            return number_of(&record->params[i]);
    return NAN;
}

// "block.3.rd.reqs" is group "block." and rest "rd.reqs".
static bool is_field(const char *field, const char *group, const char *rest)
{
    size_t length = strlen(group);
    if (strncmp(field, group, length) != 0)
        return false;
    field += length;
    size_t digits = strspn(field, "0123456789");
    return digits > 0 && field[digits] == '.' && strcmp(field + digits + 1, rest) == 0;
}

// Over all devices of a group; nothing where no device tells.
static double add_up(const virDomainStatsRecord *record, const char *group, const char *rest)
{
    double sum = NAN;
    for (int i = 0; i < record->nparams; i++)
        if (is_field(record->params[i].field, group, rest))
            sum = (isnan(sum) ? 0 : sum) + number_of(&record->params[i]);
    return sum;
}

static double dirty_rate(const virDomainStatsRecord *record)
{
    return find(record, "dirtyrate.calc_status") == DIRTYRATE_MEASURED
               ? find(record, "dirtyrate.megabytes_per_second") * KIB * KIB
               : NAN;
}

// Every hypervisor tells this much, also where the bulk call does not.
static void fill_from_info(virDomainPtr domain, struct vir_guest *guest)
{
    virDomainInfo info;
    if (virDomainGetInfo(domain, &info) < 0)
        return;
    if (isnan(guest->vcpus))
        guest->vcpus = info.nrVirtCpu;
    if (isnan(guest->memory_bytes))
        guest->memory_bytes = (double)info.maxMem * KIB;
    if (isnan(guest->cpu_s) && guest->state != VIR_GUEST_OFF)
        guest->cpu_s = (double)info.cpuTime / (double)CLOCK_NS_PER_SECOND;
}

static struct vir_guest read_record(const virDomainStatsRecord *record)
{
    int reason = (int)find(record, "state.reason");
    struct vir_guest guest =
        blank(record->dom, name_state((int)find(record, "state.state"), reason));
    guest.vcpus = find(record, "vcpu.current");
    guest.memory_bytes = find(record, "balloon.maximum") * KIB;
    guest.used_bytes = find(record, "balloon.rss") * KIB;
    guest.cpu_s = find(record, "cpu.time") / (double)CLOCK_NS_PER_SECOND;
    guest.disk_requests = add_up(record, "block.", "rd.reqs") + add_up(record, "block.", "wr.reqs");
    guest.network_bytes = add_up(record, "net.", "rx.bytes") + add_up(record, "net.", "tx.bytes");
    guest.disk_bytes = add_up(record, "block.", "capacity");
    guest.dirty_bytes_hz = dirty_rate(record);
    if (isnan(guest.vcpus) || isnan(guest.memory_bytes) || isnan(guest.cpu_s))
        fill_from_info(record->dom, &guest);
    return guest;
}

int vir_guests_read(virConnectPtr connection, struct vir_guests *ret_guests, struct err *err)
{
    virDomainStatsRecordPtr *records = NULL;
    int count = virConnectGetAllDomainStats(connection, GROUPS, &records,
                                            VIR_CONNECT_GET_ALL_DOMAINS_STATS_NOWAIT);
    if (count < 0)
        return vir_fail(err, "asking for the guests' figures");
    struct vir_guests guests = {.at_ns = clock_monotonic_ns()};
    guests.list = alloc_zeroed((size_t)count + 1, sizeof *guests.list);
    for (int i = 0; i < count; i++)
        guests.list[guests.count++] = read_record(records[i]);
    virDomainStatsRecordListFree(records);
    *ret_guests = guests;
    return 0;
}

// --- which there are ---------------------------------------------------------------------------

static void free_domains(virDomainPtr *domains)
{
    for (size_t i = 0; domains[i]; i++)
        virDomainFree(domains[i]);
    free(domains);
}

// One that has gone since it was listed is not there.
static bool take_domain(virDomainPtr domain, struct vir_guest *ret_guest)
{
    int state, reason;
    if (virDomainGetState(domain, &state, &reason, 0) < 0)
        return false;
    *ret_guest = blank(domain, name_state(state, reason));
    return true;
}

int vir_guests_list(virConnectPtr connection, struct vir_guests *ret_guests, struct err *err)
{
    virDomainPtr *domains;
    int count = virConnectListAllDomains(connection, &domains, 0);
    if (count < 0)
        return vir_fail(err, "asking which guests there are");
    struct vir_guests guests = {.at_ns = clock_monotonic_ns()};
    guests.list = alloc_zeroed((size_t)count + 1, sizeof *guests.list);
    for (int i = 0; i < count; i++)
        guests.count += take_domain(domains[i], &guests.list[guests.count]);
    free_domains(domains);
    *ret_guests = guests;
    return 0;
}

void vir_guests_done(struct vir_guests *guests)
{
    if (!guests)
        return;
    for (size_t i = 0; i < guests->count; i++)
        free(guests->list[i].name);
    free(guests->list);
    *guests = (struct vir_guests){0};
}

void vir_guests_watch_memory(virConnectPtr connection, int seconds)
{
    virDomainPtr *domains;
    if (virConnectListAllDomains(connection, &domains, VIR_CONNECT_LIST_DOMAINS_RUNNING) < 0)
        return;
    for (size_t i = 0; domains[i]; i++)
        virDomainStartDirtyRateCalc(domains[i], seconds, 0);
    free_domains(domains);
}

// --- one of them -------------------------------------------------------------------------------

// The end that a migration comes to tells nothing of it: that is for the one it comes from.
static enum vir_guest_state tell_ends_apart(virDomainPtr domain, bool *ret_is_busy)
{
    virDomainJobInfo info;
    if (virDomainGetJobInfo(domain, &info) == 0) {
        *ret_is_busy = info.type != VIR_DOMAIN_JOB_NONE;
        return VIR_GUEST_LEFT;
    }
    *ret_is_busy = true;
    return virGetLastErrorCode() == VIR_ERR_OPERATION_INVALID ? VIR_GUEST_ARRIVING : VIR_GUEST_LEFT;
}

static bool is_busy(virDomainPtr domain)
{
    virDomainJobInfo info;
    return virDomainGetJobInfo(domain, &info) == 0 && info.type != VIR_DOMAIN_JOB_NONE;
}

static int look(virDomainPtr domain, enum vir_guest_state *ret_state, bool *ret_is_busy)
{
    int code, reason;
    if (virDomainGetState(domain, &code, &reason, 0) < 0)
        return -1;
    *ret_state = name_state(code, reason);
    if (*ret_state == VIR_GUEST_LEFT)
        *ret_state = tell_ends_apart(domain, ret_is_busy);
    else
        *ret_is_busy = is_busy(domain);
    return 0;
}

// It may go between two questions.
int vir_guest_look(virConnectPtr connection, const char *name, enum vir_guest_state *ret_state,
                   bool *ret_is_busy, struct err *err)
{
    enum vir_guest_state state = VIR_GUEST_ABSENT;
    bool has_job = false;
    virDomainPtr domain = virDomainLookupByName(connection, name);
    bool is_seen = domain && look(domain, &state, &has_job) == 0;
    bool is_gone = !is_seen && virGetLastErrorCode() == VIR_ERR_NO_DOMAIN;
    int result = is_seen || is_gone ? 0 : vir_fail(err, "looking for a guest");
    if (domain)
        virDomainFree(domain);
    if (result < 0)
        return result;
    *ret_state = is_gone ? VIR_GUEST_ABSENT : state;
    *ret_is_busy = has_job;
    return 0;
}
