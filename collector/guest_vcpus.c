// SPDX-License-Identifier: GPL-3.0-or-later
// When to look for threads anew, and what two readings of them make.
#include "collector/guest_vcpus.h"

#include <math.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/clock.h"

// Threads that come and go all the time (a disk's) are no reason to look; a vCPU that was plugged
// in is found this late.
static const uint64_t FIND_NS = 10 * CLOCK_NS_PER_SECOND;

void guest_vcpus_init(struct guest_vcpus *vcpus, struct procfs_pool *pool,
                      const struct source_guest *guest, bool is_plain)
{
    *vcpus = (struct guest_vcpus){0};
    vcpu_threads_init(&vcpus->threads, pool, guest->pid, is_plain);
}

void guest_vcpus_done(struct guest_vcpus *vcpus)
{
    vcpu_threads_done(&vcpus->threads);
    for (size_t i = 0; i < vcpus->object_count; i++)
        free(vcpus->objects[i]);
    free(vcpus->objects);
    vcpus->objects = NULL;
    vcpus->object_count = 0;
}

static const char *object_of(struct guest_vcpus *vcpus, const struct source_guest *guest,
                             uint32_t vcpu)
{
    while (vcpus->object_count <= vcpu) {
        vcpus->objects =
            alloc_resized(vcpus->objects, vcpus->object_count + 1, sizeof *vcpus->objects);
        vcpus->objects[vcpus->object_count] =
            alloc_printf("%s vcpu %zu", guest->object, vcpus->object_count);
        vcpus->object_count++;
    }
    return vcpus->objects[vcpu];
}

static bool must_look(const struct guest_vcpus *vcpus, const struct source_tick *tick,
                      const struct source_guest *guest, uint64_t thread_count)
{
    const struct vcpu_threads *threads = &vcpus->threads;
    size_t expected = guest->vcpus ? guest->vcpus : 1;
    if (vcpus->found_ns == 0 || tick->mono_ns - vcpus->found_ns >= FIND_NS)
        return true;
    return thread_count != vcpus->thread_count && (threads->takes_all || threads->count < expected);
}

static void look(struct guest_vcpus *vcpus, const struct source_tick *tick, uint64_t thread_count)
{
    vcpu_threads_find(&vcpus->threads);
    vcpus->found_ns = tick->mono_ns;
    vcpus->thread_count = thread_count;
}

// Two clocks are read one after the other: a vCPU that never stops can come out a hair above 1.
static double share(uint64_t now_ns, uint64_t before_ns, double interval_ns)
{
    if (now_ns < before_ns || !(interval_ns > 0))
        return NAN;
    return fmin(1, (double)(now_ns - before_ns) / interval_ns);
}

// Adds the thread's points; how long it waited, in ns, or NAN.
static double add_thread(struct guest_vcpus *vcpus, const struct vcpu_thread *thread,
                         const struct source_tick *tick, const struct source_guest *guest,
                         double interval_ns)
{
    const char *object = object_of(vcpus, guest, thread->vcpu);
    source_add(tick, object, "cpu_index", thread->cpu);
    if (thread->reads < 2)
        return NAN;
    double wait = share(thread->now.wait_ns, thread->before.wait_ns, interval_ns);
    source_add(tick, object, "busy_ratio",
               share(thread->now.run_ns, thread->before.run_ns, interval_ns));
    source_add(tick, object, "wait_ratio", wait);
    return wait;
}

static void add_all(struct guest_vcpus *vcpus, const struct source_tick *tick,
                    const struct source_guest *guest, double interval_ns)
{
    const struct vcpu_threads *threads = &vcpus->threads;
    double sum = 0;
    size_t known = 0;
    for (size_t i = 0; i < threads->count; i++) {
        double wait = add_thread(vcpus, &threads->list[i], tick, guest, interval_ns);
        if (isfinite(wait)) {
            sum += wait;
            known++;
        }
    }
    size_t count = guest->vcpus > known ? guest->vcpus : known;
    if (known > 0)
        source_add(tick, guest->object, "vcpu_wait_ratio", sum / (double)count);
}

// A thread gets its name a moment after it was made, so a guest that starts has none at first.
static void tell_nameless(struct guest_vcpus *vcpus, const struct source_tick *tick,
                          const struct source_guest *guest)
{
    if (vcpus->is_told || vcpus->threads.takes_all || vcpus->threads.count > 0 ||
        tick->mono_ns == vcpus->found_ns)
        return;
    source_absent(tick, guest->object,
                  "its vCPU threads have no names of their own (of QEMU -name debug-threads=on "
                  "gives them, as libvirt does), so what each waits for is not known");
    vcpus->is_told = true;
}

static void tell_schedule(const struct guest_vcpus *vcpus, const struct source_tick *tick,
                          const struct source_guest *guest)
{
    if (vcpus->threads.count > 0 && !vcpus->threads.list[0].has_schedule)
        source_absent(
            tick, guest->object,
            "the kernel does not say how long threads wait for a CPU (CONFIG_SCHED_INFO)");
}

void guest_vcpus_sample(struct guest_vcpus *vcpus, const struct source_tick *tick,
                        const struct source_guest *guest, uint64_t thread_count)
{
    double interval_ns =
        vcpus->sampled_ns ? (double)(tick->mono_ns - vcpus->sampled_ns) : (double)NAN;
    if (must_look(vcpus, tick, guest, thread_count))
        look(vcpus, tick, thread_count);
    if (vcpu_threads_read(&vcpus->threads) > 0)
        vcpus->thread_count = 0; // look again next time
    add_all(vcpus, tick, guest, interval_ns);
    tell_nameless(vcpus, tick, guest);
    tell_schedule(vcpus, tick, guest);
    vcpus->sampled_ns = tick->mono_ns;
}
