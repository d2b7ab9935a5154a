// SPDX-License-Identifier: GPL-3.0-or-later
// Moves as a shell script that a person can read first and then run: one line a move, wave by wave.
#ifndef FULLHOUSE_REPORTS_CONSOLIDATION_SCRIPT_H
#define FULLHOUSE_REPORTS_CONSOLIDATION_SCRIPT_H

struct err;
struct estate;
struct moves;
struct strbuf;

// Appends a POSIX shell script of virsh commands (see docs/pack-moves.md). command: the line that
// made the plan, or NULL. -EINVAL for a host without an address, and for a guest whose name virsh
// takes for something else (a number is an id there); then nothing is appended.
int consolidation_script_write(const struct estate *estate, const struct moves *moves,
                               const char *command, struct strbuf *out, struct err *err);

#endif
