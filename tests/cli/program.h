// SPDX-License-Identifier: GPL-3.0-or-later
// The built program, started as a user would, with a state and a cache of its own.
#ifndef FULLHOUSE_TESTS_CLI_PROGRAM_H
#define FULLHOUSE_TESTS_CLI_PROGRAM_H

// Runs fullhouse with these arguments (NULL-terminated); its output, standard error last, is a new
// string. Fails the test unless it ends with this exit code.
char *program_output(int exit_code, const char *const *arguments);

// It ends with this exit code, and "fullhouse: MESSAGE" is all it prints.
void program_says(int exit_code, const char *message, const char *const *arguments);

// The same, where more follows or precedes: the message is somewhere in what it prints.
void program_mentions(int exit_code, const char *message, const char *const *arguments);

#define ARGUMENTS(...)                                                                             \
    (const char *const[])                                                                          \
    {                                                                                              \
        __VA_ARGS__, NULL                                                                          \
    }

// Before and after every test: a fresh folder, to which FULLHOUSE_STATE and FULLHOUSE_CACHE point.
void program_set_up(void);
void program_tear_down(void);
// "folder/name"; lives as long as the test.
const char *program_path(const char *name);
// Writes a file there; returns its path.
const char *program_file(const char *name, const char *text);

#endif
