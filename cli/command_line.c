// SPDX-License-Identifier: GPL-3.0-or-later
// Words and quotes.
#include "cli/command_line.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "common/http_url.h"

static const char harmless[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
                               "-_./=:,@%+";

static void add_word(struct strbuf *line, const char *word)
{
    if (*word && word[strspn(word, harmless)] == '\0') {
        strbuf_add(line, word);
        return;
    }
    strbuf_add(line, "'");
    for (; *word; word++)
        strbuf_add_bytes(line, *word == '\'' ? "'\\''" : word, *word == '\'' ? 4 : 1);
    strbuf_add(line, "'");
}

// An address may stand alone or behind "--catalogue=" and "catalogue=".
static char *without_secrets(const char *word)
{
    const char *address = strstr(word, "http://");
    address = address ? address : strstr(word, "https://");
    if (!address)
        return alloc_copy(word);
    scope_free char *shown = http_url_shown(address);
    return alloc_printf("%.*s%s", (int)(address - word), word, shown);
}

char *command_line_of(int argc, const char *const *argv)
{
    struct strbuf line = {0};
    strbuf_printf(&line, "fullhouse %s", argv[0]);
    for (int i = 1; i < argc; i++) {
        scope_free char *word = without_secrets(argv[i]);
        strbuf_add(&line, " ");
        add_word(&line, word);
    }
    return strbuf_take(&line);
}
