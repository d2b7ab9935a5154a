// SPDX-License-Identifier: GPL-3.0-or-later
// Compares one look at the host's processes with the one before. A machine is its process: one that
// is started again under its old name goes on as the same object.
#include "collector/vm_fleet.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "collector/vir_link.h"
#include "collector/vm_list.h"
#include "collector/watch.h"
#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "common/model/telemetry.h"

struct member {
    struct vm vm;
    char *object; // "vm web"
    bool is_seen; // by the scan under way
};

struct vm_fleet {
    struct watch *watch;
    const struct procfs *procfs;
    struct vir_link *link; // NULL: none is wanted
    vm_fleet_tell tell;
    void *context;
    struct member *members;
    size_t count;
};

struct vm_fleet *vm_fleet_new(struct watch *watch, const struct procfs *procfs, const char *connect,
                              vm_fleet_tell tell, void *context)
{
    struct vm_fleet *fleet = alloc_zeroed(1, sizeof *fleet);
    *fleet = (struct vm_fleet){
        .watch = watch,
        .procfs = procfs,
        .link = *connect ? vir_link_new(connect) : NULL,
        .tell = tell,
        .context = context,
    };
    return fleet;
}

size_t vm_fleet_count(const struct vm_fleet *fleet)
{
    return fleet->count;
}

static void remove_member(struct vm_fleet *fleet, size_t index)
{
    struct member *member = &fleet->members[index];
    watch_remove_guest(fleet->watch, member->object);
    vm_command_done(&member->vm.command);
    free(member->object);
    fleet->count--;
    memmove(member, member + 1, (fleet->count - index) * sizeof *member);
}

void vm_fleet_free(struct vm_fleet *fleet)
{
    if (!fleet)
        return;
    while (fleet->count > 0)
        remove_member(fleet, fleet->count - 1);
    vir_link_free(fleet->link);
    free(fleet->members);
    free(fleet);
}

static struct member *find_process(const struct vm_fleet *fleet, const struct vm *vm)
{
    for (size_t i = 0; i < fleet->count; i++)
        if (fleet->members[i].vm.pid == vm->pid &&
            fleet->members[i].vm.start_ticks == vm->start_ticks)
            return &fleet->members[i];
    return NULL;
}

static bool is_taken(const struct vm_fleet *fleet, const char *object)
{
    for (size_t i = 0; i < fleet->count; i++)
        if (strcmp(fleet->members[i].object, object) == 0)
            return true;
    return false;
}

// What a name may not hold in a line of a report is a question mark.
static char *clean_name(const char *name)
{
    char *clean = alloc_copy(name);
    for (char *at = clean; *at; at++)
        if ((unsigned char)*at < ' ' || *at == 127)
            *at = '?';
    return clean;
}

// Two users may have machines of one name.
static char *name_object(const struct vm_fleet *fleet, const struct vm *vm)
{
    scope_free char *name = clean_name(vm->command.name);
    if (!*name)
        return alloc_printf("vm %d", (int)vm->pid);
    scope_free char *object = alloc_printf("vm %s", name);
    if (is_taken(fleet, object))
        return alloc_printf("vm %s (%d)", name, (int)vm->pid);
    return scope_take(object);
}

static void tell_came(const struct vm_fleet *fleet, const struct member *member)
{
    const struct vm_command *command = &member->vm.command;
    scope_strbuf struct strbuf text = {0};
    strbuf_printf(&text, "%s: %s%s, process %d", member->object, command->hypervisor,
                  command->is_emulated ? " without KVM (emulation)" : "", (int)member->vm.pid);
    if (command->vcpus)
        strbuf_printf(&text, ", %u vCPU%s", command->vcpus, command->vcpus == 1 ? "" : "s");
    fleet->tell(fleet->context, strbuf_text(&text));
}

static void add_member(struct vm_fleet *fleet, struct vm *vm)
{
    struct member member = {.vm = *vm, .object = name_object(fleet, vm), .is_seen = true};
    vm->command = (struct vm_command){0};
    watch_add_guest(fleet->watch, member.object, member.vm.pid, member.vm.command.vcpus, NULL);
    fleet->members = alloc_resized(fleet->members, fleet->count + 1, sizeof *fleet->members);
    fleet->members[fleet->count++] = member;
    tell_came(fleet, &member);
}

static void drop_unseen(struct vm_fleet *fleet)
{
    for (size_t i = fleet->count; i-- > 0;) {
        if (fleet->members[i].is_seen)
            continue;
        scope_free char *text = alloc_printf("%s is gone", fleet->members[i].object);
        remove_member(fleet, i);
        fleet->tell(fleet->context, text);
    }
}

// Those that went make room for their names first.
static void compare(struct vm_fleet *fleet, struct vm_list *list)
{
    for (size_t i = 0; i < fleet->count; i++)
        fleet->members[i].is_seen = false;
    for (size_t i = 0; i < list->count; i++) {
        struct member *member = find_process(fleet, &list->vms[i]);
        if (member)
            member->is_seen = true;
    }
    drop_unseen(fleet);
    for (size_t i = 0; i < list->count; i++)
        if (!find_process(fleet, &list->vms[i]))
            add_member(fleet, &list->vms[i]);
}

int vm_fleet_scan(struct vm_fleet *fleet, struct err *err)
{
    scope_vm_list struct vm_list list = {0};
    int result = vm_list_scan(fleet->procfs, &list, err);
    if (result < 0)
        return result;
    compare(fleet, &list);
    if (fleet->link)
        vir_link_look(fleet->link);
    return 0;
}

void vm_fleet_gather(struct vm_fleet *fleet)
{
    if (!fleet->link || !vir_link_has_looked(fleet->link))
        return;
    const char *why = vir_link_why(fleet->link);
    if (why)
        telemetry_add_absence(watch_telemetry(fleet->watch), "libvirt", "host", why);
    for (size_t i = 0; i < fleet->count; i++) {
        const struct member *member = &fleet->members[i];
        const struct vm_command *command = &member->vm.command;
        watch_set_domain(fleet->watch, member->object,
                         vir_link_domain(fleet->link, command->uuid, command->name));
    }
}
