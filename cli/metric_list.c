// SPDX-License-Identifier: GPL-3.0-or-later
// Makes metrics of what workloads say of themselves. To add a workload nothing is to be done here.
#include "cli/metric_list.h"

#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/model/lifecycle.h"
#include "common/model/metric.h"
#include "workloads/linux/workload_table.h"

static void add(struct metric_list *list, const struct metric *metric)
{
    list->metrics = alloc_resized(list->metrics, list->count + 1, sizeof list->metrics[0]);
    list->metrics[list->count++] = *metric;
}

// A text that lives as long as the list.
static const char *keep(struct metric_list *list, char *text)
{
    list->texts = alloc_resized(list->texts, list->text_count + 1, sizeof list->texts[0]);
    list->texts[list->text_count++] = text;
    return text;
}

static void add_throughput(struct metric_list *list, const char *name,
                           const struct workload_variant *variant)
{
    add(list, &(struct metric){
                  .name = keep(list, alloc_printf("%s.throughput", name)),
                  .key = "throughput_hz",
                  .unit = "operations/s",
                  .higher_is_better = true,
                  .definition = keep(
                      list, alloc_printf("operations a second; one is: %s", variant->operation)),
                  .comparable = variant->comparable,
              });
}

static char *bandwidth_definition(const struct workload_variant *variant)
{
    if (variant->bytes_option)
        return alloc_printf("throughput times the bytes of option %s", variant->bytes_option);
    return alloc_printf("throughput times %llu bytes, read and written, without what the "
                        "allocation of a cache line costs",
                        (unsigned long long)variant->bytes);
}

static void add_bandwidth(struct metric_list *list, const char *name,
                          const struct workload_variant *variant)
{
    add(list, &(struct metric){
                  .name = keep(list, alloc_printf("%s.bandwidth", name)),
                  .key = "",
                  .unit = "B/s",
                  .higher_is_better = true,
                  .definition = keep(list, bandwidth_definition(variant)),
                  .comparable = variant->comparable,
              });
}

static const char closed_takes[] = "time of one operation: from end to end when closed, from due "
                                   "to its end when paced; mean and percentiles";
static const char closed_tells[] = "what an operation tells of itself when closed, from due to its "
                                   "end when paced; mean and percentiles";

static void add_latency(struct metric_list *list, const char *name,
                        const struct workload_variant *variant)
{
    add(list, &(struct metric){
                  .name = keep(list, alloc_printf("%s.latency", name)),
                  .key = "p50_ns",
                  .unit = "ns",
                  .definition = variant->latency_ns ? closed_tells : closed_takes,
                  .comparable = variant->comparable,
              });
}

// What only waits is measured by what it costs.
static void add_cost(struct metric_list *list, const char *name,
                     const struct workload_variant *variant)
{
    static const char *const costs[] = {"host_cpu", "memory", "wakeups"};

    for (size_t i = 0; i < sizeof costs / sizeof costs[0]; i++) {
        struct metric metric = *metric_find(costs[i]);

        metric.name = keep(list, alloc_printf("%s.%s", name, costs[i]));
        metric.comparable = variant->comparable;
        add(list, &metric);
    }
}

static void add_variant(struct metric_list *list, const char *name,
                        const struct workload_variant *variant)
{
    if (!variant->operate) {
        add_cost(list, name, variant);
        return;
    }
    add_throughput(list, name, variant);
    if (variant->bytes || variant->bytes_option)
        add_bandwidth(list, name, variant);
    add_latency(list, name, variant);
}

static void add_verb(struct metric_list *list, const struct lifecycle_word *word)
{
    add(list, &(struct metric){
                  .name = keep(list, alloc_printf("lifecycle.%s", word->name)),
                  .key = word->name,
                  .unit = "ns",
                  .definition = word->definition,
                  .comparable = word->comparable,
              });
}

void metric_list_init(struct metric_list *list)
{
    *list = (struct metric_list){0};
    for (size_t i = 0; i < metric_count; i++)
        add(list, &metric_table[i]);
    for (size_t i = 0; workload_at(i); i++)
        for (size_t j = 0; j < workload_at(i)->variant_count; j++) {
            const struct workload_variant *variant = &workload_at(i)->variants[j];

            add_variant(list,
                        keep(list, alloc_printf("%s:%s", workload_at(i)->name, variant->name)),
                        variant);
        }
    for (int verb = 0; verb < LIFECYCLE_VERB_COUNT; verb++)
        add_verb(list, &lifecycle_words[verb]);
}

void metric_list_done(struct metric_list *list)
{
    if (!list)
        return;
    for (size_t i = 0; i < list->text_count; i++)
        free(list->texts[i]);
    free(list->texts);
    free(list->metrics);
    *list = (struct metric_list){0};
}
