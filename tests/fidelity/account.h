// SPDX-License-Identifier: GPL-3.0-or-later
// All results as a table for people, and as JSON and CSV for whoever computes with them.
#ifndef FULLHOUSE_TESTS_FIDELITY_ACCOUNT_H
#define FULLHOUSE_TESTS_FIDELITY_ACCOUNT_H

#include <stddef.h>

struct result;
struct strbuf;

// The table, then each pair's two commands and what is to be said of its definition.
void account_text(const struct result *results, size_t count, struct strbuf *out);

// An array of objects: all of the table, and every single run's figure.
void account_json(const struct result *results, size_t count, struct strbuf *out);

// The table, a line a pair.
void account_csv(const struct result *results, size_t count, struct strbuf *out);

#endif
