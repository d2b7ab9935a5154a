// SPDX-License-Identifier: GPL-3.0-or-later
// Boots one guest under KVM with a deadline, and remembers what came of it.
#include "bench/kvm_proof.h"

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

static const uint64_t DEADLINE_NS = 30 * CLOCK_NS_PER_SECOND;
#define MEMORY_BYTES (UINT64_C(128) << 20)

// --- the memory --------------------------------------------------------------------------------

// An answer belongs to this kernel, this QEMU (its file's size and time) and this guest kernel.
static char *memory_key(const char *kernel)
{
    struct utsname name = {0};
    struct stat qemu = {0};
    scope_free char *program = process_find("qemu-system-x86_64");
    uname(&name);
    if (program)
        stat(program, &qemu);
    return alloc_printf("%s %s; qemu %" PRIdMAX " %" PRIdMAX "; uid %d; guest %s", name.release,
                        name.version, (intmax_t)qemu.st_size, (intmax_t)qemu.st_mtime,
                        (int)geteuid(), kernel);
}

static char *memory_path(struct err *err)
{
    scope_free char *cache = path_cache_dir(err);
    return cache ? path_join(cache, "kvm-proof") : NULL;
}

// The file: the key's line, "works" or "fails", then the reason to the end.
int kvm_proof_recall(const char *kernel, struct kvm_proof *ret_proof)
{
    scope_free char *path = memory_path(NULL);
    scope_free char *text = NULL;
    scope_free char *key = memory_key(kernel);
    if (!path || path_read(path, 1 << 16, &text, NULL, NULL) < 0)
        return 0;
    char *rest = text;
    const char *known = strsep(&rest, "\n");
    const char *answer = rest ? strsep(&rest, "\n") : NULL;
    if (strcmp(known, key) != 0 || !answer || !rest)
        return 0;
    *ret_proof = (struct kvm_proof){
        .works = strcmp(answer, "works") == 0,
        .remembered = true,
        .reason = alloc_copy(rest),
    };
    return 1;
}

// A proof that cannot be remembered is made again next time: no error.
static void remember(const char *kernel, const struct kvm_proof *proof)
{
    scope_free char *path = memory_path(NULL);
    scope_free char *key = memory_key(kernel);
    scope_free char *text =
        alloc_printf("%s\n%s\n%s", key, proof->works ? "works" : "fails", proof->reason);
    if (path)
        path_write(path, text, strlen(text), 0600, NULL);
}

// --- the boot ----------------------------------------------------------------------------------

static int boot_one(struct platform *platform, struct kvm_proof *proof, struct err *err)
{
    const struct fleet_options options = {
        .platform = platform,
        .shape = {.vcpus = 1, .memory_bytes = MEMORY_BYTES},
        .guests = 1,
        .parallel = 1,
        .boot_timeout_ns = DEADLINE_NS,
    };
    struct fleet *fleet = fleet_new(&options);
    struct err why = {0};
    int result = fleet_boot(fleet, &why);
    const struct guest *lost = fleet_lost(fleet);
    proof->works = result == 0 && !lost;
    proof->reason = alloc_copy(result < 0 ? err_text(&why) : lost ? lost->record.reason : "");
    fleet_free(fleet);
    err_done(&why);
    return result == -EINTR ? err_interrupted(err) : 0;
}

static int prove(const struct platform_options *options, struct kvm_proof *ret_proof,
                 struct err *err)
{
    struct platform *platform;
    struct kvm_proof proof = {0};
    options->say(options->context, "asking KVM to boot one guest: only that proves it (once for "
                                   "each kernel and QEMU)");
    struct err why = {0};
    if (platform_kvm.open(options, &platform, &why) < 0) {
        proof.reason = alloc_copy(err_text(&why));
        err_done(&why);
        *ret_proof = proof;
        return 0;
    }
    int result = boot_one(platform, &proof, err);
    platform->ops->close(platform);
    if (result < 0)
        kvm_proof_done(&proof);
    else
        *ret_proof = proof;
    return result;
}

int kvm_proof_get(const struct platform_options *options, struct kvm_proof *ret_proof,
                  struct err *err)
{
    bool local = !*options->connect;
    if (local && access("/dev/kvm", R_OK | W_OK) < 0) {
        *ret_proof = (struct kvm_proof){
            .reason = alloc_printf("/dev/kvm: %s", strerror(errno)),
        };
        return 0;
    }
    if (local && kvm_proof_recall(options->kernel, ret_proof))
        return 0;
    int result = prove(options, ret_proof, err);
    if (result == 0 && local)
        remember(options->kernel, ret_proof);
    return result;
}

void kvm_proof_done(struct kvm_proof *proof)
{
    if (!proof)
        return;
    free(proof->reason);
    *proof = (struct kvm_proof){0};
}
