// SPDX-License-Identifier: GPL-3.0-or-later
// The protocol between a worker that counts and a collector that takes windows away.
#include "workloads/core/tally.h"

#include <stddef.h>

#include "workloads/core/home.h"

static void ring_push(struct tally_ring *ring, struct tally_buffer *buffer)
{
    uint32_t tail = atomic_load_explicit(&ring->tail, memory_order_relaxed);

    ring->buffers[tail % TALLY_RING] = buffer;
    atomic_store_explicit(&ring->tail, tail + 1, memory_order_release);
}

static struct tally_buffer *ring_peek(struct tally_ring *ring)
{
    uint32_t head = atomic_load_explicit(&ring->head, memory_order_relaxed);

    if (head == atomic_load_explicit(&ring->tail, memory_order_acquire))
        return NULL;
    return ring->buffers[head % TALLY_RING];
}

static struct tally_buffer *ring_pop(struct tally_ring *ring)
{
    struct tally_buffer *buffer = ring_peek(ring);

    if (buffer)
        atomic_fetch_add_explicit(&ring->head, 1, memory_order_release);
    return buffer;
}

void tally_init(struct tally *tally, struct tally_buffer *buffers)
{
    *tally = (struct tally){.spare = &buffers[0]};
    for (int i = 0; i < TALLY_BUFFERS; i++)
        histogram_reset(&buffers[i].histogram);
    atomic_init(&tally->active, &buffers[1]);
    for (int i = 2; i < TALLY_BUFFERS; i++)
        ring_push(&tally->clean, &buffers[i]);
}

static void buffer_open(const struct tally *tally, struct tally_buffer *buffer, uint64_t window)
{
    buffer->window = (uint32_t)window;
    buffer->end_ns = tally->start_ns + (window + 1) * tally->window_ns;
}

void tally_begin(struct tally *tally, uint64_t start_ns, uint64_t window_ns)
{
    tally->start_ns = start_ns;
    tally->window_ns = window_ns;
    buffer_open(tally, atomic_load(&tally->active), 0);
}

// The worker passed the end of its buffer's window: a clean buffer for the window of end_ns, or the
// old one when there is none.
static struct tally_buffer *turn_over(struct tally *tally, struct tally_buffer *old,
                                      uint64_t end_ns)
{
    struct tally_buffer *fresh = ring_pop(&tally->clean);

    if (!fresh)
        return old;
    buffer_open(tally, fresh, (end_ns - tally->start_ns) / tally->window_ns);
    ring_push(&tally->closed, old);
    return fresh;
}

void tally_record(struct tally *tally, uint64_t end_ns, uint64_t latency_ns)
{
    struct tally_buffer *buffer =
        atomic_exchange_explicit(&tally->active, NULL, memory_order_acquire);

    if (__builtin_expect(end_ns >= buffer->end_ns, 0))
        buffer = turn_over(tally, buffer, end_ns);
    histogram_record(&buffer->histogram, latency_ns);
    atomic_store_explicit(&tally->active, buffer, memory_order_release);
}

static void take(struct tally_buffer *buffer, struct histogram *into)
{
    histogram_merge(into, &buffer->histogram);
    histogram_reset(&buffer->histogram);
}

static void take_closed(struct tally *tally, uint32_t window, struct histogram *into)
{
    struct tally_buffer *buffer = ring_peek(&tally->closed);

    while (buffer && buffer->window <= window) {
        ring_pop(&tally->closed);
        take(buffer, into);
        ring_push(&tally->clean, buffer);
        buffer = ring_peek(&tally->closed);
    }
}

// The worker's buffer, closed by us; NULL when it is already beyond the window.
static struct tally_buffer *close_active(struct tally *tally, uint32_t window)
{
    for (;;) {
        struct tally_buffer *buffer = atomic_load_explicit(&tally->active, memory_order_acquire);

        if (!buffer) { // recording just now, or interrupted while it does: let it run
            home_yield();
            continue;
        }
        if (buffer->window > window)
            return NULL;
        buffer_open(tally, tally->spare, (uint64_t)window + 1);
        if (atomic_compare_exchange_strong_explicit(&tally->active, &buffer, tally->spare,
                                                    memory_order_acq_rel, memory_order_relaxed))
            return buffer;
    }
}

void tally_collect(struct tally *tally, uint32_t window, struct histogram *into)
{
    struct tally_buffer *buffer = close_active(tally, window);

    // Now nothing more can come for this window; what the worker closed itself lies in the ring.
    take_closed(tally, window, into);
    if (!buffer)
        return;
    take(buffer, into);
    tally->spare = buffer;
}
