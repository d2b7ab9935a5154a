// SPDX-License-Identifier: GPL-3.0-or-later
// Picks a platform and says why.
#include "bench/choose.h"

#include <stdlib.h>
#include <string.h>

#include "bench/kvm_proof.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/nearest.h"
#include "common/base/scope.h"

static int open_named(const char *wanted, const struct platform_options *options,
                      struct platform **ret_platform, char **ret_note, struct err *err)
{
    static const char *const names[] = {"auto", "native", "kvm", "tcg"};
    const struct platform_ops *ops = platform_find(wanted);
    if (!ops) {
        scope_free char *hint = nearest_hint(wanted, names, sizeof names / sizeof *names);
        return err_input(err, "no platform '%s'%s", wanted, hint);
    }
    int result = ops->open(options, ret_platform, err);
    if (result == 0)
        *ret_note = alloc_copy("");
    return result;
}

static int open_auto(const struct platform_options *options, struct platform **ret_platform,
                     char **ret_note, struct err *err)
{
    struct kvm_proof proof;
    int result = kvm_proof_get(options, &proof, err);
    if (result < 0)
        return result;
    const struct platform_ops *ops = proof.works ? &platform_kvm : &platform_tcg;
    // The console's lines are for whoever asks; one line says what follows.
    int first_line = (int)strcspn(proof.reason, "\n");
    scope_free char *note =
        proof.works ? alloc_copy("KVM has booted a guest here")
                    : alloc_printf("KVM cannot run Linux guests here (%.*s), so guests run under "
                                   "emulation (TCG): every number is one of emulation",
                                   first_line, proof.reason);
    options->say(options->context, note);
    kvm_proof_done(&proof);
    result = ops->open(options, ret_platform, err);
    if (result == 0)
        *ret_note = scope_take(note);
    return result;
}

int platform_choose(const char *wanted, const struct platform_options *options,
                    struct platform **ret_platform, char **ret_note, struct err *err)
{
    if (strcmp(wanted, "auto") == 0)
        return open_auto(options, ret_platform, ret_note, err);
    return open_named(wanted, options, ret_platform, ret_note, err);
}
