// SPDX-License-Identifier: GPL-3.0-or-later
// Opens and closes it.
#include "tests/harness/native.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/wait.h>

#include "common/base/err.h"
#include "tests/collector/tree.h"

void native_make_cache(void)
{
    tree_make();
    setenv("FULLHOUSE_CACHE", tree_root(), 1);
}

void native_remove_cache(void)
{
    tree_remove();
}

const char *native_agent(void)
{
    return TEST_BUILD_DIR "/fullhouse-guest";
}

static void say_nothing(void *context, const char *text)
{
    (void)context;
    (void)text;
}

int native_open_on(const struct platform_ops *ops, struct native *native, const char *fault,
                   struct err *err)
{
    int result = workspace_open(&native->workspace, err);
    if (result < 0)
        return result;
    const struct platform_options options = {
        .workspace = &native->workspace,
        .connect = "",
        .kernel = "",
        .agent = native_agent(),
        .guest = "auto",
        .bare = "",
        .agent_test = fault,
        .say = say_nothing,
    };
    result = ops->open(&options, &native->platform, err);
    if (result < 0)
        workspace_close(&native->workspace);
    return result;
}

void native_open(struct native *native, const char *fault)
{
    struct err err = {0};
    cr_assert_eq(native_open_on(&platform_native, native, fault, &err), 0, "%s", err_text(&err));
}

void native_close(struct native *native)
{
    native->platform->ops->close(native->platform);
    workspace_close(&native->workspace);
}

bool native_has_children(void)
{
    siginfo_t ignored;
    return waitid(P_ALL, 0, &ignored, WEXITED | WNOHANG | WNOWAIT) == 0 || errno != ECHILD;
}
