// SPDX-License-Identifier: GPL-3.0-or-later
// One guest heard over a line on which its firmware speaks, too.
#include "bench/guest.h"

#include <criterion/criterion.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

TestSuite(harness_guest);

static const char hello[] = "{\"type\":\"hello\",\"version\":1,\"kernel\":\"Linux 6.1\",\"cpus\":1,"
                            "\"memory_bytes\":134217728,\"workloads\":[\"cpu\"]}\n";
// As OVMF and GRUB have been seen to.
static const char noise[] =
    "\033[2J\033[01;01HBdsDxe: loading Boot0001 \"UEFI DVD-ROM\"\r\n"
    "\033[0mWelcome to GRUB!\r\n{\r\n\"type\": \"\000\"\r\n\033[30mhalf a li";

static struct guest guest;
static int ends[2];

static void attach(bool is_noisy)
{
    cr_assert_eq(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
    guest_init(&guest, 0);
    const struct platform_guest os = {.channel_fd = ends[0], .is_noisy = is_noisy};
    guest_attach(&guest, &os);
}

static void hear(const char *bytes, size_t length)
{
    cr_assert_eq(write(ends[1], bytes, length), (ssize_t)length);
    guest_receive(&guest);
}

static void detach(void)
{
    close(ends[0]);
    close(ends[1]);
    guest_done(&guest);
}

Test(harness_guest, is_heard_behind_what_its_firmware_said)
{
    attach(true);
    hear(noise, sizeof noise - 1);
    cr_assert_eq(guest.phase, GUEST_BOOTING);
    hear("\n", 1); // the agent's, which ends the half line
    hear(hello, sizeof hello - 1);
    cr_assert_eq(guest.phase, GUEST_IDLE, "%s", guest.record.reason);
    detach();
}

Test(harness_guest, all_at_once_is_the_same)
{
    char bytes[sizeof noise + sizeof hello];
    memcpy(bytes, noise, sizeof noise - 1);
    bytes[sizeof noise - 1] = '\n';
    memcpy(bytes + sizeof noise, hello, sizeof hello - 1);
    attach(true);
    hear(bytes, sizeof bytes - 1);
    cr_assert_eq(guest.phase, GUEST_IDLE, "%s", guest.record.reason);
    detach();
}

Test(harness_guest, is_lost_by_noise_once_it_has_spoken)
{
    attach(true);
    hear(hello, sizeof hello - 1);
    hear("[ 12.3] a kernel's message\n", 27);
    cr_assert_eq(guest.phase, GUEST_LOST);
    detach();
}

Test(harness_guest, of_a_line_of_its_own_is_lost_by_noise)
{
    attach(false);
    hear("Welcome to GRUB!\n", 17);
    cr_assert_eq(guest.phase, GUEST_LOST);
    detach();
}
