// SPDX-License-Identifier: GPL-3.0-or-later
// Any text as a host map: refused with its line, or written back so that it reads the same.
#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/err.h"
#include "common/model/host_map.h"

#define REQUIRE(condition)                                                                         \
    do {                                                                                           \
        if (!(condition))                                                                          \
            abort();                                                                               \
    } while (0)

static void check(const char *text)
{
    struct host_map map, again;
    struct err err = {0};
    int rc = host_map_parse(text, &map, &err);
    REQUIRE(rc == 0 || (rc == -EINVAL && err.kind == ERR_INPUT && strstr(err_text(&err), "line ")));
    err_done(&err);
    if (rc < 0)
        return;
    char *once = host_map_format(&map);
    REQUIRE(host_map_parse(once, &again, NULL) == 0);
    char *twice = host_map_format(&again);
    REQUIRE(strcmp(once, twice) == 0);
    free(once);
    free(twice);
    host_map_done(&map);
    host_map_done(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1);

    REQUIRE(text);
    memcpy(text, data, size);
    text[size] = '\0';
    check(text);
    free(text);
    return 0;
}
