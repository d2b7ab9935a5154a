// SPDX-License-Identifier: GPL-3.0-or-later
// The list of sources: all of the table, whether this host has them, and the same as in the
// documentation.
#include <criterion/criterion.h>
#include <jansson.h>
#include <string.h>

#include "cli/source_print.h"
#include "collector/source.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "common/model/telemetry_metric.h"
#include "tests/cli/program.h"

Test(cli_source_list, machines_get_all_that_is_known)
{
    scope_free char *output = program_output(0, ARGUMENTS("list", "sources", "--json"));
    json_t *root = json_loads(output, 0, NULL);
    size_t metrics = 0, sources = json_array_size(root);
    for (size_t i = 0; i < sources; i++) {
        json_t *source = json_array_get(root, i);
        bool present = json_is_true(json_object_get(source, "present"));
        const char *name = json_string_value(json_object_get(source, "name"));
        cr_expect_str_eq(name, source_table[i] ? source_table[i]->name : "watch");
        cr_expect_neq(present, json_is_string(json_object_get(source, "absent")), "%s", name);
        metrics += json_array_size(json_object_get(source, "metrics"));
        if (!source_table[i])
            break;
    }
    cr_expect_eq(metrics, telemetry_metric_count);
    json_decref(root);
}

Test(cli_source_list, people_get_it_too)
{
    program_mentions(0, "memory  fast beat", ARGUMENTS("list", "sources"));
    program_mentions(0, "memory_available_bytes (B)", ARGUMENTS("list", "sources"));
    program_mentions(0, "watch_cpu_ratio (ratio)", ARGUMENTS("list", "sources"));
    program_mentions(0, "source    pressure", ARGUMENTS("list"));
}

Test(cli_source_list, the_documentation_has_the_same)
{
    scope_strbuf struct strbuf table = {0};
    scope_free char *text = NULL;
    struct err err = {0};
    cr_assert_eq(path_read(TEST_SOURCE_DIR "/docs/telemetry.md", 1 << 20, &text, NULL, &err), 0,
                 "%s", err_text(&err));
    source_print_markdown(&table);
    cr_assert_not_null(strstr(text, strbuf_text(&table)),
                       "docs/telemetry.md is not what the program says; make docs mends it");
}
