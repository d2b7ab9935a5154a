// SPDX-License-Identifier: GPL-3.0-or-later
// The line that a command was started by, as it can be typed again.
#ifndef FULLHOUSE_CLI_COMMAND_LINE_H
#define FULLHOUSE_CLI_COMMAND_LINE_H

// "fullhouse plan buy 'my plan.yaml'": words with characters that act in a shell are quoted, and
// secrets of addresses left out. argv[0] is the command. New string.
char *command_line_of(int argc, const char *const *argv);

#endif
