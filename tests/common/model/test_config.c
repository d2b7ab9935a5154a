// SPDX-License-Identifier: GPL-3.0-or-later
// Wrong YAML: each message has the file, the right line, the key and what would be right; nothing
// a file can hold does worse than be refused.
#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/model/config.h"
#include "common/model/scenario.h"

static void expect_message(const char *text, const char *begin, const char *part)
{
    struct scenario scenario;
    struct err err = {0};
    scenario_init(&scenario);
    cr_expect_eq(scenario_load_text(&scenario, "f", text, &err), -EINVAL, "taken:\n%s", text);
    cr_expect(strncmp(err_text(&err), begin, strlen(begin)) == 0, "'%s' begins not with '%s'",
              err_text(&err), begin);
    cr_expect(strstr(err_text(&err), part), "'%s' lacks '%s'", err_text(&err), part);
    cr_expect_null(strchr(err_text(&err), '\n'), "more than one line: %s", err_text(&err));
    cr_expect_eq(err_exit_code(&err), 2);
    err_done(&err);
    scenario_done(&scenario);
}

static void expect_nothing(const char *text)
{
    struct scenario scenario;
    struct err err = {0};
    scenario_init(&scenario);
    cr_expect_eq(scenario_load_text(&scenario, "f", text, &err), 0, "%s", err_text(&err));
    scenario_done(&scenario);
}

Test(model_config, names_misspelt_keys)
{
    expect_message("label: a\nlabell: b\n", "f:2: no key 'labell'", "did you mean 'label'");
    expect_message("label: a\nshape:\n  vcpus: 1\n  memry: 2\n", "f:4: no key 'shape.memry'",
                   "did you mean 'memory'");
    expect_message("# one\n\nqqqqqqqq: 1\n", "f:3: no key 'qqqqqqqq'", "one of: label, platform");
    expect_message("{label: a, Guests: 2}", "f:1: no key 'Guests'", "did you mean 'guests'");
    expect_message("'': 2", "f:1: no key ''", "");
}

Test(model_config, names_wrong_types)
{
    expect_message("label: [a]\n", "f:1: label: ", "single value");
    expect_message("\nlabel:\n  a: b\n", "f:3: label: ", "single value");
    expect_message("\nshape: 3\n", "f:2: shape: ", "vcpus, memory");
    expect_message("shape:\n", "f:1: shape: ", "vcpus, memory");
    expect_message("shape: [1]\n", "f:1: shape: ", "vcpus, memory");
    expect_message("- guests\n", "f:1: ", "keys and values are wanted");
    expect_message("guests", "f:1: ", "keys and values are wanted");
    expect_message("? [a]\n: b\n", "f:1: ", "single word");
    expect_message("? {a: b}\n: b\n", "f:1: ", "single word");
}

Test(model_config, names_wrong_units_and_values)
{
    expect_message("guests: 1..8\n\nwindow: 1\n", "f:3: window: ", "'1'");
    expect_message("shape:\n  memory: 96MeB\n", "f:2: shape.memory: ", "96MeB");
    expect_message("shape:\n  memory: 1KiB\n", "f:2: shape.memory: ", "between 1MiB and 64TiB");
    expect_message("guests: 8..1", "f:1: guests: ", "8..1");
    expect_message("guests: 1..999999", "f:1: guests: ", "65536");
    expect_message("load:\n  rate: 125%", "f:2: load.rate: ", "125%");
    expect_message("load: {arrivals: poison}", "f:1: load.arrivals: ", "did you mean 'poisson'");
    expect_message("load:\n  rate: 25%\n  arrivals: closed", "f:2: load.rate: ", "closed");
    expect_message("slo: p99<=3x,p98<=1x", "f:1: slo: ", "did you mean");
    expect_message("seed: -1", "f:1: seed: ", "-1");
    expect_message("unique_content: maybe", "f:1: unique_content: ", "yes nor no");
    expect_message("boot:\n  timeout: 0s", "f:2: boot.timeout: ", "between 1s and");
    expect_message("windows: 0", "f:1: windows: ", "0");
    expect_message("platform: ''", "f:1: platform: ", "auto");
}

