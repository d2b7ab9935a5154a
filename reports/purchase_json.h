// SPDX-License-Identifier: GPL-3.0-or-later
// Private to reports/purchase_json*.c: parts of the document, each a member of the open object.
#ifndef FULLHOUSE_REPORTS_PURCHASE_JSON_H
#define FULLHOUSE_REPORTS_PURCHASE_JSON_H

struct estimate;
struct json_writer;
struct purchase;
struct uncertain;

// {"value", "low", "high"}, and of an uncertain one "origin".
void purchase_json_estimate(struct json_writer *writer, const char *key,
                            const struct estimate *estimate);
void purchase_json_uncertain(struct json_writer *writer, const char *key,
                             const struct uncertain *number);

// "choices": every option with its years.
void purchase_json_choices(struct json_writer *writer, const struct purchase *purchase);
// "assumptions", "guests", "licences", "catalogue", "curves".
void purchase_json_inputs(struct json_writer *writer, const struct purchase *purchase);

#endif
