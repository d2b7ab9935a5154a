// SPDX-License-Identifier: GPL-3.0-or-later
// Where guests run. A platform starts a guest and hands over the descriptor on which its agent
// speaks; everything after that is the same everywhere. To add one: one file, one line in
// platform_table.
#ifndef FULLHOUSE_BENCH_PLATFORM_H
#define FULLHOUSE_BENCH_PLATFORM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "bench/pins.h"
#include "common/model/boot_way.h"
#include "common/model/memory_backing.h"
#include "common/model/shape.h"

struct err;
struct disk;
struct emulator;
struct network;
struct platform;
struct program_pack;
struct platform_verbs;
struct workspace;

// How guests of a load that needs a network are connected: network_options.
struct network_wish {
    const char *mode;
    const char *addresses;
};

// What a platform is opened with; all borrowed, and kept alive by the caller until it is closed.
struct platform_options {
    struct workspace *workspace; // folders of this run: sockets, consoles
    const char *connect;         // libvirt URI, "" for the embedded driver
    const char
        *place; // what tells this arm's files and interfaces from those of others in the same
                // workspace: a letter or a digit; NULL or "" for the platform's own name
    const char *guest;  // "appliance", "bare" or a path; for platform_choose also "auto"
    const char *kernel; // the appliance's, or ""
    const char *agent;  // path of the fullhouse-guest binary
    const char *bare;   // path of the bare guest, "" absent; its firmware is the same + ".rom"
    const char *cpu;    // of Linux guests under KVM, "host-passthrough" or "" for the
                        // hypervisor's default model; NULL for the first
    const struct emulator *emulator; // program, machine and CPU model; NULL: the usual ones
    struct boot_way boot;            // what Linux guests boot from, by which firmware
    const char *medium;     // a bootable image where the hypervisor finds it; NULL or "": made
    const char *agent_test; // a fault for tests (agent_fault.h), or ""
    const struct network_wish *network;  // what guests are connected with, NULL: nothing
    const struct disk *disk;             // what each guest's data disk is to be, NULL: none
    const struct program_pack *programs; // what the appliance carries, NULL: nothing
    enum memory_backing backing;         // of the guests' memory; native has none
    bool bare_knows_load;                // whether the bare guest has this run's workload
    double cpu_quota_ratio;              // of each vCPU that a guest may use; 0 or 1: all of it
    enum pinning pinning;                // how guests are bound to this host's CPUs
    bool has_life; // guests are to be changed while they run (platform_verbs): their machine gets
                   // what that needs, and no other run's does
    void (*say)(void *context, const char *text); // announces a wait; never NULL
    void *context;
};

struct guest_spec {
    uint32_t index; // from 0
    struct shape shape;
    const char *home; // as in pinning.h; NULL or "": it is bound to nothing
    int64_t node;     // with a home: that of its memory, or PLACEMENT_NO_NODE
};

// What of its guests a platform can bind to CPUs of this host.
enum platform_binding {
    PLATFORM_BINDS_NOTHING,
    PLATFORM_BINDS_PROCESS, // all of a guest to all CPUs of its home
    PLATFORM_BINDS_VCPUS,   // each vCPU to its own
};

// A started guest. Zero-initialise with channel_fd = -1.
struct platform_guest {
    int channel_fd; // the agent's end, owned by the caller from here on
    pid_t pid;      // of its process on this host, 0 unknown
    bool is_noisy;  // before the agent speaks firmware and boot loader may, on the same line
    char *console;  // path of its console's text, or NULL; heap-owned
    void *handle;   // the platform's own
};

struct platform_ops {
    const char *name; // "kvm"
    const char *help; // one line
    bool emulated;
    // 0 and *ret_platform, or negative errno.
    int (*open)(const struct platform_options *options, struct platform **ret_platform,
                struct err *err);
    // Blocks until the guest runs (not: until its agent speaks). Called by several threads at once.
    int (*start)(struct platform *platform, const struct guest_spec *spec,
                 struct platform_guest *ret_guest, struct err *err);
    // Ends it at once and frees what guest owns, channel_fd too. Idempotent; several threads at
    // once.
    void (*stop)(struct platform *platform, struct platform_guest *guest);
    // The user interrupted: ends what a blocked start waits for. May be NULL, may be called often.
    void (*hurry)(struct platform *platform);
    void (*close)(struct platform *platform);
    // "qemu 7.2.22, libvirt 9.0.0, qemu:///embed" as a new string, "" where there is no hypervisor.
    char *(*hypervisor)(struct platform *platform);
    const struct platform_verbs *verbs; // NULL: it can only start and stop them
};

// What every struct platform begins with.
struct platform {
    const struct platform_ops *ops;
    const char *guest_kind;      // "process", "appliance", "bare", "image"; a constant
    struct network *network;     // NULL: guests have no interface
    uint64_t disk_bytes;         // of each guest's data disk, 0: they have none
    uint64_t least_memory_bytes; // with which a guest comes up at all, 0: not known
    enum platform_binding binding;
    struct pins pins; // set by platform_choose, released by who closes the platform
};

extern const struct platform_ops platform_native;
extern const struct platform_ops platform_container;
extern const struct platform_ops platform_kvm;
extern const struct platform_ops platform_tcg;
extern const struct platform_ops platform_hvf;
extern const struct platform_ops platform_xen;
extern const struct platform_ops platform_xen_pvh;
extern const struct platform_ops platform_xen_pv;
extern const struct platform_ops platform_bhyve;
extern const struct platform_ops platform_vbox;
extern const struct platform_ops platform_vmware;

// All of them, NULL-terminated. "auto" is not among them: platform_choose picks one.
extern const struct platform_ops *const platform_table[];

// The entry of that name or NULL.
const struct platform_ops *platform_find(const char *name);

#endif
