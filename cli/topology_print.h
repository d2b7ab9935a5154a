// SPDX-License-Identifier: GPL-3.0-or-later
// A host's map for people and for machines.
#ifndef FULLHOUSE_CLI_TOPOLOGY_PRINT_H
#define FULLHOUSE_CLI_TOPOLOGY_PRINT_H

struct host_map;
struct strbuf;

// Appends lines, indented as things lie in each other.
void topology_print_text(const struct host_map *map, struct strbuf *out);

// Appends one object: the lists of struct host_map, CPUs as lists ("0-3,8"), sizes in bytes.
void topology_print_json(const struct host_map *map, struct strbuf *out);

#endif
