// SPDX-License-Identifier: GPL-3.0-or-later
// libcyaml with our manners: nothing printed, no aliases, and what its log says about a failure
// composed into one line. What the walk in config_places.c refuses never gets here.
#include "common/model/config.h"

#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"

// What libcyaml logs when it fails: a message, then where it was, innermost first.
struct complaint {
    char *what;
    char *path;
};

static char *format_line(const char *format, va_list arguments)
{
    char *line = NULL;
    if (vasprintf(&line, format, arguments) < 0)
        return alloc_copy("");
    line[strcspn(line, "\n")] = '\0';
    return line;
}

// "  in mapping field 'memory' (line: 3, column: 4)": the fields are the path, back to front.
static void add_field(struct complaint *complaint, const char *line)
{
    static const char mark[] = "in mapping field '";
    const char *begin = strstr(line, mark);
    if (!begin)
        return;
    begin += strlen(mark);
    int length = (int)strcspn(begin, "'");
    char *path = complaint->path ? alloc_printf("%.*s.%s", length, begin, complaint->path)
                                 : alloc_printf("%.*s", length, begin);
    free(complaint->path);
    complaint->path = path;
}

static __attribute__((format(printf, 3, 0))) void hear(cyaml_log_t level, void *context,
                                                       const char *format, va_list arguments)
{
    struct complaint *complaint = context;
    static const char prefix[] = "Load: ";
    if (level < CYAML_LOG_ERROR)
        return;
    scope_free char *line = format_line(format, arguments);
    add_field(complaint, line);
    if (complaint->what || strncmp(line, prefix, strlen(prefix)) != 0)
        return;
    complaint->what = alloc_copy(line + strlen(prefix));
}

static cyaml_config_t config_of(struct complaint *complaint)
{
    return (cyaml_config_t){
        .log_fn = complaint ? hear : NULL,
        .log_ctx = complaint,
        .log_level = CYAML_LOG_ERROR,
        .mem_fn = cyaml_mem,
        .flags = CYAML_CFG_NO_ALIAS | CYAML_CFG_STYLE_BLOCK,
    };
}

// The line of a key or, where the trouble is that it is missing, of what it should stand below.
static unsigned nearest_line(const struct config_places *places, const char *path)
{
    scope_free char *outer = alloc_copy(path ? path : "");
    for (;;) {
        unsigned line = config_line(places, outer);
        char *dot = strrchr(outer, '.');
        if (line)
            return line;
        if (!dot)
            return 1;
        *dot = '\0';
    }
}

static int report(struct complaint *complaint, cyaml_err_t error, const char *name,
                  const struct config_places *places, struct err *err)
{
    const char *what = complaint->what ? complaint->what : cyaml_strerror(error);
    int r = err_input(err, "%s:%u: %s%s%s", name, nearest_line(places, complaint->path),
                      complaint->path ? complaint->path : "", complaint->path ? ": " : "", what);
    free(complaint->what);
    free(complaint->path);
    return r;
}

int config_load(const char *name, const char *text, size_t length,
                const cyaml_schema_value_t *schema, void **ret_value,
                struct config_places *ret_places, struct err *err)
{
    scope_config_places struct config_places places = {0};
    int r = config_places_find(name, text, length, schema, &places, err);
    if (r < 0)
        return r;
    struct complaint complaint = {0};
    cyaml_config_t config = config_of(&complaint);
    void *value = NULL;
    cyaml_err_t error =
        cyaml_load_data((const uint8_t *)text, length, &config, schema, &value, NULL);
    if (error != CYAML_OK)
        return report(&complaint, error, name, &places, err);
    *ret_value = value;
    *ret_places = places;
    places = (struct config_places){0};
    return 0;
}

char *config_save(const void *value, const cyaml_schema_value_t *schema)
{
    cyaml_config_t config = config_of(NULL);
    char *bytes = NULL;
    size_t length = 0;
    if (cyaml_save_data(&bytes, &length, &config, schema, value, 0) != CYAML_OK)
        return NULL;
    struct strbuf text = {0};
    strbuf_add_bytes(&text, bytes, length);
    cyaml_mem(NULL, bytes, 0);
    return strbuf_take(&text);
}

void config_free(void *value, const cyaml_schema_value_t *schema)
{
    cyaml_config_t config = config_of(NULL);
    if (value)
        cyaml_free(&config, schema, value, 0);
}
