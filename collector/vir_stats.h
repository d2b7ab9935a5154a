// SPDX-License-Identifier: GPL-3.0-or-later
// What libvirt tells of running domains that nothing else knows, by its one bulk call for all of
// them: balloon, disks, interfaces, vCPUs, and perf and dirty rates where somebody asked for them.
// Each figure costs the watched hypervisor a round trip, so this is never asked on the fast beat.
// The call waits for as long as libvirt lets it, so it is made on a thread of its own.
// Door: libvirt (see collector/vir.h); callers hold its domains as void pointers.
#ifndef FULLHOUSE_COLLECTOR_VIR_STATS_H
#define FULLHOUSE_COLLECTOR_VIR_STATS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { VIR_STATS_UUID_SIZE = 16 };

struct vir_stats_field {
    char *name;      // "block.0.rd.reqs", as virConnectGetAllDomainStats(3) names them
    char *text;      // NULL for a number
    uint64_t number; // a flag is 0 or 1
};

struct vir_stats_domain {
    unsigned char uuid[VIR_STATS_UUID_SIZE];
    struct vir_stats_field *fields;
    size_t field_count;
};

struct vir_stats {
    struct vir_stats_domain *domains;
    size_t domain_count;
    int64_t at_ns;    // since 1970, when libvirt had answered
    uint64_t mono_ns; // the same moment
    char *why;        // it failed, and why; NULL else
};

struct vir_stats_question;

// Asks for all running domains of this domain's connection (a virDomainPtr). NULL where no thread
// can be had.
struct vir_stats_question *vir_stats_ask(void *domain);

// Whether it is answered; then *ret_stats is the caller's and the question is freed.
bool vir_stats_answer(struct vir_stats_question *question, struct vir_stats *ret_stats);

// Gives a question up, after two seconds in which it may still be answered: the connection may be
// closed then, and the thread ends when libvirt lets it. Accepts NULL.
void vir_stats_give_up(struct vir_stats_question *question);

void vir_stats_done(struct vir_stats *stats);

// Of a virDomainPtr.
void vir_stats_uuid(void *domain, unsigned char ret_uuid[VIR_STATS_UUID_SIZE]);

// The field of that name, or NULL.
const struct vir_stats_field *vir_stats_field(const struct vir_stats_domain *domain,
                                              const char *name);

#endif
