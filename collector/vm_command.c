// SPDX-License-Identifier: GPL-3.0-or-later
// One record for each hypervisor: how its program is called, and where its command line says who
// the guest is.
#include "collector/vm_command.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "collector/vm_option.h"
#include "common/base/alloc.h"
#include "common/base/scope.h"

enum { VCPUS_MAX = 65536 };

struct hypervisor {
    const char *name;
    const char *const *programs; // a trailing * stands for anything
    // Adds what the arguments say; false: it runs no virtual machine.
    bool (*read)(const struct vm_option_list *list, struct vm_command *command);
};

static void take_text(char **field, char *found)
{
    if (!found)
        return;
    free(*field);
    *field = found;
}

static uint32_t count_of(const char *text)
{
    char *end;
    if (!text || !isdigit((unsigned char)*text))
        return 0;
    unsigned long value = strtoul(text, &end, 10);
    return end == text || value > VCPUS_MAX ? 0 : (uint32_t)value;
}

// -accel, -machine accel= and -enable-kvm; what stands first in a list is tried first. Without any
// of them QEMU emulates, unless it is called kvm.
static bool qemu_is_emulated(const struct vm_option_list *list)
{
    scope_free char *accel = vm_option_field(list, "accel", "accel", true);
    scope_free char *machine = vm_option_field(list, "machine", "accel", false);
    scope_free char *short_machine = vm_option_field(list, "M", "accel", false);
    const char *chosen = accel ? accel : machine ? machine : short_machine;
    if (chosen)
        return strncmp(chosen, "tcg", 3) == 0;
    return !vm_option_is_given(list, "enable-kvm") && !strstr(vm_option_program(list), "kvm");
}

static bool read_qemu(const struct vm_option_list *list, struct vm_command *command)
{
    scope_free char *machine = vm_option_field(list, "machine", "type", true);
    scope_free char *short_machine = vm_option_field(list, "M", "type", true);
    scope_free char *vcpus = vm_option_field(list, "smp", "cpus", true);
    if ((machine && strcmp(machine, "none") == 0) ||
        (short_machine && strcmp(short_machine, "none") == 0))
        return false;
    take_text(&command->name, vm_option_field(list, "name", "guest", true));
    take_text(&command->uuid, vm_option_field(list, "uuid", "uuid", true));
    // Topology alone (sockets=2,cores=4) is left to the threads to tell.
    command->vcpus = count_of(vcpus);
    if (!vm_option_is_given(list, "smp"))
        command->vcpus = 1;
    command->is_emulated = qemu_is_emulated(list);
    return true;
}

static bool read_cloud_hypervisor(const struct vm_option_list *list, struct vm_command *command)
{
    scope_free char *vcpus = vm_option_field(list, "cpus", "boot", false);
    take_text(&command->uuid, vm_option_field(list, "platform", "uuid", false));
    command->vcpus = count_of(vcpus);
    return true;
}

static bool read_firecracker(const struct vm_option_list *list, struct vm_command *command)
{
    take_text(&command->name, vm_option_text(list, "id"));
    return true;
}

static bool read_kvmtool(const struct vm_option_list *list, struct vm_command *command)
{
    scope_free char *vcpus = vm_option_text(list, "cpus");
    scope_free char *short_vcpus = vm_option_text(list, "c");
    if (!vm_option_has_word(list, "run"))
        return false;
    take_text(&command->name, vm_option_text(list, "name"));
    command->vcpus = count_of(vcpus ? vcpus : short_vcpus);
    return true;
}

static bool read_virtualbox(const struct vm_option_list *list, struct vm_command *command)
{
    scope_free char *which = vm_option_text(list, "startvm");
    if (!which)
        return false;
    take_text(&command->name, vm_option_text(list, "comment"));
    if (!*command->name)
        take_text(&command->name, alloc_copy(which));
    take_text(&command->uuid, scope_take(which));
    return true;
}

static const char *const qemu_programs[] = {"qemu-system-*", "qemu-kvm", "kvm", NULL};
static const char *const cloud_programs[] = {"cloud-hypervisor*", NULL};
static const char *const firecracker_programs[] = {"firecracker*", NULL};
static const char *const kvmtool_programs[] = {"lkvm", "lkvm-static", "kvmtool", NULL};
static const char *const virtualbox_programs[] = {"VBoxHeadless", "VirtualBoxVM", NULL};

static const struct hypervisor hypervisors[] = {
    {"QEMU", qemu_programs, read_qemu},
    {"Cloud Hypervisor", cloud_programs, read_cloud_hypervisor},
    {"Firecracker", firecracker_programs, read_firecracker},
    {"kvmtool", kvmtool_programs, read_kvmtool},
    {"VirtualBox", virtualbox_programs, read_virtualbox},
};

static bool is_called(const char *program, const char *const *names)
{
    for (; *names; names++) {
        size_t length = strlen(*names);
        bool is_prefix = (*names)[length - 1] == '*';
        if (is_prefix ? strncmp(program, *names, length - 1) == 0 : strcmp(program, *names) == 0)
            return true;
    }
    return false;
}

static const struct hypervisor *find_hypervisor(const char *program)
{
    for (size_t i = 0; i < sizeof hypervisors / sizeof *hypervisors; i++)
        if (is_called(program, hypervisors[i].programs))
            return &hypervisors[i];
    return NULL;
}

bool vm_command_parse(const char *bytes, size_t length, struct vm_command *ret_command)
{
    struct vm_option_list list = {.bytes = bytes, .length = length};
    if (length == 0 || bytes[length - 1] != '\0')
        return false;
    const struct hypervisor *hypervisor = find_hypervisor(vm_option_program(&list));
    if (!hypervisor)
        return false;
    struct vm_command command = {
        .hypervisor = hypervisor->name,
        .name = alloc_copy(""),
        .uuid = alloc_copy(""),
    };
    if (!hypervisor->read(&list, &command)) {
        vm_command_done(&command);
        return false;
    }
    *ret_command = command;
    return true;
}

void vm_command_done(struct vm_command *command)
{
    free(command->name);
    free(command->uuid);
    *command = (struct vm_command){0};
}

// "CPU 3/KVM" of QEMU, and what others call theirs.
int vm_vcpu_of_thread(const char *comm)
{
    static const char *const prefixes[] = {"CPU ", "vcpu", "fc_vcpu ", "kvm-vcpu-", "EMT-"};
    if (strncmp(comm, "ALL CPUs/", 9) == 0)
        return 0;
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
        size_t length = strlen(prefixes[i]);
        if (strncmp(comm, prefixes[i], length) != 0 || !isdigit((unsigned char)comm[length]))
            continue;
        char *end;
        unsigned long value = strtoul(comm + length, &end, 10);
        bool is_whole = *end == '\0' || *end == '\n' || (i == 0 && *end == '/');
        return is_whole && value < VCPUS_MAX ? (int)value : -1;
    }
    return -1;
}
