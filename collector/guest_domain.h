// SPDX-License-Identifier: GPL-3.0-or-later
// One guest under the source "libvirt": what its counters were, and what the next answer makes of
// them.
#ifndef FULLHOUSE_COLLECTOR_GUEST_DOMAIN_H
#define FULLHOUSE_COLLECTOR_GUEST_DOMAIN_H

#include "collector/source.h"
#include "collector/vir_stats.h"

struct guest_domain;

// guest->domain is a virDomainPtr.
struct guest_domain *guest_domain_new(const struct source_guest *guest);
void guest_domain_free(struct guest_domain *domain);

// Its part of an answer, or NULL.
const struct vir_stats_domain *guest_domain_find(const struct guest_domain *domain,
                                                 const struct vir_stats *stats);

// Adds the points of its part of an answer; tick has the time of the answer.
void guest_domain_add(struct guest_domain *domain, const struct source_tick *tick,
                      const struct source_guest *guest, const struct vir_stats_domain *stats);

#endif
