// SPDX-License-Identifier: GPL-3.0-or-later
// fullhouse media from outside: what it refuses, and the domains it prints. Images that boot:
// tests/system/test_media.c.
#include <criterion/criterion.h>

#include "tests/cli/program.h"

TestSuite(cli_media, .init = program_set_up, .fini = program_tear_down);

Test(cli_media, says_what_is_wrong)
{
    program_says(2, "media needs where to write, as -o appliance.iso, or --domain",
                 ARGUMENTS("media"));
    program_says(2,
                 "--domain needs the image it boots: -o writes one, --medium names one that is "
                 "there",
                 ARGUMENTS("media", "--domain", "vbox"));
    program_says(2, "boot.from: guests of xen-pv boot from kernel, not from iso",
                 ARGUMENTS("media", "--domain", "xen-pv", "--medium", "/a.iso"));
    program_says(
        2, "--boot-from kernel: the domain is to boot an image; iso or disk",
        ARGUMENTS("media", "--domain", "xen", "--medium", "/a.iso", "--boot-from", "kernel"));
    program_mentions(2, "(did you mean 'vbox'?)",
                     ARGUMENTS("media", "--domain", "vbx", "--medium", "/a.iso"));
    program_mentions(
        2, "by bios, not by uefi",
        ARGUMENTS("media", "--domain", "vbox", "--medium", "/a.iso", "--boot-firmware", "uefi"));
    program_says(
        2, "--memory: by uefi the image comes up with 256 MiB at least",
        ARGUMENTS("media", "--domain", "bhyve", "--medium", "/a.iso", "--memory", "128MiB"));
    // Before an image is made.
    program_says(2, "/none/a.iso: cannot be written: No such file or directory",
                 ARGUMENTS("media", "-o", "/none/a.iso"));
}

Test(cli_media, prints_a_domain_for_an_image_that_is_there)
{
    program_mentions(0, "<domain type=\"vmware\">",
                     ARGUMENTS("media", "--domain", "vmware", "--medium", "[store] a.iso"));
    program_mentions(0, "<source file=\"[store] a.iso\"/>",
                     ARGUMENTS("media", "--domain", "vmware", "--medium", "[store] a.iso"));
    program_mentions(
        0, "<memory unit=\"KiB\">524288</memory>",
        ARGUMENTS("media", "--domain", "bhyve", "--medium", "/a.iso", "--memory", "512MiB"));
}

// Nothing is started that could not be heard.
Test(cli_media, a_run_under_a_deaf_hypervisor_ends_at_once)
{
    program_mentions(3, "virDomainOpenConsole",
                     ARGUMENTS("bench", "--platform", "vbox", "--guests", "1"));
    program_mentions(3, "name a libvirt that reaches it",
                     ARGUMENTS("bench", "--platform", "xen", "--guests", "1"));
    program_mentions(
        2, "does not lead to xen",
        ARGUMENTS("bench", "--platform", "xen", "--connect", "qemu:///system", "--guests", "1"));
}
