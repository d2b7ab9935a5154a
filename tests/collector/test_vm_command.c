// SPDX-License-Identifier: GPL-3.0-or-later
// Command lines of virtual machines as libvirt, people and other tools start them.
#include "collector/vm_command.h"

#include <criterion/criterion.h>
#include <string.h>

// Arguments are written with a bar between them.
static bool parse(const char *line, struct vm_command *ret_command)
{
    char bytes[1024];
    size_t length = strlen(line);
    cr_assert_lt(length, sizeof bytes - 1);
    for (size_t i = 0; i <= length; i++)
        bytes[i] = line[i];
    for (size_t i = 0; i < length; i++)
        if (line[i] == '|')
            bytes[i] = '\0';
    return vm_command_parse(bytes, length + 1, ret_command);
}

static void expect(const char *line, const char *hypervisor, const char *name, const char *uuid,
                   uint32_t vcpus, bool is_emulated)
{
    struct vm_command command;
    cr_assert(parse(line, &command), "%s", line);
    cr_expect_str_eq(command.hypervisor, hypervisor);
    cr_expect_str_eq(command.name, name);
    cr_expect_str_eq(command.uuid, uuid);
    cr_expect_eq(command.vcpus, vcpus, "%s: %u vCPUs", line, command.vcpus);
    cr_expect_eq(command.is_emulated, is_emulated, "%s", line);
    vm_command_done(&command);
}

Test(collector_vm_command, reads_what_libvirt_starts)
{
    expect("/usr/bin/qemu-system-x86_64|-name|guest=web,,one=1,debug-threads=on|-S|-machine|"
           "pc-q35-7.2,usb=off,dump-guest-core=off|-accel|kvm|-cpu|host|-m|2048|-smp|"
           "4,sockets=4,cores=1,threads=1|-uuid|0c1a2b3c-0000-4000-8000-000000000001",
           "QEMU", "web,one=1", "0c1a2b3c-0000-4000-8000-000000000001", 4, false);
    expect("/usr/bin/qemu-system-x86_64|-name|guest=slow|-accel|tcg,thread=multi|-smp|2,maxcpus=8",
           "QEMU", "slow", "", 2, true);
}

Test(collector_vm_command, reads_what_people_type)
{
    expect("qemu-system-x86_64|--name=mine|-enable-kvm|-hda|x", "QEMU", "mine", "", 1, false);
    expect("qemu-system-aarch64|-M|virt,accel=tcg|-smp|cpus=3", "QEMU", "", "", 3, true);
    expect("/usr/bin/kvm|-name|old,process=kvm-old", "QEMU", "old", "", 1, false);
    expect("/usr/libexec/qemu-kvm|-smp|sockets=2,cores=2", "QEMU", "", "", 0, false);
    expect("qemu-system-x86_64", "QEMU", "", "", 1, true);
    expect("qemu-system-x86_64|-name", "QEMU", "", "", 1, true);
    expect("qemu-system-x86_64|-smp|99999999", "QEMU", "", "", 0, true);
}

Test(collector_vm_command, reads_other_hypervisors)
{
    expect("/usr/local/bin/cloud-hypervisor|--cpus|boot=2,max=4|--platform|uuid=u-1",
           "Cloud Hypervisor", "", "u-1", 2, false);
    expect("/usr/bin/firecracker|--id|fn-7|--api-sock|/run/x", "Firecracker", "fn-7", "", 0, false);
    expect("lkvm|run|-c|2|--name|tiny", "kvmtool", "tiny", "", 2, false);
    expect("/usr/lib/virtualbox/VBoxHeadless|--comment|box|--startvm|u-2|--vrde|config",
           "VirtualBox", "box", "u-2", 0, false);
}

Test(collector_vm_command, leaves_everything_else_alone)
{
    static const char *const lines[] = {
        "bash|-c|qemu-system-x86_64 -name x",
        "qemu-img|create|x",
        "/usr/bin/qemu-system-x86_64|-S|-no-user-config|-nodefaults|-machine|none,accel=kvm:tcg",
        "lkvm|list",
        "VirtualBoxVM",
        "",
    };
    struct vm_command command;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        cr_expect_not(parse(lines[i], &command), "%s", lines[i]);
    cr_expect_not(vm_command_parse("", 0, &command), "a kernel thread");
    cr_expect_not(vm_command_parse("kvm", 3, &command), "without its last zero byte");
}

Test(collector_vm_command, tells_vcpus_by_the_names_of_their_threads)
{
    cr_expect_eq(vm_vcpu_of_thread("CPU 0/KVM"), 0);
    cr_expect_eq(vm_vcpu_of_thread("CPU 12/TCG\n"), 12);
    cr_expect_eq(vm_vcpu_of_thread("ALL CPUs/TCG"), 0);
    cr_expect_eq(vm_vcpu_of_thread("vcpu3"), 3);
    cr_expect_eq(vm_vcpu_of_thread("fc_vcpu 1"), 1);
    cr_expect_eq(vm_vcpu_of_thread("EMT-2"), 2);
    static const char *const others[] = {"qemu-system-x86",  "CPU",
                                         "CPU x/KVM",        "vcpu",
                                         "vcpu3x",           "kvm-nx-lpage-re",
                                         "CPU 99999999/KVM", "IO mon_iothread"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        cr_expect_eq(vm_vcpu_of_thread(others[i]), -1, "%s", others[i]);
}
