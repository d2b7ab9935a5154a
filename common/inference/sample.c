// SPDX-License-Identifier: GPL-3.0-or-later
// From records to a sample: sums over measured windows, in host time. Decides which guests and
// windows count; knows nothing of intervals.
#include "common/inference/sample.h"

#include <math.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/stats/summary.h"

// Sums over the measured windows of one guest.
struct sums {
    uint64_t duration_ns;
    uint64_t operations;
    uint64_t due;
    uint64_t steal_ns;
};

void sample_init(struct sample *sample, uint32_t guests)
{
    *sample = (struct sample){
        .guests = guests,
        .latency = alloc_zeroed(1, sizeof(struct histogram)),
        .scratch = alloc_zeroed(1, sizeof(struct histogram)),
    };
}

void sample_done(struct sample *sample)
{
    if (!sample)
        return;
    for (size_t b = 0; b < sample->boot_count; b++) {
        free(sample->boots[b].bins);
        free(sample->boots[b].guests);
    }
    free(sample->boots);
    free(sample->guest_counts);
    free(sample->latency);
    free(sample->scratch);
    *sample = (struct sample){0};
}

// The measured windows' latency is added to latency.
static struct sums add_up(const struct guest_record *guest, struct histogram *latency)
{
    struct sums sums = {0};
    for (size_t i = 0; i < guest->window_count; i++) {
        const struct window_record *window = &guest->windows[i];
        if (!window->measured)
            continue;
        sums.duration_ns += window->duration_ns;
        sums.operations += window->operations;
        sums.due += window->due;
        sums.steal_ns += window->steal_ns;
        histogram_pack_merge(latency, window->histogram);
    }
    return sums;
}

static void keep_bins(struct sample_boot *boot, const struct histogram *latency)
{
    boot->total = latency->total;
    boot->sum_ns = latency->sum_ns;
    boot->min_ns = latency->min_ns;
    boot->max_ns = latency->max_ns;
    // Bins outside of the extremes are empty.
    uint32_t first = (uint32_t)histogram_bin(latency->min_ns);
    uint32_t last = (uint32_t)histogram_bin(latency->max_ns);
    for (uint32_t bin = first; bin <= last; bin++)
        boot->bin_count += latency->counts[bin] > 0;
    boot->bins = alloc_zeroed(boot->bin_count, sizeof(boot->bins[0]));
    size_t kept = 0;
    for (uint32_t bin = first; bin <= last; bin++)
        if (latency->counts[bin] > 0)
            boot->bins[kept++] = (struct sample_bin){.bin = bin, .count = latency->counts[bin]};
}

// Guest seconds over the clock's rate are host seconds, the same for all guests.
static struct sample_guest measure_guest(const struct guest_record *guest, const struct sums *sums,
                                         bool closed, bool tells_steal)
{
    double clock_rate = guest->clock_rate > 0 ? guest->clock_rate : 1;
    double guest_ns = (double)sums->duration_ns;
    double due = (double)sums->due;
    double achieved = sums->due > 0 ? (double)sums->operations / due : NAN;
    return (struct sample_guest){
        .throughput_hz = (double)sums->operations * 1e9 / (guest_ns / clock_rate),
        .achieved_ratio = closed ? 1 : achieved,
        .steal_ratio = tells_steal ? (double)sums->steal_ns / guest_ns : NAN,
    };
}

static int by_index(const void *left, const void *right)
{
    const struct guest_record *const *a = left;
    const struct guest_record *const *b = right;
    return ((*a)->index > (*b)->index) - ((*a)->index < (*b)->index);
}

// The finished guests in the order of their index, so that the same seed draws the same guests
// whatever order they were written in.
static size_t finished_guests(const struct step_record *step, const struct guest_record **guests)
{
    size_t count = 0;
    for (size_t i = 0; i < step->guest_count; i++)
        if (step->guest_list[i].state == RECORD_DONE)
            guests[count++] = &step->guest_list[i];
    qsort(guests, count, sizeof(guests[0]), by_index);
    return count;
}

static void add_guest(struct sample *sample, struct sample_boot *boot,
                      const struct step_record *step, const struct guest_record *record,
                      bool tells_steal)
{
    struct sums sums = add_up(record, sample->scratch);
    if (sums.duration_ns == 0)
        return;
    struct sample_guest *guest = &boot->guests[boot->guest_count++];
    *guest = measure_guest(record, &sums, step->rate_hz <= 0, tells_steal);
    boot->throughput_hz += guest->throughput_hz;
    boot->steal_ratio += guest->steal_ratio;
    sample->operations += sums.operations;
    sample->due += sums.due;
}

static double worst_achieved(const struct sample_boot *boot)
{
    double worst = INFINITY;
    for (uint32_t g = 0; g < boot->guest_count; g++) {
        // One guest that tells nothing leaves the worst unknown.
        if (isnan(boot->guests[g].achieved_ratio))
            return NAN;
        worst = fmin(worst, boot->guests[g].achieved_ratio);
    }
    return worst;
}

static double *whole_of(struct sample_boot *boot, enum sample_statistic statistic)
{
    return &boot->whole[statistic - SAMPLE_WHOLE_FIRST];
}

// What the guests' processes hold is theirs alone; the drop in available memory is everybody's, and
// stands in where a process cannot be seen.
static double memory_a_guest(const struct step_record *step)
{
    double sum = 0;
    for (size_t i = 0; i < step->guest_count; i++) {
        if (step->guest_list[i].host_memory_bytes < 0)
            return step->memory_bytes >= 0 ? (double)step->memory_bytes / step->guests : NAN;
        sum += (double)step->guest_list[i].host_memory_bytes;
    }
    return sum / (double)step->guest_count;
}

static void measure_boot(struct sample_boot *boot, const struct step_record *step)
{
    size_t count = boot->guest_count;
    scope_free double *throughputs = alloc_zeroed(count, sizeof(double));
    for (size_t g = 0; g < count; g++)
        throughputs[g] = boot->guests[g].throughput_hz;
    double median = summary_quantile(throughputs, count, 0.5);
    *whole_of(boot, SAMPLE_ACHIEVED) = worst_achieved(boot);
    *whole_of(boot, SAMPLE_FAIRNESS) = summary_jain(throughputs, count);
    *whole_of(boot, SAMPLE_WORST) = summary_quantile(throughputs, count, 0) / median;
    *whole_of(boot, SAMPLE_MEMORY) = memory_a_guest(step);
}

void sample_add_step(struct sample *sample, const struct step_record *step, bool tells_steal)
{
    scope_free const struct guest_record **records =
        alloc_zeroed(step->guest_count, sizeof(records[0]));
    size_t count = finished_guests(step, records);
    struct sample_boot boot = {.guests = alloc_zeroed(count, sizeof(boot.guests[0]))};
    histogram_reset(sample->scratch);
    for (size_t i = 0; i < count; i++)
        add_guest(sample, &boot, step, records[i], tells_steal);
    if (boot.guest_count == 0) {
        free(boot.guests);
        return;
    }
    measure_boot(&boot, step);
    keep_bins(&boot, sample->scratch);
    histogram_merge(sample->latency, sample->scratch);
    size_t boots = sample->boot_count + 1;
    sample->boots = alloc_resized(sample->boots, boots, sizeof(sample->boots[0]));
    sample->guest_counts =
        alloc_resized(sample->guest_counts, boots, sizeof(sample->guest_counts[0]));
    sample->boots[sample->boot_count] = boot;
    sample->guest_counts[sample->boot_count] = boot.guest_count;
    sample->boot_count = boots;
}
