// SPDX-License-Identifier: GPL-3.0-or-later
// The examinations, one function each, in a table.
#include "bench/doctor.h"

#include <errno.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/boot_proof.h"
#include "bench/container_spawn.h"
#include "bench/control_place.h"
#include "bench/kernel_package.h"
#include "bench/workspace.h"
#include "collector/host_facts.h"
#include "collector/memory.h"
#include "collector/procfs.h"
#include "collector/vir.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/process.h"
#include "common/base/scope.h"
#include "common/base/units.h"
#include "common/model/record.h"

static const struct procfs this_host = {.root = ""};

const char *finding_state_name(enum finding_state state)
{
    static const char *const names[] = {
#define X(name, text) [FINDING_##name] = text,
        FINDING_STATES(X)
#undef X
    };
    return names[state];
}

// What an examination is given and what it fills.
struct examination {
    const struct platform_options *options;
    bool prove;
};

static struct finding fine(char *what)
{
    return (struct finding){
        .state = FINDING_FINE, .what = what, .why = alloc_copy(""), .mend = alloc_copy("")};
}

static struct finding lacking(enum finding_state state, char *what, const char *why,
                              const char *mend)
{
    return (struct finding){
        .state = state, .what = what, .why = alloc_copy(why), .mend = alloc_copy(mend)};
}

static char *take_text(struct err *err)
{
    char *text = alloc_copy(err_text(err));
    err_done(err);
    return text;
}

static struct finding examine_host(const struct examination *examination)
{
    (void)examination;
    struct host_record host;
    struct err err = {0};
    if (host_facts_read(&this_host, &host, &err) < 0)
        return lacking(FINDING_LIMITED, take_text(&err), "reports cannot say what was measured",
                       "");
    char memory[UNITS_TEXT_SIZE];
    char *what =
        alloc_printf("%s, %u CPUs, %u cores, %u NUMA node%s, %s, Linux %s%s%s", host.cpu_model,
                     host.cpus, host.cores, host.numa_nodes, host.numa_nodes == 1 ? "" : "s",
                     units_format_bytes(memory, host.memory_bytes), host.kernel,
                     *host.virtualization ? ", itself a guest of " : "", host.virtualization);
    host_record_done(&host);
    return fine(what);
}

static struct finding examine_memory(const struct examination *examination)
{
    (void)examination;
    struct host_memory memory;
    struct err err = {0};
    if (host_memory_read(&this_host, &memory, &err) < 0)
        return lacking(FINDING_MISSING, take_text(&err),
                       "no step is tried unless its memory is known to be "
                       "there",
                       "");
    char available[UNITS_TEXT_SIZE];
    return fine(alloc_printf("%s available to guests",
                             units_format_bytes(available, memory.available_bytes)));
}

static struct finding examine_qemu(const struct examination *examination)
{
    (void)examination;
    char *path = process_find("qemu-system-x86_64");
    return path ? fine(path)
                : lacking(FINDING_MISSING, alloc_copy("no qemu-system-x86_64"),
                          "guests run in QEMU, under KVM or emulation",
                          "apt-get install qemu-system-x86");
}

static struct finding examine_user(const struct examination *examination)
{
    (void)examination;
    if (geteuid() != 0 || getpwnam("libvirt-qemu"))
        return fine(alloc_copy(geteuid() == 0 ? "root, and libvirt-qemu exists" : "ordinary user"));
    return lacking(FINDING_MISSING, alloc_copy("no user libvirt-qemu"),
                   "libvirt's embedded driver wants it when started as root",
                   "apt-get install libvirt-daemon-system");
}

static struct finding examine_libvirt(const struct examination *examination)
{
    if (!examination->options)
        return lacking(FINDING_LIMITED, alloc_copy("not asked: no workspace"),
                       "guests are started through libvirt's embedded driver", "");
    virConnectPtr connection;
    struct err err = {0};
    if (vir_open_embedded(examination->options->workspace->dir, "", &connection, &err) < 0) {
        struct finding finding =
            lacking(FINDING_MISSING, alloc_copy(err_text(&err)),
                    "guests are started through libvirt's embedded driver",
                    err.mend ? err.mend : "apt-get install libvirt-daemon libvirt-daemon-system");
        err_done(&err);
        return finding;
    }
    char *versions = vir_versions(connection);
    vir_close(connection);
    return fine(versions);
}

