// SPDX-License-Identifier: GPL-3.0-or-later
// How often each guest is left for KVM, and why: /sys/kernel/debug/kvm/PID-FD, which root sees
// where debugfs is mounted. It is never mounted from here.
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>

#include "collector/procfs.h"
#include "collector/procfs_file.h"
#include "collector/source_table.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"

#define KVM_FOLDER "/sys/kernel/debug/kvm"

static const struct kvm_counter {
    const char *file, *metric;
} counters[] = {
    {"exits", "kvm_exits_hz"},
    {"io_exits", "kvm_io_exits_hz"},
    {"mmio_exits", "kvm_mmio_exits_hz"},
    {"halt_exits", "kvm_halt_exits_hz"},
    {"irq_exits", "kvm_irq_exits_hz"},
    {"irq_window_exits", "kvm_irq_window_exits_hz"},
    {"signal_exits", "kvm_signal_exits_hz"},
    {"insn_emulation", "kvm_emulated_instructions_hz"},
    {"pf_taken", "kvm_page_faults_hz"},
    {"tlb_flush", "kvm_tlb_flushes_hz"},
    {"hypercalls", "kvm_hypercalls_hz"},
};
enum { COUNTERS = sizeof counters / sizeof *counters, SEARCHES = 5 };

// Of one guest.
struct kvm_guest {
    struct procfs_file files[COUNTERS]; // path NULL: this kernel has no such counter
    struct source_counter seen[COUNTERS];
    unsigned searches; // for its folder, without success
    bool is_found;
};

static int open_kvm(const struct source_options *options, void **ret_state, struct err *err)
{
    scope_procfs_names struct procfs_names names = {0};
    (void)ret_state;
    int result = procfs_list(options->procfs, KVM_FOLDER, "", &names, err);
    if (result == -EACCES || result == -EPERM)
        return err_prefix(err, "only root sees KVM's counters");
    if (result < 0)
        return err_prefix(err, "debugfs is not mounted, or KVM not loaded (mount -t debugfs none "
                               "/sys/kernel/debug)");
    return 0;
}

static void open_files(struct kvm_guest *kvm, const struct source_tick *tick, const char *folder)
{
    for (size_t i = 0; i < COUNTERS; i++) {
        scope_free char *path = alloc_printf(KVM_FOLDER "/%s/%s", folder, counters[i].file);
        if (procfs_exists(tick->procfs, path))
            procfs_file_init(&kvm->files[i], tick->pool, scope_take(path));
    }
    kvm->is_found = true;
}

// QEMU makes its virtual machine some time after it was started.
static void find_folder(struct kvm_guest *kvm, const struct source_tick *tick,
                        const struct source_guest *guest)
{
    scope_free char *prefix = alloc_printf("%d-", (int)guest->pid);
    scope_procfs_names struct procfs_names names = {0};
    if (procfs_list(tick->procfs, KVM_FOLDER, prefix, &names, NULL) == 0 && names.count > 0)
        open_files(kvm, tick, names.names[0]);
    else if (++kvm->searches == SEARCHES)
        source_absent(tick, guest->object, "it does not run under KVM: no counters of its process");
}

static void sample_guest(struct kvm_guest *kvm, const struct source_tick *tick,
                         const struct source_guest *guest)
{
    const char *text;
    uint64_t value;
    if (!kvm->is_found && kvm->searches < SEARCHES)
        find_folder(kvm, tick, guest);
    for (size_t i = 0; kvm->is_found && i < COUNTERS; i++)
        if (kvm->files[i].path && procfs_file_read(&kvm->files[i], &text, NULL) == 0 &&
            procfs_digits(text, &value) == 0)
            source_add(tick, guest->object, counters[i].metric,
                       source_hz(&kvm->seen[i], value, tick->mono_ns));
}

static void sample_kvm(void *state, const struct source_tick *tick)
{
    (void)state;
    for (size_t i = 0; i < tick->guest_count; i++) {
        void **slot = source_slot(tick, tick->guests[i]);
        if (tick->guests[i]->pid <= 0)
            continue;
        if (!*slot)
            *slot = alloc_zeroed(1, sizeof(struct kvm_guest));
        sample_guest(*slot, tick, tick->guests[i]);
    }
}

static void free_guest(void *state, void *slot)
{
    struct kvm_guest *kvm = slot;
    (void)state;
    for (size_t i = 0; i < COUNTERS; i++)
        procfs_file_done(&kvm->files[i]);
    free(kvm);
}

const struct source_ops source_kvm = {
    .name = "kvm",
    .help = "each guest's exits to KVM by reason, from debugfs",
    .beat = SOURCE_FAST,
    .open = open_kvm,
    .sample = sample_kvm,
    .free_slot = free_guest,
};
