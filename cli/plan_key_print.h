// SPDX-License-Identifier: GPL-3.0-or-later
// The keys of a plan for people, for machines and for the documentation.
#ifndef FULLHOUSE_CLI_PLAN_KEY_PRINT_H
#define FULLHOUSE_CLI_PLAN_KEY_PRINT_H

struct strbuf;

// Called for each key in the order of the documentation; texts are valid during the call.
typedef void plan_key_row_fn(void *context, const char *key, const char *unit, const char *fallback,
                             const char *help);
void plan_key_rows(plan_key_row_fn *row, void *context);

// The table of docs/plan-file.md.
void plan_key_print_markdown(struct strbuf *out);

#endif
