// SPDX-License-Identifier: GPL-3.0-or-later
// The nearest right word for a wrong one: optimal string alignment distance (Levenshtein with
// swapped neighbours), three rows at a time.
#include "common/base/nearest.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"

static size_t smaller(size_t left, size_t right)
{
    return left < right ? left : right;
}

static int lower(char letter)
{
    return tolower((unsigned char)letter);
}

// The distance of left's first row + 1 letters to right's first column letters, from the rows
// before.
static size_t cell(const char *left, const char *right, size_t row, size_t column,
                   size_t *const rows[3])
{
    bool same = lower(left[row]) == lower(right[column - 1]);
    size_t best = rows[1][column - 1] + !same;
    best = smaller(best, rows[1][column] + 1);
    best = smaller(best, rows[2][column - 1] + 1);
    bool swapped = row > 0 && column > 1 && lower(left[row]) == lower(right[column - 2]) &&
                   lower(left[row - 1]) == lower(right[column - 1]);
    return swapped ? smaller(best, rows[0][column - 2] + 1) : best;
}

static size_t distance(const char *left, const char *right)
{
    size_t width = strlen(right) + 1;
    scope_free size_t *cells = alloc_zeroed(3 * width, sizeof(*cells));
    size_t *rows[3] = {cells, cells + width, cells + 2 * width};
    for (size_t column = 0; column < width; column++)
        rows[2][column] = column;
    for (size_t row = 0; left[row]; row++) {
        size_t *oldest = rows[0];
        rows[0] = rows[1];
        rows[1] = rows[2];
        rows[2] = oldest;
        rows[2][0] = row + 1;
        for (size_t column = 1; column < width; column++)
            rows[2][column] = cell(left, right, row, column, rows);
    }
    return rows[2][width - 1];
}

// Whether the lengths alone rule a word out: keeps a huge wrong word from costing anything.
static bool too_unlike(const char *word, const char *entry)
{
    size_t word_length = strlen(word);
    size_t entry_length = strlen(entry);
    size_t apart =
        word_length > entry_length ? word_length - entry_length : entry_length - word_length;
    return 2 * apart >= word_length;
}

const char *nearest_word(const char *word, const char *const *words, size_t count)
{
    const char *nearest = NULL;
    size_t least = strlen(word);
    for (size_t i = 0; i < count; i++) {
        if (too_unlike(word, words[i]))
            continue;
        size_t twice = 2 * distance(word, words[i]);
        if (twice < least) {
            least = twice;
            nearest = words[i];
        }
    }
    return nearest;
}

char *nearest_hint(const char *word, const char *const *words, size_t count)
{
    const char *nearest = nearest_word(word, words, count);
    if (nearest)
        return alloc_printf(" (did you mean '%s'?)", nearest);
    scope_strbuf struct strbuf hint = {0};
    for (size_t i = 0; i < count; i++)
        strbuf_printf(&hint, "%s%s", i ? ", " : ", one of: ", words[i]);
    return strbuf_take(&hint);
}
