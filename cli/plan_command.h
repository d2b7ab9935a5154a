// SPDX-License-Identifier: GPL-3.0-or-later
// The table of what `fullhouse plan` plans. To add one: cli/cmd_plan_NAME.c with a record at its
// end, one line in cmd_plan.c.
#ifndef FULLHOUSE_CLI_PLAN_COMMAND_H
#define FULLHOUSE_CLI_PLAN_COMMAND_H

struct plan_command {
    const char *name; // "buy"
    const char *help; // one line
    // argv[0] is "plan buy". Returns the exit code.
    int (*run)(int argc, char **argv);
};

extern const struct plan_command plan_command_buy;
extern const struct plan_command plan_command_pack;

#endif
