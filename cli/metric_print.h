// SPDX-License-Identifier: GPL-3.0-or-later
// The list of metrics for people, for machines and for the documentation.
#ifndef FULLHOUSE_CLI_METRIC_PRINT_H
#define FULLHOUSE_CLI_METRIC_PRINT_H

struct metric_list;
struct strbuf;

// A paragraph a metric.
void metric_print_text(const struct metric_list *list, struct strbuf *out);
// An array of objects: name, key, unit, higher_is_better, definition, comparable.
void metric_print_json(const struct metric_list *list, struct strbuf *out);
// The table of docs/metrics.md.
void metric_print_markdown(const struct metric_list *list, struct strbuf *out);

#endif
