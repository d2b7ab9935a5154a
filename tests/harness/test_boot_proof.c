// SPDX-License-Identifier: GPL-3.0-or-later
// What is remembered of boots, and when it holds no longer. Real boots: tests/system/test_bare.c.
#include "bench/boot_proof.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/workspace.h"
#include "common/base/alloc.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "tests/collector/tree.h"
#include "tests/harness/native.h"

TestSuite(harness_boot_proof, .init = native_make_cache, .fini = native_remove_cache);

static struct platform_options options_of(const char *guest, const char *bare)
{
    return (struct platform_options){.guest = guest, .kernel = "", .bare = bare};
}

Test(harness_boot_proof, is_not_remembered_where_none_was_made)
{
    struct boot_proof proof = {.works = true};
    const struct platform_options options = options_of("appliance", "");
    cr_assert_eq(boot_proof_recall(&platform_kvm, &options, &proof), 0);
    static const char *const damaged[] = {
        "",        "\n", "key", "key\nworks", "key\nworks\n", "key\nworks\nhost-passthrough\n",
        "\n\n\n\n"};
    for (size_t i = 0; i < sizeof damaged / sizeof *damaged; i++) {
        tree_put("/proof-kvm-appliance", damaged[i]);
        cr_assert_eq(boot_proof_recall(&platform_kvm, &options, &proof), 0,
                     "of another host: case %zu", i);
    }
    cr_assert(proof.works);
    boot_proof_done(NULL);
}

static void say_nothing(void *context, const char *text)
{
    (void)context;
    (void)text;
}

Test(harness_boot_proof, is_not_made_of_what_could_not_be_tried)
{
    struct workspace workspace;
    struct boot_proof proof;
    cr_assert_eq(workspace_open(&workspace, NULL), 0);
    struct platform_options options = options_of("bare", "/nowhere/fullhouse-bare");
    options.workspace = &workspace;
    options.connect = "";
    options.agent = native_agent();
    options.agent_test = "";
    options.say = say_nothing;
    cr_assert_eq(boot_proof_get(&platform_tcg, &options, &proof, NULL), 0);
    cr_assert_not(proof.works);
    cr_assert_not_null(strstr(proof.reason, "/nowhere/fullhouse-bare"), "%s", proof.reason);
    boot_proof_done(&proof);
    cr_assert_eq(boot_proof_recall(&platform_tcg, &options, &proof), 0);
    workspace_close(&workspace);
}
