// SPDX-License-Identifier: GPL-3.0-or-later
// Quantities as people write them, both ways: bytes, durations, rates, shares, counts. Every parser
// takes the whole text (no trailing rubbish), refuses negative, overflowing and non-finite numbers,
// and names the accepted units and the nearest right one in its error.
#ifndef FULLHOUSE_COMMON_BASE_UNITS_H
#define FULLHOUSE_COMMON_BASE_UNITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct err;

// A rate of operations: absolute, or a share of what one guest alone can do.
struct rate {
    bool is_share; // value is a ratio (0.25 = 25 %), else operations per second
    double value;
};

// Large enough for every units_format_* result, terminating zero included.
enum { UNITS_TEXT_SIZE = 48 };

// Bytes: "512", "64KiB", "1.5 GiB", "2G" (K, M, G, T are binary as in QEMU; kB, MB, GB, TB are
// decimal as in SI). Case-insensitive apart from that. 0 or -EINVAL; *ret_bytes kept on failure.
int units_parse_bytes(const char *text, uint64_t *ret_bytes, struct err *err);

// A duration: "250ns", "20us", "20 ms", "1.5s", "30m" or "30min", "2h", "7d"; a bare number is
// refused.
int units_parse_duration_ns(const char *text, uint64_t *ret_ns, struct err *err);

// A rate: "25%" (share of one guest alone), "1000/s", "2k/s", "1.5M/s", or a bare number (a
// second). Shares must be > 0 and <= 100 %; rates > 0.
int units_parse_rate(const char *text, struct rate *ret_rate, struct err *err);

// A share: "95%" or "0.95" gives 0.95. Must lie in 0..1.
int units_parse_share(const char *text, double *ret_ratio, struct err *err);

// A plain number, maybe negative: "0.25", "-3", "12000". A decimal comma, a unit, "nan", "inf" and
// exponents are refused with the right form.
int units_parse_number(const char *text, double *ret_number, struct err *err);

// A change or growth: "20%", "-3%", "150%", or as a ratio in -1..1: "0.2".
int units_parse_change(const char *text, double *ret_ratio, struct err *err);

// A network's rate in bits a second: "200 Mbit/s", "10Gbit/s", "2.5 Gbps" (decimal prefixes). Bytes
// and numbers without a unit are refused.
int units_parse_bit_rate(const char *text, double *ret_bits_hz, struct err *err);

// Refuses a comma within a number with what would be right ("0,25": 0.25). 0 where there is none.
int units_check_point(const char *text, struct err *err);

// Refuses a size without a unit ("4", which as bytes nobody means); 0 alone needs none.
int units_check_size(const char *text, struct err *err);

// A whole number in min..max.
int units_parse_count(const char *text, uint64_t min, uint64_t max, uint64_t *ret_count,
                      struct err *err);

// A span "4", "1..8": both ends in min..max, first <= last.
int units_parse_span(const char *text, uint64_t min, uint64_t max, uint64_t *ret_first,
                     uint64_t *ret_last, struct err *err);

// Text for people: "1.50 GiB", "412 us", "12.3 ms", "2.31k/s", "95.0%". Three significant digits;
// minutes and hours without trailing zeros ("2.5 min"); "n/a" for NAN, "inf" for infinity.
// Bytes and durations parse back (units_parse_*) to within the printed digits. Each returns buffer.
char *units_format_bytes(char buffer[UNITS_TEXT_SIZE], uint64_t bytes);
char *units_format_duration_ns(char buffer[UNITS_TEXT_SIZE], double ns);
char *units_format_rate(char buffer[UNITS_TEXT_SIZE], const struct rate *rate);
char *units_format_share(char buffer[UNITS_TEXT_SIZE], double ratio);
// A number with three significant digits and an SI prefix: 1234567 -> "1.23M", 0.5 -> "0.500".
char *units_format_number(char buffer[UNITS_TEXT_SIZE], double number);

#endif
