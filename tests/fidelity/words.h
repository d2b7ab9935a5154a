// SPDX-License-Identifier: GPL-3.0-or-later
// Fills a command's words: {seconds} how long, {whole} the same in whole seconds of at least one,
// {times:N} N for each second at this host's pace, {file} and {file_bytes} a scratch file, {port} a
// free port, {agent} the path of fullhouse-guest.
#ifndef FULLHOUSE_TESTS_FIDELITY_WORDS_H
#define FULLHOUSE_TESTS_FIDELITY_WORDS_H

#include <stdint.h>

struct err;

struct words_setting {
    double seconds;
    double pace; // how fast work goes, 1 on this host itself; less where it is emulated
    const char *file;
    uint64_t file_bytes;
    unsigned port;
    const char *agent;
};

// A new NULL-terminated list of new words. 0, or -EINVAL for a brace that is none of the above.
int words_fill(const char *const *words, const struct words_setting *setting, char ***ret_words,
               struct err *err);
void words_free(char **words);

// All words with blanks between them, as a new string.
char *words_join(const char *const *words);

#endif
