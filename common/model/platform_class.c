// SPDX-License-Identifier: GPL-3.0-or-later
// The table of classes. Goldberg's Type I runs on the bare machine, his Type II on an extended host
// under an operating system (R. P. Goldberg, "Architectural Principles for Virtual Computer
// Systems", Harvard 1973, chapter 2). Popek and Goldberg ("Formal Requirements for Virtualizable
// Third Generation Architectures", CACM 17(7), 1974) ask of either that most instructions run on
// the processor as they are.
#include "common/model/platform_class.h"

#include <string.h>

const struct platform_class platform_class_table[] = {
    {"native", "none",
     "No hypervisor: the load is a plain process of the host, which the others are held against"},
    {"container", "containers",
     "No hypervisor either: one kernel for all, namespaces hide and cgroups limit (Soltesz et al., "
     "EuroSys 2007)"},
    {"kvm", "Type 1 / Type 2",
     "The hypervisor is part of a kernel on the bare machine (Type I of Goldberg 1973), and a host "
     "system stands around it (his Type II)"},
    {"tcg", "emulation",
     "Every instruction is translated (Bellard, USENIX 2005), so it is no virtual machine monitor "
     "in the sense of Popek and Goldberg 1974"},
    {"xen", "Type 1",
     "It runs on the bare machine, and the system one logs in to is a guest of it (Barham et al., "
     "SOSP 2003)"},
    {"xen-pvh", "Type 1", "as xen: without the devices that its full machines have emulated"},
    {"xen-pv", "Type 1",
     "as xen: the guest's kernel calls the hypervisor, no help of the processor is needed"},
    {"vbox", "Type 2",
     "A program and a driver of a host system, which schedules it (Type II of Goldberg 1973)"},
    {"vmware", "Type 2",
     "Workstation, Player and Fusion live in a host system (Sugerman et al., USENIX 2001); ESX, "
     "which has its own driver, is Type 1"},
    {"bhyve", "Type 1 / Type 2",
     "As KVM: a module of a kernel on the bare machine, with a host system around it"},
    {"hvf", "Type 1 / Type 2",
     "As KVM: the kernel of a host system has the monitor, and a process of its each guest"},
};
const size_t platform_class_count = sizeof platform_class_table / sizeof *platform_class_table;

const struct platform_class *platform_class_find(const char *platform)
{
    for (size_t i = 0; i < platform_class_count; i++)
        if (strcmp(platform_class_table[i].platform, platform) == 0)
            return &platform_class_table[i];
    return NULL;
}