static struct finding examine_kernel(const struct examination *examination)
{
    (void)examination;
    scope_free char *cached = kernel_package_cached();
    if (cached)
        return fine(scope_take(cached));
    scope_free char *apt = process_find("apt-get");
    if (apt)
        return fine(alloc_copy("none yet: the first run takes the host's own, or fetches the "
                               "distribution's cloud kernel (27 MB, never installed)"));
    return lacking(FINDING_LIMITED, alloc_copy("no apt to fetch one with"),
                   "guests boot a Linux kernel", "fullhouse bench --kernel /boot/vmlinuz-...");
}

// --- what runs which guests --------------------------------------------------------------------

// One question: does this platform run that guest?
struct question {
    const struct platform_ops *ops;
    const char *guest; // platform_options.guest
    const char *yes;
    const char *no;      // "... : REASON"
    const char *follows; // what follows from a no
    const char *mend;
};

// A remembered no is asked for anew: the host may have been too busy for the deadline.
static bool recall(const struct examination *examination, const struct question *question,
                   struct boot_proof *proof)
{
    struct platform_options options = {.guest = question->guest, .kernel = "", .bare = ""};
    if (examination->options)
        options = *examination->options;
    options.guest = question->guest;
    bool known = boot_proof_recall(question->ops, &options, proof) == 1;
    if (!examination->options || !examination->prove || (known && proof->works))
        return known;
    if (known)
        boot_proof_done(proof);
    return boot_proof_make(question->ops, &options, proof, NULL) == 0;
}

static struct finding answer(const struct examination *examination, const struct question *question)
{
    struct boot_proof proof;
    if (!recall(examination, question, &proof))
        return lacking(FINDING_LIMITED, alloc_copy("not tried yet"),
                       "only a booted guest proves it; a run with platform auto does so, too",
                       "fullhouse doctor --prove");
    struct finding finding =
        proof.works ? fine(alloc_printf("%s%s%s", question->yes, *proof.cpu ? ", CPU model " : "",
                                        proof.cpu))
                    : lacking(FINDING_LIMITED,
                              alloc_printf("%s: %.*s", question->no,
                                           (int)strcspn(proof.reason, "\n"), proof.reason),
                              question->follows, question->mend);
    boot_proof_done(&proof);
    return finding;
}

static struct finding answer_under_kvm(const struct examination *examination,
                                       const struct question *question)
{
    if (access("/dev/kvm", F_OK) < 0)
        return lacking(FINDING_LIMITED, alloc_copy("no /dev/kvm"), question->follows,
                       "modprobe kvm_amd || modprobe kvm_intel");
    if (access("/dev/kvm", R_OK | W_OK) < 0)
        return lacking(FINDING_LIMITED, alloc_printf("/dev/kvm: %s", strerror(errno)),
                       question->follows, "usermod -aG kvm $USER, then log in again");
    return answer(examination, question);
}

static struct finding examine_kvm_linux(const struct examination *examination)
{
    static const struct question question = {
        .ops = &platform_kvm,
        .guest = "appliance",
        .yes = "a Linux guest has booted under KVM",
        .no = "KVM opens, but cannot run Linux",
        .follows = "platform auto takes the bare guest under KVM for what that can do; else Linux "
                   "guests run under emulation (TCG), often many times slower, and every report "
                   "says so",
        .mend = "",
    };
    return answer_under_kvm(examination, &question);
}

static struct finding examine_kvm_bare(const struct examination *examination)
{
    static const struct question question = {
        .ops = &platform_kvm,
        .guest = "bare",
        .yes = "the bare guest has booted under KVM",
        .no = "KVM opens, but does not run the bare guest",
        .follows = "no guest without an operating system, which shows what the hypervisor alone "
                   "costs",
        .mend = "",
    };
    if (examination->options && !*examination->options->bare)
        return lacking(FINDING_LIMITED, alloc_copy("no fullhouse-bare beside this program"),
                       question.follows, "make");
    return answer_under_kvm(examination, &question);
}

