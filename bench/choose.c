// SPDX-License-Identifier: GPL-3.0-or-later
// Picks a platform and a kind of guest, and says why.
#include "bench/choose.h"

#include <stdlib.h>
#include <string.h>

#include "bench/guest_content.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/nearest.h"
#include "common/base/scope.h"

#define EMULATION "guests run under emulation (TCG): every number is one of emulation"

// What the choice goes by, and the answers it has asked for.
struct asking {
    const struct platform_options *options;
    platform_prove *prove;
};

static int ask(const struct asking *asking, const char *guest, struct boot_proof *ret_proof,
               struct err *err)
{
    struct platform_options options = *asking->options;
    options.guest = guest;
    return asking->prove(&platform_kvm, &options, ret_proof, err);
}

// The console's lines are for whoever asks; a note has room for the first.
static char *first_line(const struct boot_proof *proof)
{
    return alloc_printf("%.*s", (int)strcspn(proof->reason, "\n"), proof->reason);
}

static bool is(const char *text, const char *other)
{
    return strcmp(text, other) == 0;
}

static void set(struct platform_choice *choice, const struct platform_ops *ops, const char *guest,
                const char *cpu, char *note)
{
    *choice = (struct platform_choice){.ops = ops, .guest = guest, .cpu = cpu, .note = note};
}

// --- neither named -----------------------------------------------------------------------------

// KVM runs no Linux: what else there is. only_kvm: emulation is not wanted.
static int pick_without_linux(const struct asking *asking, const struct boot_proof *linux_guest,
                              bool only_kvm, struct platform_choice *choice, struct err *err)
{
    struct boot_proof bare = {0};
    scope_free char *reason = first_line(linux_guest);
    if (!asking->options->bare_knows_load) {
        if (only_kvm)
            return err_host(err, "fullhouse bench --platform tcg",
                            "KVM cannot run Linux guests here (%s), and the bare guest does not "
                            "have this workload",
                            reason);
        set(choice, &platform_tcg, "appliance", "",
            alloc_printf("KVM cannot run Linux guests here (%s), and the bare guest does not have "
                         "this workload, so " EMULATION,
                         reason));
        return 0;
    }
    int result = ask(asking, "bare", &bare, err);
    if (result < 0)
        return result;
    scope_free char *bare_reason = first_line(&bare);
    bool same = is(reason, bare_reason);
    if (bare.works)
        set(choice, &platform_kvm, "bare", bare.cpu,
            alloc_printf("KVM cannot run Linux guests here (%s), but runs the bare guest: guests "
                         "are bare and numbers are KVM's; disk and network workloads would need "
                         "Linux under emulation",
                         reason));
    else if (only_kvm)
        result = err_host(err, "fullhouse bench --platform tcg",
                          "KVM runs neither Linux guests here (%s) nor the bare guest (%s)", reason,
                          same ? "for the same reason" : bare_reason);
    else
        set(choice, &platform_tcg, "appliance", "",
            same ? alloc_printf("KVM runs no guests here (%s), so " EMULATION, reason)
                 : alloc_printf("KVM runs neither Linux guests here (%s) nor the bare guest (%s), "
                                "so " EMULATION,
                                reason, bare_reason));
    boot_proof_done(&bare);
    return result;
}

static int pick_any_guest(const struct asking *asking, bool only_kvm,
                          struct platform_choice *choice, struct err *err)
{
    struct boot_proof proof = {0};
    int result = ask(asking, "appliance", &proof, err);
    if (result == 0 && proof.works)
        set(choice, &platform_kvm, "appliance", proof.cpu,
            alloc_copy(only_kvm ? "" : "KVM has booted a guest here"));
    else if (result == 0)
        result = pick_without_linux(asking, &proof, only_kvm, choice, err);
    boot_proof_done(&proof);
    return result;
}

// --- the guest named ---------------------------------------------------------------------------

// Which of our guests shows what KVM does with that one: a program is like the bare guest, and what
// boots from a disk is most often Linux. NULL when it is no guest.
static const char *proxy_of(const char *guest, struct err *err)
{
    struct guest_content content;
    if (is(guest, "appliance") || is(guest, "bare"))
        return guest;
    if (guest_content_read(guest, &content, err) < 0)
        return NULL;
    return content.kind == GUEST_CONTENT_PROGRAM ? "bare" : "appliance";
}