Test(model_config, refuses_keys_given_twice)
{
    expect_message("label: a\nguests: 1\nlabel: b\n", "f:3: label: ", "first in line 1");
    expect_message("shape: {vcpus: 1}\nshape: {vcpus: 2}\n", "f:2: shape: ", "first in line 1");
}

Test(model_config, refuses_aliases_and_second_documents)
{
    expect_message("label: &x b\nkernel: *x\n", "f:2: *x", "aliases");
    expect_message("label: a\n---\nlabel: b\n", "f:2: ", "second document");
}

Test(model_config, refuses_what_is_no_yaml)
{
    expect_message("label: {\n", "f:", "label");
    expect_message("load: {rate: 25%\n", "f:2: no valid YAML", "flow mapping");
    expect_message("label: a\nkernel: b\n\x01\x02", "f:3: no valid YAML", "control characters");
    expect_message("label: \"a\\0b\"", "f:1: label: ", "zero character");
    expect_message("label: \xff\xfe\x80", "f:1: no valid YAML", "");
    expect_message("\tlabel: a", "f:1: no valid YAML", "");
}

Test(model_config, takes_empty_files)
{
    expect_nothing("");
    expect_nothing("\n\n");
    expect_nothing("# nothing here\n");
    expect_nothing("{}");
    expect_nothing("shape: {}\nload: {}\n");
    expect_nothing("\xef\xbb\xbflabel: with a byte order mark\n");
}

Test(model_config, survives_depth)
{
    enum { DEPTH = 100000 };
    scope_free char *text = alloc_zeroed(DEPTH + 10, 1);
    memset(text, '[', DEPTH);
    expect_message(text, "f:1: ", "");
    memcpy(text, "label: ", 7);
    expect_message(text, "f:1: ", "");
    memset(text, '{', DEPTH);
    expect_message(text, "f:1: ", "");
    for (size_t i = 0; i < DEPTH; i++)
        text[i] = "- "[i % 2];
    expect_message(text, "f:1: ", "");
}

Test(model_config, survives_size)
{
    enum { SIZE = 1 << 19 };
    scope_free char *text = alloc_zeroed(SIZE + 10, 1);
    memset(text, 'a', SIZE);
    memcpy(text, "guests: ", 8);
    expect_message(text, "f:1: guests: ", "");
    memcpy(text, "aaaaaaaa", 8);
    memcpy(text + SIZE, ": 1", 4);
    expect_message(text, "f:1: ", "");
}

// A schema with a number, whose errors only libcyaml itself finds.
struct thing {
    struct {
        unsigned count;
    } inner;
};

Test(model_config, gives_libcyamls_own_errors_a_line)
{
    static const cyaml_schema_field_t inner[] = {
        {.key = "count",
         .value = {.type = CYAML_UINT, .flags = CYAML_FLAG_DEFAULT, .data_size = 4}},
        CYAML_FIELD_END,
    };
    static const cyaml_schema_field_t fields[] = {
        CYAML_FIELD_MAPPING("inner", CYAML_FLAG_DEFAULT, struct thing, inner, inner),
        CYAML_FIELD_END,
    };
    static const cyaml_schema_value_t schema = {
        CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct thing, fields),
    };
    static const char text[] = "# a thing\ninner:\n  # how many\n  count: many\n";
    struct config_places places = {0};
    void *value = NULL;
    struct err err = {0};
    cr_expect_eq(config_load("f", text, strlen(text), &schema, &value, &places, &err), -EINVAL);
    cr_expect(strncmp(err_text(&err), "f:4: inner.count: ", 18) == 0, "%s", err_text(&err));
    cr_expect_null(value);
    err_done(&err);
    static const char missing[] = "# none\ninner:\n  {}\n";
    cr_expect_eq(config_load("f", missing, strlen(missing), &schema, &value, &places, &err),
                 -EINVAL);
    cr_expect(strncmp(err_text(&err), "f:2: inner", 10) == 0, "%s", err_text(&err));
    err_done(&err);
}
