// SPDX-License-Identifier: GPL-3.0-or-later
// Values that only a request's keys have. Private to the planner.
#ifndef FULLHOUSE_PLANNER_REQUEST_REQUEST_KEY_H
#define FULLHOUSE_PLANNER_REQUEST_REQUEST_KEY_H

#include <stddef.h>

#include "planner/value/uncertain.h"

struct err;
struct request_key;
struct request_source;

// The entry, or NULL with err: "no key 'cpu.percantile' (did you mean ...)".
const struct request_key *request_key_find(const char *key, struct err *err);
// The first words of all keys, and "rules". New array of new strings.
char **request_key_sections(size_t *ret_count);
void request_key_sections_free(char **words, size_t count);

// Adds to the list.
int request_key_source(struct request_source *source, const char *text, struct err *err);
// The word's number among words.
int request_key_word(const char *text, const char *const *words, size_t count, size_t *ret_index,
                     struct err *err);
// In seconds, bits a second and bytes a second, with an interval where there is one.
int request_key_seconds(struct uncertain *field, const char *text, double most, struct err *err);
int request_key_bits(struct uncertain *field, const char *text, struct err *err);
int request_key_bytes_rate(struct uncertain *field, const char *text, struct err *err);

#endif
