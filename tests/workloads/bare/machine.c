// SPDX-License-Identifier: GPL-3.0-or-later
// QEMU alone, without libvirt: what is tested here is the guest.
#include "tests/workloads/bare/machine.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "collector/tsc.h"
#include "common/base/alloc.h"
#include "common/base/process.h"
#include "common/base/scope.h"

static void need(const struct machine *machine)
{
    scope_free char *qemu = process_find("qemu-system-x86_64");

    if (!qemu)
        cr_skip_test("no qemu-system-x86_64");
    if (strcmp(machine->accelerator, "kvm") == 0 && access("/dev/kvm", R_OK | W_OK) < 0)
        cr_skip_test("/dev/kvm does not open");
}

static void spawn(const struct machine *machine, int line, pid_t *ret_pid)
{
    scope_free char *accelerator = alloc_printf("pc,accel=%s", machine->accelerator);
    scope_free char *memory = alloc_printf("%u", machine->memory_mib);
    scope_free char *vcpus = alloc_printf("%u", machine->vcpus);
    scope_free char *chardev = alloc_printf("socket,id=line,fd=%d", line);
    scope_free char *rate = machine->knows_no_rate
                                ? alloc_copy("")
                                : alloc_printf("fullhouse.tsc_khz=%" PRIu64, tsc_measure_khz());
    scope_free char *words = alloc_printf("%s fullhouse.cpus=%u %s", rate, machine->vcpus,
                                          machine->words ? machine->words : "");
    const char *const arguments[] = {
        "qemu-system-x86_64",
        "-machine",
        accelerator,
        "-m",
        memory,
        "-smp",
        vcpus,
        "-nodefaults",
        "-no-user-config",
        "-no-reboot",
        "-display",
        "none",
        "-chardev",
        chardev,
        "-serial",
        "chardev:line",
        "-kernel",
        TEST_BUILD_DIR "/fullhouse-bare",
        "-append",
        words,
        machine->has_seabios ? NULL : "-bios",
        TEST_BUILD_DIR "/fullhouse-bare.rom",
        NULL,
    };
    posix_spawn_file_actions_t actions;

    // KVM's warnings about CPU features are not the test's.
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
    cr_assert_eq(
        posix_spawnp(ret_pid, arguments[0], &actions, NULL, (char *const *)arguments, environ), 0);
    posix_spawn_file_actions_destroy(&actions);
}

void machine_start(const struct machine *machine, struct agent *agent)
{
    int fds[2];

    need(machine);
    cr_assert_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, fds), 0);
    fcntl(fds[0], F_SETFD, FD_CLOEXEC);
    spawn(machine, fds[1], &agent->pid);
    close(fds[1]);
    channel_init(&agent->channel, fds[0]);
}

void machine_stop(struct agent *agent)
{
    kill(agent->pid, SIGKILL);
    waitpid(agent->pid, NULL, 0);
    agent_hang_up(agent);
}

void machine_expect_end(struct agent *agent)
{
    agent_exit_code(agent);
    agent_hang_up(agent);
}
