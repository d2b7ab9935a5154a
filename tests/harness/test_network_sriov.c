// SPDX-License-Identifier: GPL-3.0-or-later
// Cards and virtual functions as the kernel links them in /sys, in a folder of the test's.
#include "bench/network_sriov.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "tests/collector/tree.h"

static void make(const char *path)
{
    scope_free char *full = tree_path(path);
    cr_assert_eq(path_make_dirs(full, NULL), 0);
}

static void link_to(const char *path, const char *target)
{
    scope_free char *full = tree_path(path);
    cr_assert_eq(symlink(target, full), 0, "%s", full);
}

// A card, eth1, with two virtual functions, of which the first has an interface, eth1v0.
static void make_card(void)
{
    tree_make();
    make("/sys/devices/0000:03:00.0/net/eth1");
    make("/sys/devices/0000:03:10.0/net/eth1v0");
    make("/sys/devices/0000:03:10.2");
    make("/sys/class/net/eth1");
    make("/sys/class/net/eth1v0");
    make("/sys/bus/pci/devices");
    link_to("/sys/class/net/eth1/device", "../../../devices/0000:03:00.0");
    link_to("/sys/class/net/eth1v0/device", "../../../devices/0000:03:10.0");
    link_to("/sys/devices/0000:03:00.0/virtfn0", "../0000:03:10.0");
    link_to("/sys/devices/0000:03:00.0/virtfn1", "../0000:03:10.2");
    link_to("/sys/devices/0000:03:10.0/physfn", "../0000:03:00.0");
    link_to("/sys/devices/0000:03:10.2/physfn", "../0000:03:00.0");
    link_to("/sys/bus/pci/devices/0000:03:10.2", "../../../devices/0000:03:10.2");
}

TestSuite(harness_network_sriov, .init = make_card, .fini = tree_remove);

static void expect_function(const char *name, uint32_t index, const char *expected)
{
    scope_free char *address = NULL;
    struct err err = {0};
    cr_assert_eq(network_sriov_function(tree_root(), name, index, &address, &err), 0, "%s",
                 err_text(&err));
    cr_assert_str_eq(address, expected);
}

Test(harness_network_sriov, gives_each_guest_its_function)
{
    expect_function("eth1", 0, "0000:03:10.0");
    expect_function("eth1", 1, "0000:03:10.2");
    expect_function("eth1v0", 0, "0000:03:10.0");
    expect_function("0000:03:10.2", 0, "0000:03:10.2");
}

static void expect_refusal(const char *name, uint32_t index, const char *what, bool has_mend)
{
    scope_free char *address = NULL;
    struct err err = {0};
    cr_assert_eq(network_sriov_function(tree_root(), name, index, &address, &err), -ENOTSUP);
    cr_assert_not_null(strstr(err_text(&err), what), "%s", err_text(&err));
    cr_assert_eq(err.mend != NULL, has_mend);
    err_done(&err);
}

Test(harness_network_sriov, says_what_is_missing)
{
    expect_refusal("eth1", 2, "eth1 has no virtual function for guest 2", true);
    expect_refusal("eth1v0", 1, "can serve one guest", false);
    expect_refusal("eth9", 0, "no network card 'eth9'", false);
    expect_refusal("../eth1", 0, "no network card", false);
}

Test(harness_network_sriov, finds_the_card)
{
    static const char *const names[] = {"eth1", "eth1v0", "0000:03:10.2"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        scope_free char *interface = NULL;
        cr_assert_eq(network_sriov_card(tree_root(), names[i], &interface, NULL), 0);
        cr_assert_str_eq(interface, "eth1");
    }
    char *none;
    cr_assert_eq(network_sriov_card(tree_root(), "eth9", &none, NULL), -ENOTSUP);
}
