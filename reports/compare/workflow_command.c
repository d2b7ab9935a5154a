// SPDX-License-Identifier: GPL-3.0-or-later
// Escapes as the runner's own toolkit does: per cent and line ends in both parts, colons and commas
// in properties.
#include "reports/compare/workflow_command.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "common/base/strbuf.h"
#include "reports/utf8.h"

static void add_escaped(struct strbuf *out, const char *text, const char *escaped)
{
    for (uint32_t character; (character = utf8_next(&text));) {
        if (character < 0x80 && strchr(escaped, (int)character))
            strbuf_printf(out, "%%%02X", (unsigned)character);
        else
            utf8_add(out, character);
    }
}

void workflow_command_add(struct strbuf *out, const char *level, const char *title,
                          const char *message)
{
    strbuf_printf(out, "::%s title=", level);
    add_escaped(out, title, "%\n\t:,");
    strbuf_add(out, "::");
    add_escaped(out, message, "%\n");
    strbuf_add(out, "\n");
}
