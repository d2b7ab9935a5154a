// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of text for people, or the same rows as JSON for machines.
#ifndef FULLHOUSE_CLI_LISTING_H
#define FULLHOUSE_CLI_LISTING_H

#include <stdbool.h>
#include <stddef.h>

struct listing;

// keys[columns] name the columns: headings for people, members for machines.
struct listing *listing_new(const char *const *keys, size_t columns);
// Adds a row of `columns` texts (copied; NULL is an empty cell).
void listing_add(struct listing *listing, const char *const *cells);
// Prints it on standard output: aligned columns, or a JSON array of objects.
void listing_print(const struct listing *listing, bool json);
void listing_free(struct listing *listing);

#endif
