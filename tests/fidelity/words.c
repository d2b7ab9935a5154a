// SPDX-License-Identifier: GPL-3.0-or-later
// Braces into values.
#include "tests/fidelity/words.h"

#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/strbuf.h"

static const char TIMES[] = "times:";

// One brace, without its ends. False when it is none.
static bool add_brace(const char *brace, const struct words_setting *setting, struct strbuf *out)
{
    if (strcmp(brace, "seconds") == 0)
        strbuf_printf(out, "%g", setting->seconds);
    else if (strcmp(brace, "whole") == 0)
        strbuf_printf(out, "%.0f", fmax(1, ceil(setting->seconds)));
    else if (strncmp(brace, TIMES, strlen(TIMES)) == 0)
        strbuf_printf(out, "%.0f",
                      fmax(1, atof(brace + strlen(TIMES)) * setting->seconds * setting->pace));
    else if (strcmp(brace, "file") == 0)
        strbuf_add(out, setting->file);
    else if (strcmp(brace, "file_bytes") == 0)
        strbuf_printf(out, "%" PRIu64, setting->file_bytes);
    else if (strcmp(brace, "agent") == 0)
        strbuf_add(out, setting->agent);
    else if (strcmp(brace, "port") == 0)
        strbuf_printf(out, "%u", setting->port);
    else
        return false;
    return true;
}

static int fill_word(const char *word, const struct words_setting *setting, char **ret_word,
                     struct err *err)
{
    struct strbuf out = {0};

    for (const char *at = word; *at;) {
        size_t plain = strcspn(at, "{"), inner = 0;
        char *brace;
        bool known;

        strbuf_add_bytes(&out, at, plain);
        at += plain;
        if (!*at)
            break;
        inner = strcspn(at + 1, "}");
        brace = strndup(at + 1, inner);
        known = at[1 + inner] == '}' && add_brace(brace, setting, &out);
        free(brace);
        if (!known) {
            strbuf_done(&out);
            return err_input(err, "'%s': what is in its braces is nothing to fill in", word);
        }
        at += inner + 2;
    }
    *ret_word = strbuf_take(&out);
    return 0;
}

int words_fill(const char *const *words, const struct words_setting *setting, char ***ret_words,
               struct err *err)
{
    size_t count = 0, used = 0;
    char **filled;
    int rc = 0;

    while (words[count])
        count++;
    filled = alloc_zeroed(count + 1, sizeof *filled);
    for (size_t i = 0; i < count && rc == 0; i++) {
        rc = fill_word(words[i], setting, &filled[used], err);
        used += rc == 0;
    }
    if (rc < 0) {
        words_free(filled);
        return rc;
    }
    *ret_words = filled;
    return 0;
}

void words_free(char **words)
{
    if (!words)
        return;
    for (size_t i = 0; words[i]; i++)
        free(words[i]);
    free(words);
}

char *words_join(const char *const *words)
{
    struct strbuf out = {0};

    for (size_t i = 0; words[i]; i++)
        strbuf_printf(&out, "%s%s", i ? " " : "", words[i]);
    return strbuf_take(&out);
}
