// SPDX-License-Identifier: GPL-3.0-or-later
// The memory kernels. Freestanding: no libc, no system call. Content comes from a seed by a formula
// that gives any word alone, so that results are checked without a second copy.
#ifndef FULLHOUSE_WORKLOADS_CORE_KERNEL_MEMORY_H
#define FULLHOUSE_WORKLOADS_CORE_KERNEL_MEMORY_H

#include <stddef.h>
#include <stdint.h>

enum {
    MEMORY_SLICE_WORDS = 65536, // 8-byte words of each array that one operation works through
    MEMORY_SLICE_BYTES = MEMORY_SLICE_WORDS * 8,
    MEMORY_LINE_BYTES = 64,
    MEMORY_LINE_WORDS = MEMORY_LINE_BYTES / 8,
    MEMORY_HOPS = 1024, // dependent loads of one operation of memory/latency
};

// Word i of the content of a seed: the (i+1)-th output of splitmix64 (Steele, Lea and Flood 2014).
uint64_t memory_word(uint64_t seed, uint64_t i);
// A double in which all 64 bits are content, so that it does not compress: sign and fraction are
// those bits of memory_word(seed, i), the exponent (1 to 2043 as stored: neither a zero nor close
// to infinity) comes from memory_word(size_seed, i). Elements of one size_seed and i are of one
// size, so that none of them vanishes in their sum.
double memory_real(uint64_t size_seed, uint64_t seed, uint64_t i);

// words[k] = memory_word(seed, first + k).
void memory_fill_words(uint64_t *words, size_t count, uint64_t seed, uint64_t first);
void memory_fill_reals(double *reals, size_t count, uint64_t size_seed, uint64_t seed,
                       uint64_t first);

// One operation of memory/copy: to[i] = from[i] for one slice. 1 MiB by STREAM's counting (McCalpin
// 1995: bytes read plus bytes written, without write-allocate). count is a multiple of 8, both
// arrays are aligned to 64 bytes.
void memory_copy(uint64_t *to, const uint64_t *from, size_t count);

// One operation of memory/triad: a[i] = b[i] + scale * c[i] for one slice, a product and a sum
// rounded one after the other. 1.5 MiB by STREAM's counting. count and alignment as above.
void memory_triad(double *a, const double *b, const double *c, double scale, size_t count);
// One element of it, for the check.
double memory_triad_element(double b, double c, double scale);

// One operation of memory/read: the sum of one slice's words, modulo 2^64. 512 KiB by STREAM's
// counting: nothing is written. count and alignment as above.
uint64_t memory_sum(const uint64_t *words, size_t count);

// Fills a slice with the words of a seed, as memory_fill_words does, but for the last one, which
// brings the slice's sum to `sum`: so that the sum is known without adding, and every word bears on
// it.
void memory_fill_summing(uint64_t *words, size_t count, uint64_t seed, uint64_t first,
                         uint64_t sum);

// One operation of memory/write: words[i] = start + i * step, modulo 2^64, for one slice. 512 KiB
// by STREAM's counting: bytes written, without what is read to allocate the lines. count and
// alignment as above. With an odd step no two words are alike, nor two pages.
void memory_ramp(uint64_t *words, size_t count, uint64_t start, uint64_t step);

// One cache line of memory/latency: the lines form one cycle in random order.
struct memory_line {
    struct memory_line *next;
    uint64_t position; // memory_line_position tells it
    uint64_t content[6];
};

// The place of a line along the cycle, from 0 at lines[0]. It is stored hidden by content, since
// small numbers would compress. The links are plain addresses, the one thing in a set that does.
uint64_t memory_line_position(const struct memory_line *lines, const struct memory_line *line,
                              uint64_t seed);

// Links count >= 2 lines into a single random cycle (Sattolo 1986) and walks it once to number the
// positions. Returns the length of the cycle found, which is count.
size_t memory_cycle_init(struct memory_line *lines, size_t count, uint64_t seed);

// One operation of memory/latency: MEMORY_HOPS dependent loads from `from`. Returns where it ends,
// which lies MEMORY_HOPS positions further, modulo the cycle's length.
struct memory_line *memory_chase(struct memory_line *from, size_t hops);

#endif
