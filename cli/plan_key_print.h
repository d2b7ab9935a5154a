// SPDX-License-Identifier: GPL-3.0-or-later
// The keys of plans to buy and to pack for people, for machines and for the documentation.
#ifndef FULLHOUSE_CLI_PLAN_KEY_PRINT_H
#define FULLHOUSE_CLI_PLAN_KEY_PRINT_H

struct strbuf;

// Called for each key in the order of the documentation; texts are valid during the call.
typedef void plan_key_row_fn(void *context, const char *key, const char *unit, const char *fallback,
                             const char *help);
// Those of `plan buy` and of `plan pack`.
typedef void plan_key_rows_fn(plan_key_row_fn *row, void *context);
plan_key_rows_fn plan_key_rows, pack_key_rows;

// The table of docs/plan-file.md or docs/pack-file.md.
void plan_key_print_markdown(plan_key_rows_fn *rows, struct strbuf *out);

#endif
