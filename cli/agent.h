// SPDX-License-Identifier: GPL-3.0-or-later
// Where the guests' programs lie: beside this program (a build), else in ../libexec/fullhouse (an
// installation).
#ifndef FULLHOUSE_CLI_AGENT_H
#define FULLHOUSE_CLI_AGENT_H

struct err;

// Path of fullhouse-guest, the agent, as a new string. NULL with err set when it is in neither.
char *agent_find(struct err *err);

// The same for fullhouse-bare, the guest without an operating system, beside which its firmware
// fullhouse-bare.rom must lie.
char *agent_find_bare(struct err *err);

#endif
