// SPDX-License-Identifier: GPL-3.0-or-later
// Price lists of servers, from a file or an address: CSV with a header line, or YAML. Nothing in
// them is guessed or mended: what is not right is refused with its line and what would be right.
#ifndef FULLHOUSE_PLANNER_MARKET_CATALOGUE_H
#define FULLHOUSE_PLANNER_MARKET_CATALOGUE_H

#include <stddef.h>

#include "planner/market/host_model.h"

struct err;

enum { CATALOGUE_MODELS_MOST = 10000 };

// Reads length bytes. name ends in .csv, .yaml or .yml, or what the bytes look like decides; it
// stands for the file in messages. currency is the plan's ("EUR"): a catalogue that says another
// one is refused; NULL takes any. *ret_catalogue is new, with one model at least, in the order of
// the file. 0 or -EINVAL with "name:line: ..." set.
int catalogue_parse(const char *name, const char *bytes, size_t length, const char *currency,
                    struct catalogue *ret_catalogue, struct err *err);

// Where a catalogue is.
struct catalogue_source {
    const char *where;    // a path, or an address (http, https)
    const char *folder;   // that a relative path begins at; NULL: where we are
    const char *sha256;   // 64 hexadecimal digits that its bytes must have; NULL: any
    const char *cache;    // folder for copies of addresses; NULL: none is kept
    const char *currency; // as of catalogue_parse
};

// Fetches and reads it. *ret_note (new, may be NULL) tells that a kept copy serves and how old it
// is. Errors of catalogue_parse and http_get, and -EINVAL for a file that cannot be read.
int catalogue_read(const struct catalogue_source *source, struct catalogue *ret_catalogue,
                   char **ret_note, struct err *err);

#endif
