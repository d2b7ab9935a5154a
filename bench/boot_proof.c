// SPDX-License-Identifier: GPL-3.0-or-later
// Boots one guest with a deadline, and remembers what came of it.
#include "bench/boot_proof.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "bench/fleet.h"
#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/process.h"
#include "common/base/scope.h"
#include "common/model/emulator.h"

// Ten times what a Linux guest takes under KVM.
static const uint64_t DEADLINE_NS = 15 * CLOCK_NS_PER_SECOND;
#define APPLIANCE_BYTES (UINT64_C(128) << 20)
#define BARE_BYTES      (UINT64_C(16) << 20)

static bool is_bare(const struct platform_options *options)
{
    return strcmp(options->guest, "bare") == 0;
}

// --- the memory --------------------------------------------------------------------------------

// A file's size and time: a new one is another guest, another QEMU.
static char *identify(const char *path)
{
    struct stat status = {0};
    if (path && *path)
        stat(path, &status);
    return alloc_printf("%" PRIdMAX " %" PRIdMAX, (intmax_t)status.st_size,
                        (intmax_t)status.st_mtime);
}

// An answer belongs to this kernel, this QEMU and this guest.
static char *memory_key(const struct platform_options *options)
{
    struct utsname name = {0};
    uname(&name);
    const char *own = options->emulator ? options->emulator->program : "";
    scope_free char *program = *own ? alloc_copy(own) : process_find("qemu-system-x86_64");
    scope_free char *qemu = identify(program);
    const char *image = is_bare(options) ? options->bare : options->kernel;
    scope_free char *guest = identify(image);
    return alloc_printf("%s %s; qemu %s; uid %d; guest %s %s", name.release, name.version, qemu,
                        (int)geteuid(), image, guest);
}

// Program, machine and CPU model have answers of their own, so that arms that differ in them do not
// forget each other's. New string, "" for the usual ones.
static char *memory_suffix(const struct emulator *emulator)
{
    if (!emulator || emulator_is_usual(emulator))
        return alloc_copy("");
    char *suffix = alloc_printf("-%s-%s-%s", emulator->program, emulator->machine, emulator->cpu);
    for (char *at = suffix; *at; at++)
        *at = *at == '/' ? '_' : *at;
    return suffix;
}

static char *memory_path(const struct platform_ops *ops, const struct platform_options *options)
{
    scope_free char *cache = path_cache_dir(NULL);
    scope_free char *suffix = memory_suffix(options->emulator);
    return cache ? alloc_printf("%s/proof-%s-%s%s", cache, ops->name,
                                is_bare(options) ? "bare" : "appliance", suffix)
                 : NULL;
}

static const char *known_cpu(const char *text)
{
    return strcmp(text, "host-passthrough") == 0 ? "host-passthrough" : "";
}

// The file: the key's line, "works" or "fails", the CPU model's line, then the reason to the end.
int boot_proof_recall(const struct platform_ops *ops, const struct platform_options *options,
                      struct boot_proof *ret_proof)
{
    scope_free char *path = memory_path(ops, options);
    scope_free char *text = NULL;
    scope_free char *key = memory_key(options);
    if (!path || path_read(path, 1 << 16, &text, NULL, NULL) < 0)
        return 0;
    char *rest = text;
    const char *known = strsep(&rest, "\n");
    const char *answer = rest ? strsep(&rest, "\n") : NULL;
    const char *cpu = rest ? strsep(&rest, "\n") : NULL;
    if (strcmp(known, key) != 0 || !cpu || !rest)
        return 0;
    *ret_proof = (struct boot_proof){
        .works = strcmp(answer, "works") == 0,
        .remembered = true,
        .cpu = known_cpu(cpu),
        .reason = alloc_copy(rest),
    };
    return 1;
}

// A proof that cannot be remembered is made again next time: no error.
static void remember(const struct platform_ops *ops, const struct platform_options *options,
                     const struct boot_proof *proof)
{
    scope_free char *path = memory_path(ops, options);
    scope_free char *key = memory_key(options);
    scope_free char *text = alloc_printf("%s\n%s\n%s\n%s", key, proof->works ? "works" : "fails",
                                         proof->cpu, proof->reason);
    if (path)
        path_write(path, text, strlen(text), 0600, NULL);
}

// --- the boot ----------------------------------------------------------------------------------

// How far an attempt came.
enum attempt { ATTEMPT_CLOSED, ATTEMPT_REFUSED, ATTEMPT_RAN }; // no platform, no guest, a guest

