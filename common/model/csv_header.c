// SPDX-License-Identifier: GPL-3.0-or-later
// What spreadsheets and people make of a column's name.
#include "common/model/csv_header.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"

char *csv_header_name(const char *text)
{
    char *name = alloc_zeroed(strlen(text) + 1, 1), *to = name;
    for (; *text; text++) {
        bool is_blank = strchr("-_() \t", *text) != NULL;
        if (!is_blank)
            *to++ = (char)tolower((unsigned char)*text);
        else if (to != name && to[-1] != ' ')
            *to++ = ' ';
    }
    if (to != name && to[-1] == ' ')
        to[-1] = '\0';
    return name;
}

int csv_header_check(char *const *fields, size_t count, struct err *err)
{
    if (count == 1 && strchr(fields[0], ';'))
        return err_input(err, "columns are separated by semicolons; commas are wanted");
    if (count == 1 && strchr(fields[0], '\t'))
        return err_input(err, "columns are separated by tabs; commas are wanted");
    return 0;
}
