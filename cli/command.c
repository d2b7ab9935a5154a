// SPDX-License-Identifier: GPL-3.0-or-later
// The table of commands, in the order in which a newcomer meets them.
#include "cli/command.h"

const struct command *const command_table[] = {
    &command_doctor,   &command_bench,   &command_curve, &command_interference, &command_lifecycle,
    &command_overhead, &command_compare, &command_ab,    &command_collect,      &command_report,
    &command_history,  &command_runs,    &command_plan,  &command_capture,      &command_topology,
    &command_media,    &command_list,    NULL,
};
const size_t command_count = sizeof command_table / sizeof *command_table - 1;
