// SPDX-License-Identifier: GPL-3.0-or-later
// Currencies by their three letters (ISO 4217) and a few signs. No rates: nothing is converted.
#include "planner/market/catalogue_money.h"

#include <ctype.h>
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"

enum { CODE_LENGTH = 3, SHOWN_MAX = 40 };

// A dollar sign is taken for the United States': others write their code.
static const struct {
    const char *sign;
    const char *code;
} signs[] = {{"€", "EUR"}, {"$", "USD"}, {"£", "GBP"}, {"¥", "JPY"}, {"₹", "INR"}, {"US$", "USD"}};

static char *code_of_sign(const char *text)
{
    for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
        if (strcmp(text, signs[i].sign) == 0)
            return alloc_copy(signs[i].code);
    return NULL;
}

static bool is_letter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

char *catalogue_money_code(const char *text, struct err *err)
{
    char *code = code_of_sign(text);
    if (code)
        return code;
    bool is_code = strlen(text) == CODE_LENGTH;
    for (const char *next = text; *next; next++)
        is_code = is_code && is_letter(*next);
    if (!is_code) {
        err_input(err, "'%.*s' is no currency; its three letters are wanted, such as EUR or USD",
                  SHOWN_MAX, text);
        return NULL;
    }
    code = alloc_copy(text);
    for (char *next = code; *next; next++)
        *next = (char)toupper((unsigned char)*next);
    return code;
}

// The first word that may be a currency: letters, or bytes beyond ASCII, but not "±".
static size_t find_word(const char *text, size_t *ret_length)
{
    static const char plus_minus[] = "±";
    size_t begin = 0;
    size_t length = 0;
    while (text[begin]) {
        while (is_letter(text[begin + length]) || text[begin + length] == '$' ||
               text[begin + length] & 0x80)
            length++;
        if (length > 0 && strncmp(&text[begin], plus_minus, length) != 0)
            break;
        begin += length ? length : 1;
        length = 0;
    }
    *ret_length = length;
    return begin;
}

// Spaces that do not break a line, as spreadsheets set them before a sign, become plain ones.
static void plain_spaces(char *text)
{
    static const char *const spaces[] = {"\xc2\xa0", "\xe2\x80\xaf"};
    for (size_t i = 0; i < sizeof(spaces) / sizeof(spaces[0]); i++)
        for (char *at = text; (at = strstr(at, spaces[i]));)
            memset(at, ' ', strlen(spaces[i]));
}

// Blanks out the word and gives what currency it is.
static int take_word(char *text, size_t begin, size_t length, char **code, struct err *err)
{
    scope_free char *word = strndup(text + begin, length);
    scope_free char *found = catalogue_money_code(word, err);
    if (!found)
        return -EINVAL;
    if (*code && strcmp(*code, found) != 0)
        return err_input(err, "two currencies, %s and %s, for one amount", *code, found);
    memset(text + begin, ' ', length);
    free(*code);
    *code = scope_take(found);
    return 0;
}

static char *trimmed(const char *text)
{
    text += strspn(text, " \t");
    size_t length = strlen(text);
    while (length > 0 && strchr(" \t", text[length - 1]))
        length--;
    return alloc_printf("%.*s", (int)length, text);
}

int catalogue_money_split(const char *text, char **ret_amount, char **ret_code, struct err *err)
{
    scope_free char *amount = alloc_copy(text);
    scope_free char *code = NULL;
    size_t length;
    if (!strpbrk(text, "0123456789"))
        return err_input(err, "'%.*s' is no amount of money such as 18000", SHOWN_MAX, text);
    plain_spaces(amount);
    for (size_t begin; begin = find_word(amount, &length), length > 0;) {
        int r = take_word(amount, begin, length, &code, err);
        if (r < 0)
            return r;
    }
    *ret_amount = trimmed(amount);
    *ret_code = scope_take(code);
    return 0;
}
