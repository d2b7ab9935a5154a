// SPDX-License-Identifier: GPL-3.0-or-later
// Words are parted by spaces; the last of two alike wins, as in Linux.
#include "workloads/bare/words.h"

#include <stdbool.h>
#include <stddef.h>

// The value where the word at `word` is the one of that name, else NULL.
static const char *value_at(const char *word, const char *name)
{
    while (*name && *word == *name) {
        word++;
        name++;
    }
    return *name == '\0' && *word == '=' ? word + 1 : NULL;
}

static void copy_word(const char *word, char value[WORD_SIZE])
{
    size_t length = 0;

    while (word[length] && word[length] != ' ')
        length++;
    if (length >= WORD_SIZE)
        length = 0;
    for (size_t i = 0; i < length; i++)
        value[i] = word[i];
    value[length] = '\0';
}

void words_find(const char *line, const char *name, char value[WORD_SIZE])
{
    bool begins = true;

    value[0] = '\0';
    for (; *line; line++) {
        const char *found = begins ? value_at(line, name) : NULL;

        if (found)
            copy_word(found, value);
        begins = *line == ' ';
    }
}

uint64_t words_number(const char *line, const char *name, uint64_t otherwise)
{
    char value[WORD_SIZE];
    uint64_t number = 0;

    words_find(line, name, value);
    if (!*value)
        return otherwise;
    for (const char *digit = value; *digit; digit++) {
        if (*digit < '0' || *digit > '9' || number > UINT64_MAX / 10 - 1)
            return otherwise;
        number = number * 10 + (uint64_t)(*digit - '0');
    }
    return number;
}