static int boot_one(struct platform *platform, uint64_t memory_bytes, struct boot_proof *proof,
                    enum attempt *ret_attempt, struct err *err)
{
    const struct fleet_options options = {
        .platform = platform,
        .shape = {.vcpus = 1, .memory_bytes = memory_bytes},
        .guests = 1,
        .parallel = 1,
        .boot_timeout_ns = DEADLINE_NS,
    };
    struct fleet *fleet = fleet_new(&options);
    struct err why = {0};
    int result = fleet_boot(fleet, &why);
    const struct guest *lost = fleet_lost(fleet);
    *ret_attempt = result < 0 ? ATTEMPT_REFUSED : ATTEMPT_RAN;
    proof->works = result == 0 && !lost;
    proof->reason = alloc_copy(result < 0 ? err_text(&why) : lost ? lost->record.reason : "");
    fleet_free(fleet);
    err_done(&why);
    return result == -EINTR ? err_interrupted(err) : 0;
}

static int try_cpu(const struct platform_ops *ops, const struct platform_options *options,
                   struct boot_proof *proof, enum attempt *ret_attempt, struct err *err)
{
    struct platform *platform;
    struct err why = {0};
    *proof = (struct boot_proof){.cpu = options->cpu};
    *ret_attempt = ATTEMPT_CLOSED;
    if (ops->open(options, &platform, &why) < 0) {
        bool interrupted = why.kind == ERR_INTERRUPTED;
        proof->reason = alloc_copy(err_text(&why));
        err_done(&why);
        return interrupted ? err_interrupted(err) : 0;
    }
    int result = boot_one(platform, is_bare(options) ? BARE_BYTES : APPLIANCE_BYTES, proof,
                          ret_attempt, err);
    ops->close(platform);
    return result;
}

// Where QEMU refuses the host's own model, only what becomes of the default one is of use.
static int prove(const struct platform_ops *ops, const struct platform_options *options,
                 struct boot_proof *proof, enum attempt *ret_attempt, struct err *err)
{
    struct platform_options tried = *options;
    bool is_named = options->emulator && *options->emulator->cpu;
    bool own_model = !ops->emulated && !is_bare(options) && !is_named;
    tried.agent_test = "";
    tried.network = NULL;
    tried.cpu = own_model ? "host-passthrough" : "";
    int result = try_cpu(ops, &tried, proof, ret_attempt, err);
    if (result < 0 || !own_model || *ret_attempt != ATTEMPT_REFUSED)
        return result;
    boot_proof_done(proof);
    tried.cpu = "";
    return try_cpu(ops, &tried, proof, ret_attempt, err);
}

static void announce(const struct platform_ops *ops, const struct platform_options *options)
{
    scope_free char *text =
        alloc_printf("asking %s to boot %s: only that proves it (once for each kernel and QEMU)",
                     ops->emulated ? "QEMU's emulation" : "KVM",
                     is_bare(options) ? "the bare guest" : "one Linux guest");
    options->say(options->context, text);
}

int boot_proof_make(const struct platform_ops *ops, const struct platform_options *options,
                    struct boot_proof *ret_proof, struct err *err)
{
    bool local = !*options->connect;
    if (local && !ops->emulated && access("/dev/kvm", R_OK | W_OK) < 0) {
        *ret_proof = (struct boot_proof){
            .cpu = "",
            .reason = alloc_printf("/dev/kvm: %s", strerror(errno)),
        };
        return 0;
    }
    announce(ops, options);
    struct boot_proof proof;
    enum attempt attempt;
    int result = prove(ops, options, &proof, &attempt, err);
    if (result < 0) {
        boot_proof_done(&proof);
        return result;
    }
    // A kernel that could not be fetched says nothing of the host.
    if (local && attempt != ATTEMPT_CLOSED)
        remember(ops, options, &proof);
    *ret_proof = proof;
    return 0;
}

int boot_proof_get(const struct platform_ops *ops, const struct platform_options *options,
                   struct boot_proof *ret_proof, struct err *err)
{
    // What is remembered of KVM would outlive the right to open it.
    bool may_open = ops->emulated || access("/dev/kvm", R_OK | W_OK) == 0;
    if (!*options->connect && may_open && boot_proof_recall(ops, options, ret_proof))
        return 0;
    return boot_proof_make(ops, options, ret_proof, err);
}

void boot_proof_done(struct boot_proof *proof)
{
    if (!proof)
        return;
    free(proof->reason);
    *proof = (struct boot_proof){0};
}
