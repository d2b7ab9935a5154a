// SPDX-License-Identifier: GPL-3.0-or-later
// Reads the end of a console's file; it may be of any size and hold anything.
#include "bench/console.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"

enum { TAIL_BYTES = 2000, TAIL_LINES = 15 };

// Drops what a terminal would act on, NULs and carriage returns among it; what is beyond ASCII
// becomes '?'. text is terminated at end.
static void clean(char *text, const char *end)
{
    char *to = text;
    for (const char *from = text; from < end; from++) {
        unsigned char byte = (unsigned char)*from;
        if (byte == 27 && from[1] == '[') {
            from += 2 + strspn(from + 2, "0123456789;?");
        } else if (byte == '\n' || (byte >= 32 && byte < 127)) {
            *to++ = (char)byte;
        } else if (byte >= 128) {
            *to++ = '?';
        }
    }
    *to = '\0';
}

static const char *last_lines(char *text)
{
    size_t length = strlen(text);
    while (length && text[length - 1] == '\n')
        text[--length] = '\0';
    int lines = 0;
    for (size_t at = length; at > 0; at--)
        if (text[at - 1] == '\n' && ++lines == TAIL_LINES)
            return text + at;
    return text;
}

char *console_tail(const char *path)
{
    scope_close int fd = path ? open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK) : -1;
    if (fd < 0)
        return alloc_copy("");
    off_t size = lseek(fd, 0, SEEK_END);
    off_t from = size > TAIL_BYTES ? size - TAIL_BYTES : 0;
    scope_free char *text = alloc_zeroed(TAIL_BYTES + 1, 1);
    ssize_t got = pread(fd, text, TAIL_BYTES, from);
    clean(text, text + (got > 0 ? got : 0));
    return alloc_copy(last_lines(text));
}
