// SPDX-License-Identifier: GPL-3.0-or-later
// Typed, range-checked reading and writing of the members of a JSON object: private to the message
// codec. Every reader gives 0, or -EBADMSG with err naming the member; *ret_ is kept on failure.
#ifndef FULLHOUSE_COMMON_WIRE_MEMBER_H
#define FULLHOUSE_COMMON_WIRE_MEMBER_H

#include <jansson.h>
#include <stdint.h>

struct err;
struct histogram;

enum {
    MEMBER_TEXT_MAX = 4096, // bytes of a text on the wire
    MEMBER_LIST_MAX = 256,  // texts in a list
};
// JSON integers are signed 64 bits on both ends; what needs all 64 bits travels as 16 hex digits.
#define MEMBER_INTEGER_MAX ((uint64_t)INT64_MAX)

// Sets err and gives -EBADMSG.
int member_bad(struct err *err, const char *format, ...) __attribute__((format(printf, 2, 3)));

int member_read_u64(const json_t *object, const char *name, uint64_t min, uint64_t max,
                    uint64_t *ret_value, struct err *err);
int member_read_u32(const json_t *object, const char *name, uint32_t min, uint32_t max,
                    uint32_t *ret_value, struct err *err);
int member_read_hex(const json_t *object, const char *name, uint64_t *ret_value, struct err *err);
// Finite, min..max; a JSON integer will do.
int member_read_real(const json_t *object, const char *name, double min, double max,
                     double *ret_value, struct err *err);
// A new string. Control characters become spaces: texts end on terminals.
int member_read_text(const json_t *object, const char *name, char **ret_text, struct err *err);
// A list of texts; free each and the array.
int member_read_texts(const json_t *object, const char *name, char ***ret_texts, size_t *ret_count,
                      struct err *err);
// A histogram, base64 of histogram_encode's bytes; heap-owned.
int member_read_histogram(const json_t *object, const char *name, struct histogram **ret_histogram,
                          struct err *err);

// Values beyond MEMBER_INTEGER_MAX are written as that.
void member_write_u64(json_t *object, const char *name, uint64_t value);
void member_write_hex(json_t *object, const char *name, uint64_t value);
// Invalid UTF-8 is written as question marks, NULL as "", a longer text cut at MEMBER_TEXT_MAX.
void member_write_text(json_t *object, const char *name, const char *text);
void member_write_texts(json_t *object, const char *name, char *const *texts, size_t count);
void member_write_histogram(json_t *object, const char *name, const struct histogram *histogram);

#endif
