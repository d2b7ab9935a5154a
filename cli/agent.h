// SPDX-License-Identifier: GPL-3.0-or-later
// Where the guests' program lies.
#ifndef FULLHOUSE_CLI_AGENT_H
#define FULLHOUSE_CLI_AGENT_H

struct err;

// Path of fullhouse-guest as a new string: beside this program (a build), else in
// ../libexec/fullhouse (an installation). NULL with err set when it is in neither.
char *agent_find(struct err *err);

#endif
