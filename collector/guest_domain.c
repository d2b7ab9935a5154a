// SPDX-License-Identifier: GPL-3.0-or-later
// From libvirt's fields to points: rates need what a counter was before.
#include "collector/guest_domain.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "collector/vir_figure.h"
#include "common/base/alloc.h"
#include "common/base/scope.h"

struct memory {
    char *field; // of libvirt, "+" before it where it is counted for a mean
    struct source_counter counter;
};

// A value on its way to a point; several fields may add up to one.
struct sum {
    const char *metric;
    int number; // of the disk, interface or vCPU; -1
    const char *group;
    double value;
};

struct guest_domain {
    unsigned char uuid[VIR_STATS_UUID_SIZE];
    struct memory *memories;
    size_t memory_count;
    struct sum *sums; // of the answer under way
    size_t sum_count;
};

struct guest_domain *guest_domain_new(const struct source_guest *guest)
{
    struct guest_domain *domain = alloc_zeroed(1, sizeof *domain);
    vir_stats_uuid(guest->domain, domain->uuid);
    return domain;
}

void guest_domain_free(struct guest_domain *domain)
{
    for (size_t i = 0; i < domain->memory_count; i++)
        free(domain->memories[i].field);
    free(domain->memories);
    free(domain->sums);
    free(domain);
}

const struct vir_stats_domain *guest_domain_find(const struct guest_domain *domain,
                                                 const struct vir_stats *stats)
{
    for (size_t i = 0; i < stats->domain_count; i++)
        if (memcmp(stats->domains[i].uuid, domain->uuid, VIR_STATS_UUID_SIZE) == 0)
            return &stats->domains[i];
    return NULL;
}

static struct source_counter *counter_of(struct guest_domain *domain, const char *field)
{
    for (size_t i = 0; i < domain->memory_count; i++)
        if (strcmp(domain->memories[i].field, field) == 0)
            return &domain->memories[i].counter;
    domain->memories =
        alloc_resized(domain->memories, domain->memory_count + 1, sizeof *domain->memories);
    struct memory *memory = &domain->memories[domain->memory_count++];
    *memory = (struct memory){.field = alloc_copy(field)};
    return &memory->counter;
}

static double rate_of(struct guest_domain *domain, const char *field, uint64_t value,
                      const struct source_tick *tick)
{
    return source_hz(counter_of(domain, field), value, tick->mono_ns);
}

// NAN where nothing was done.
static double mean_of(struct guest_domain *domain, const struct source_tick *tick,
                      const struct vir_stats_domain *stats, const struct vir_figure *figure,
                      const struct vir_stats_field *field, int number)
{
    scope_free char *name = alloc_printf("%s.%d.%s", figure->group, number, figure->over);
    scope_free char *own = alloc_printf("+%s", name);
    const struct vir_stats_field *over = vir_stats_field(stats, name);
    double whole_hz = rate_of(domain, field->name, field->number, tick);
    double count_hz = over ? rate_of(domain, own, over->number, tick) : NAN;
    return count_hz > 0 ? whole_hz / count_hz : (double)NAN;
}

static double value_of(struct guest_domain *domain, const struct source_tick *tick,
                       const struct vir_stats_domain *stats, const struct vir_figure *figure,
                       const struct vir_stats_field *field, int number)
{
    switch (figure->kind) {
    case VIR_FIGURE_RATE:
        return figure->scale * rate_of(domain, field->name, field->number, tick);
    case VIR_FIGURE_MEAN:
        return figure->scale * mean_of(domain, tick, stats, figure, field, number);
    default:
        return figure->scale * (double)field->number;
    }
}

static void add_up(struct guest_domain *domain, const struct vir_figure *figure, int number,
                   double value)
{
    for (size_t i = 0; i < domain->sum_count; i++) {
        struct sum *sum = &domain->sums[i];
        if (sum->number == number && strcmp(sum->metric, figure->metric) == 0 &&
            strcmp(sum->group, figure->group) == 0) {
            sum->value += value;
            return;
        }
    }
    domain->sums = alloc_resized(domain->sums, domain->sum_count + 1, sizeof *domain->sums);
    domain->sums[domain->sum_count++] = (struct sum){figure->metric, number, figure->group, value};
}

// "guest 3", "guest 3 disk vda", "guest 3 nic 0", "guest 3 vcpu 1".
static char *object_of(const struct source_guest *guest, const struct vir_stats_domain *stats,
                       const struct sum *sum)
{
    if (sum->number < 0)
        return alloc_copy(guest->object);
    if (strcmp(sum->group, "block") == 0) {
        scope_free char *name = alloc_printf("block.%d.name", sum->number);
        const struct vir_stats_field *field = vir_stats_field(stats, name);
        if (field && field->text)
            return alloc_printf("%s disk %s", guest->object, field->text);
        return alloc_printf("%s disk %d", guest->object, sum->number);
    }
    const char *kind = strcmp(sum->group, "net") == 0 ? "nic" : sum->group;
    return alloc_printf("%s %s %d", guest->object, kind, sum->number);
}

void guest_domain_add(struct guest_domain *domain, const struct source_tick *tick,
                      const struct source_guest *guest, const struct vir_stats_domain *stats)
{
    domain->sum_count = 0;
    for (size_t i = 0; i < stats->field_count; i++) {
        const struct vir_stats_field *field = &stats->fields[i];
        int number;
        const struct vir_figure *figure =
            field->text ? NULL : vir_figure_find(field->name, &number);
        if (figure)
            add_up(domain, figure, number, value_of(domain, tick, stats, figure, field, number));
    }
    for (size_t i = 0; i < domain->sum_count; i++) {
        scope_free char *object = object_of(guest, stats, &domain->sums[i]);
        source_add(tick, object, domain->sums[i].metric, domain->sums[i].value);
    }
}
