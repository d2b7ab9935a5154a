// SPDX-License-Identifier: GPL-3.0-or-later
// The sources of telemetry for people, for machines and for the documentation: what each tells, on
// which beat, and whether this host has it.
#ifndef FULLHOUSE_CLI_SOURCE_PRINT_H
#define FULLHOUSE_CLI_SOURCE_PRINT_H

struct strbuf;
struct watch;

// A paragraph a source: there, or absent and why, as the watch found it; its metrics and units.
void source_print_text(const struct watch *watch, struct strbuf *out);
// An array of objects: name, beat, help, present, absent (why, or null), metrics (name, unit,
// definition).
void source_print_json(const struct watch *watch, struct strbuf *out);
// The table of docs/telemetry.md: what there is, on whatever host.
void source_print_markdown(struct strbuf *out);

#endif