static struct finding examine_tcg_linux(const struct examination *examination)
{
    static const struct question question = {
        .ops = &platform_tcg,
        .guest = "appliance",
        .yes = "a Linux guest has booted under emulation: works, and is slow",
        .no = "emulation does not boot Linux",
        .follows = "there is nothing to fall back to where KVM cannot run a guest",
        .mend = "",
    };
    return answer(examination, &question);
}

// Where processes of a container can be limited, and of which version.
static char *describe_groups(const struct control_place *place)
{
    return alloc_printf("namespaces, and control groups of version %d in %s",
                        place->versions[CONTROLLER_CPU], place->folders[CONTROLLER_CPU]);
}

static struct finding examine_containers(const struct examination *examination)
{
    (void)examination;
    static const bool wanted[CONTROLLER_COUNT] = {
        [CONTROLLER_CPU] = true,
        [CONTROLLER_MEMORY] = true,
    };
    struct control_place place;
    struct err err = {0};
    int result = container_spawn_check(&err);
    if (result == 0)
        result = control_place_open(&this_host, wanted, &place, &err);
    if (result < 0) {
        struct finding finding = lacking(FINDING_LIMITED, alloc_copy(err_text(&err)),
                                         "no platform container, which shows what isolation alone "
                                         "costs, and no cpu.quota",
                                         err.mend ? err.mend : "");
        err_done(&err);
        return finding;
    }
    char *what = describe_groups(&place);
    control_place_done(&place);
    return fine(what);
}

static struct finding examine_gnuplot(const struct examination *examination)
{
    (void)examination;
    char *path = process_find("gnuplot");
    return path ? fine(path)
                : lacking(FINDING_LIMITED, alloc_copy("no gnuplot"), "reports come without figures",
                          "apt-get install gnuplot-nox");
}

static struct finding examine_folders(const struct examination *examination)
{
    (void)examination;
    struct err err = {0};
    scope_free char *cache = path_cache_dir(&err);
    scope_free char *state = path_state_dir(&err);
    if (!cache || !state)
        return lacking(
            FINDING_MISSING, take_text(&err), "runs and images are kept there",
            "export FULLHOUSE_CACHE=/var/tmp/fullhouse FULLHOUSE_STATE=/var/tmp/fullhouse");
    return fine(alloc_printf("cache %s, store %s/fullhouse.db", cache, state));
}

static const struct {
    const char *subject;
    struct finding (*examine)(const struct examination *examination);
} examinations[] = {
    {"host", examine_host},
    {"memory", examine_memory},
    {"folders", examine_folders},
    {"QEMU", examine_qemu},
    {"user", examine_user},
    {"libvirt", examine_libvirt},
    {"kernel", examine_kernel},
    {"KVM: Linux", examine_kvm_linux},
    {"KVM: bare", examine_kvm_bare},
    {"TCG: Linux", examine_tcg_linux},
    {"containers", examine_containers},
    {"gnuplot", examine_gnuplot},
};
enum { EXAMINATIONS = sizeof examinations / sizeof *examinations };

void doctor_examine(const struct platform_options *options, bool prove,
                    struct finding **ret_findings, size_t *ret_count)
{
    const struct examination examination = {.options = options, .prove = prove};
    struct finding *findings = alloc_zeroed(EXAMINATIONS, sizeof *findings);
    for (size_t i = 0; i < EXAMINATIONS; i++) {
        findings[i] = examinations[i].examine(&examination);
        findings[i].subject = examinations[i].subject;
    }
    *ret_findings = findings;
    *ret_count = EXAMINATIONS;
}

void doctor_free(struct finding *findings, size_t count)
{
    for (size_t i = 0; findings && i < count; i++) {
        free(findings[i].what);
        free(findings[i].why);
        free(findings[i].mend);
    }
    free(findings);
}