static int pick_guest(const struct asking *asking, bool only_kvm, struct platform_choice *choice,
                      struct err *err)
{
    const char *guest = asking->options->guest;
    const char *proxy = proxy_of(guest, err);
    struct boot_proof proof = {0};
    if (!proxy)
        return err_prefix(err, "guest");
    int result = ask(asking, proxy, &proof, err);
    if (result < 0)
        return result;
    scope_free char *reason = first_line(&proof);
    const char *what = is(proxy, "bare") ? "the bare guest" : "Linux guests";
    if (proof.works)
        set(choice, &platform_kvm, guest, proof.cpu,
            only_kvm ? alloc_copy("")
                     : alloc_printf("KVM has booted %s here",
                                    is(proxy, "bare") ? "the bare guest" : "a guest"));
    else if (only_kvm && is(proxy, guest))
        result = err_host(err, "fullhouse bench --platform tcg", "KVM cannot run %s here (%s)",
                          what, reason);
    else if (only_kvm) // a stranger's guest may still boot: it is tried
        set(choice, &platform_kvm, guest, proof.cpu, alloc_copy(""));
    else
        set(choice, &platform_tcg, guest, "",
            alloc_printf("KVM cannot run %s here (%s), so " EMULATION, what, reason));
    boot_proof_done(&proof);
    return result;
}

// --- both ----------------------------------------------------------------------------------

static bool runs_processes(const struct platform_ops *ops)
{
    return ops == &platform_native || ops == &platform_container;
}

static int check_process(const struct platform_ops *ops, const char *guest, struct err *err)
{
    if (is(guest, "auto"))
        return 0;
    return err_input(err,
                     "the %s platform has no guests but plain processes: guest '%s' does not "
                     "go with it (leave it out, or name another platform)",
                     ops->name, guest);
}

static int check_load(const struct platform_options *options, struct err *err)
{
    if (!is(options->guest, "bare") || options->bare_knows_load)
        return 0;
    return err_input(err, "the bare guest does not have this workload: only a Linux guest has it "
                          "(guest: appliance)");
}

static int no_such_platform(const char *wanted, struct err *err)
{
    size_t count = 0, entries = 0;
    while (platform_table[entries])
        entries++;
    scope_free const char **names = alloc_zeroed(entries + 1, sizeof *names);
    names[count++] = "auto";
    for (size_t i = 0; i < entries; i++)
        names[count++] = platform_table[i]->name;
    scope_free char *hint = nearest_hint(wanted, names, count);
    return err_input(err, "no platform '%s'%s", wanted, hint);
}

int platform_pick(const char *wanted, const struct platform_options *options, platform_prove *prove,
                  struct platform_choice *ret_choice, struct err *err)
{
    const struct asking asking = {.options = options, .prove = prove};
    const struct platform_ops *ops = platform_find(wanted);
    bool any_guest = is(options->guest, "auto");
    if (!ops && !is(wanted, "auto"))
        return no_such_platform(wanted, err);
    int result =
        runs_processes(ops) ? check_process(ops, options->guest, err) : check_load(options, err);
    if (result < 0)
        return result;
    if (!ops || ops == &platform_kvm)
        return any_guest ? pick_any_guest(&asking, ops != NULL, ret_choice, err)
                         : pick_guest(&asking, ops != NULL, ret_choice, err);
    set(ret_choice, ops, any_guest ? "appliance" : options->guest, "", alloc_copy(""));
    return 0;
}

// Where guests cannot be bound nothing is measured as if they were.
static int open_pins(struct platform *platform, const struct platform_options *options,
                     struct err *err)
{
    if (options->pinning == PINNING_NONE)
        return 0;
    if (platform->binding == PLATFORM_BINDS_NOTHING)
        return err_host(err, "fullhouse bench --pinning none",
                        "pinning %s: guests of %s run where this host's CPUs are not",
                        pinning_name(options->pinning), options->connect);
    return pins_open(&platform->pins, options->pinning, err);
}

int platform_choose(const char *wanted, const struct platform_options *options,
                    struct platform **ret_platform, char **ret_note, struct err *err)
{
    struct platform_choice choice;
    int result = platform_pick(wanted, options, boot_proof_get, &choice, err);
    if (result < 0)
        return result;
    struct platform_options chosen = *options;
    chosen.guest = choice.guest;
    chosen.cpu = choice.cpu;
    if (*choice.note)
        options->say(options->context, choice.note);
    struct platform *platform = NULL;
    result = choice.ops->open(&chosen, &platform, err);
    if (result == 0)
        result = open_pins(platform, options, err);
    if (result < 0) {
        if (platform)
            choice.ops->close(platform);
        free(choice.note);
        return result;
    }
    *ret_platform = platform;
    *ret_note = choice.note;
    return 0;
}
