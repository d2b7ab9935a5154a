// SPDX-License-Identifier: GPL-3.0-or-later
// Guests that are not the appliance, really booted: the bare guest under emulation always and under
// KVM where that runs it, a user's own program, and disks that several guests share.
#include <criterion/criterion.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/boot_proof.h"
#include "bench/fleet.h"
#include "bench/orphans.h"
#include "bench/overlay.h"
#include "bench/workspace.h"
#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "common/model/load.h"
#include "tests/collector/tree.h"
#include "tests/system/host.h"

TestSuite(system_bare, .init = host_make, .fini = host_remove);

static const uint64_t WINDOW_NS = 100 * CLOCK_NS_PER_MS;
enum { WINDOWS = 5 };
#define MEMORY_BYTES (UINT64_C(16) << 20)

static struct workspace workspace;
static struct platform *platform;
static char *said;

static void note_last(void *context, const char *text)
{
    (void)context;
    free(said);
    said = alloc_copy(text);
}

static struct platform_options options_for(const char *guest, const char *fault)
{
    return (struct platform_options){
        .workspace = &workspace,
        .connect = "",
        .guest = guest,
        .kernel = "",
        .agent = TEST_BUILD_DIR "/fullhouse-guest",
        .bare = TEST_BUILD_DIR "/fullhouse-bare",
        .agent_test = fault,
        .bare_knows_load = true,
        .say = note_last,
    };
}

static void open_workspace(void)
{
    struct err err = {0};
    cr_assert_eq(workspace_open(&workspace, &err), 0, "%s", err_text(&err));
}

static void open_platform(const struct platform_ops *ops, const char *guest, const char *fault)
{
    struct err err = {0};
    open_workspace();
    const struct platform_options options = options_for(guest, fault);
    cr_assert_eq(ops->open(&options, &platform, &err), 0, "%s", err_text(&err));
}

static void close_all(void)
{
    platform->ops->close(platform);
    workspace_close(&workspace);
    free(scope_take(said));
    host_expect_clean();
}

// Whether KVM runs the bare guest here; *ret_reason, a new string, says why not.
static bool kvm_works(char **ret_reason)
{
    struct boot_proof proof;
    open_workspace();
    const struct platform_options options = options_for("bare", "");
    cr_assert_eq(boot_proof_get(&platform_kvm, &options, &proof, NULL), 0);
    workspace_close(&workspace);
    free(scope_take(said));
    bool works = proof.works;
    *ret_reason = alloc_copy(proof.reason);
    boot_proof_done(&proof);
    return works;
}

// A skipped test never comes to its fixture's end.
static void skip(const char *reason)
{
    host_remove();
    cr_skip_test("KVM does not run the bare guest here: %s", reason);
}

static void need_kvm(void)
{
    scope_free char *reason = NULL;
    if (!kvm_works(&reason))
        skip(reason);
}

static struct fleet *boot(uint32_t guests, uint32_t vcpus)
{
    const struct fleet_options options = {
        .platform = platform,
        .shape = {.vcpus = vcpus, .memory_bytes = MEMORY_BYTES},
        .guests = guests,
        .parallel = guests,
        .boot_timeout_ns = 60 * CLOCK_NS_PER_SECOND,
    };
    struct err err = {0};
    struct fleet *fleet = fleet_new(&options);
    cr_assert_eq(fleet_boot(fleet, &err), 0, "%s", err_text(&err));
    const struct guest *lost = fleet_lost(fleet);
    cr_assert_null(lost, "%s", lost ? lost->record.reason : "");
    return fleet;
}

static void carry_load(struct fleet *fleet, const char *workload, uint32_t threads)
{
    const struct load load = {.workload = (char *)workload,
                              .variant = (char *)"",
                              .arrivals = LOAD_CLOSED,
                              .threads = threads};
    cr_assert_eq(fleet_sync(fleet, NULL), 0);
    cr_assert_eq(fleet_prepare(fleet, &load, 7, true, NULL), 0);
    cr_assert_eq(fleet_release(fleet, WINDOW_NS, NULL), 0);
    cr_assert_eq(fleet_wait_windows(fleet, WINDOWS, WINDOW_NS, NULL), 0);
    cr_assert_eq(fleet_halt(fleet, NULL), 0);
    const struct guest *lost = fleet_lost(fleet);
    cr_assert_null(lost, "%s", lost ? lost->record.reason : "");
}

// A starved window may be empty on a busy host, but not all are.
static void expect_work(struct fleet *fleet)
{
    for (uint32_t i = 0; i < fleet_guest_count(fleet); i++) {
        const struct guest *guest = fleet_guest(fleet, i);
        cr_assert_eq(strncmp(guest->kernel, "bare ", 5), 0, "%s", guest->kernel);
        cr_assert_geq(guest->record.window_count, WINDOWS);
        uint64_t operations = 0;
        for (size_t w = 0; w < guest->record.window_count; w++)
            operations += guest->record.windows[w].operations;
        cr_assert_gt(operations, 0);
    }
}

static void runs_a_load(const struct platform_ops *ops, uint32_t guests, uint32_t vcpus)
{
    open_platform(ops, "bare", "");
    cr_assert_str_eq(platform->guest_kind, "bare");
    struct fleet *fleet = boot(guests, vcpus);
    carry_load(fleet, "cpu", vcpus); // a thread more than it has CPUs is refused
    expect_work(fleet);
    fleet_free(fleet);
    close_all();
}

Test(system_bare, runs_a_load_under_emulation)
{
    host_need_emulation();
    runs_a_load(&platform_tcg, 2, 1);
}

Test(system_bare, runs_a_load_under_kvm)
{
    host_need_emulation();
    need_kvm();
    runs_a_load(&platform_kvm, 3, 1);
}

Test(system_bare, runs_a_load_on_several_cpus)
{
    host_need_emulation();
    runs_a_load(&platform_tcg, 1, 3);
}

Test(system_bare, runs_a_load_on_several_cpus_under_kvm)
{
    host_need_emulation();
    need_kvm();
    runs_a_load(&platform_kvm, 1, 3);
}

// One of three divides by zero: it is told by name, and the others do all they were asked for.
static void a_fault_costs_nobody_else(const struct platform_ops *ops)
{
    open_platform(ops, "bare", "divide@1");
    struct fleet *fleet = boot(3, 1);
    const struct load load = {.workload = (char *)"cpu",
                              .variant = (char *)"",
                              .arrivals = LOAD_CONSTANT,
                              .rate = {.value = 30},
                              .threads = 1};
    cr_assert_eq(fleet_sync(fleet, NULL), 0);
    cr_assert_eq(fleet_prepare(fleet, &load, 7, true, NULL), 0);
    cr_assert_eq(fleet_release(fleet, WINDOW_NS, NULL), 0);
    cr_assert_eq(fleet_wait_windows(fleet, WINDOWS, WINDOW_NS, NULL), 0);
    const struct guest *faulty = fleet_guest(fleet, 1);
    cr_assert_eq(fleet_lost(fleet), faulty);
    cr_assert_not_null(strstr(faulty->record.reason, "divide error (vector 0) at rip 0x"), "%s",
                       faulty->record.reason);
    cr_assert_not_null(strstr(faulty->record.reason, "cpu"), "%s", faulty->record.reason);
    for (uint32_t i = 0; i < 3; i += 2) {
        const struct guest_record *record = &fleet_guest(fleet, i)->record;
        uint64_t operations = 0, due = 0;
        cr_assert_geq(record->window_count, WINDOWS);
        for (size_t w = 0; w < record->window_count; w++) {
            operations += record->windows[w].operations;
            due += record->windows[w].due;
        }
        // What falls due at the end may end in the next window.
        cr_assert(due >= 14 && operations + 2 >= due, "guest %u: %lu of %lu", i,
                  (unsigned long)operations, (unsigned long)due);
    }
    fleet_free(fleet);
    close_all();
}

Test(system_bare, a_fault_is_told_and_costs_nobody_else)
{
    host_need_emulation();
    a_fault_costs_nobody_else(&platform_tcg);
}

Test(system_bare, a_fault_is_told_and_costs_nobody_else_under_kvm)
{
    host_need_emulation();
    need_kvm();
    a_fault_costs_nobody_else(&platform_kvm);
}

// A killed host's guests end themselves: the machine must end with the guest's reset.
static void leaves_by_itself(const struct platform_ops *ops)
{
    open_platform(ops, "bare", "");
    struct fleet *fleet = boot(1, 1);
    struct guest *guest = fleet_guest(fleet, 0);
    pid_t pid = guest->os.pid;
    cr_assert_gt(pid, 0);
    const struct wire_message quit = {.type = WIRE_QUIT};
    guest_say(guest, &quit, GUEST_IDLE);
    for (int i = 0; i < 500 && kill(pid, 0) == 0; i++)
        usleep(10000);
    cr_assert_eq(kill(pid, 0), -1, "QEMU outlives its guest");
    fleet_free(fleet);
    close_all();
}

Test(system_bare, takes_its_machine_with_it)
{
    host_need_emulation();
    leaves_by_itself(&platform_tcg);
}

Test(system_bare, takes_its_machine_with_it_under_kvm)
{
    host_need_emulation();
    need_kvm();
    leaves_by_itself(&platform_kvm);
}

// A run in a process of its own, which alone uses libvirt: 'b' once its guest has said hello, 'n'
// where KVM does not run it.
static void run_until_killed(const struct platform_ops *ops, int fd)
{
    scope_free char *reason = NULL;
    bool works = ops->emulated || kvm_works(&reason);
    if (works) {
        open_platform(ops, "bare", "");
        boot(1, 1);
    }
    if (write(fd, works ? "b" : "n", 1) == 1)
        pause();
    _exit(1);
}

static pid_t start_run(const struct platform_ops *ops, char *ret_byte)
{
    int pipes[2];
    cr_assert_eq(pipe(pipes), 0);
    pid_t pid = fork();
    if (pid == 0)
        run_until_killed(ops, pipes[1]);
    close(pipes[1]);
    cr_assert_eq(read(pipes[0], ret_byte, 1), 1, "the run died");
    close(pipes[0]);
    return pid;
}

static void is_swept(const struct platform_ops *ops)
{
    char byte = 0;
    pid_t pid = start_run(ops, &byte);
    kill(pid, SIGKILL);
    waitpid(pid, NULL, 0);
    if (byte == 'n')
        skip("see the other tests");
    cr_assert_eq(host_guests_alive(), 1, "a serial line does not tell that its host is gone");
    struct err err = {0};
    cr_assert_eq(orphans_sweep(note_last, NULL, &err), 0, "%s", err_text(&err));
    cr_assert_not_null(strstr(said, "removed its 1 guest"), "%s", said);
    free(scope_take(said));
    host_expect_clean();
}

Test(system_bare, left_behind_is_swept)
{
    host_need_emulation();
    is_swept(&platform_tcg);
}

Test(system_bare, left_behind_is_swept_under_kvm)
{
    host_need_emulation();
    is_swept(&platform_kvm);
}

Test(system_bare, is_proved_once)
{
    host_need_emulation();
    open_workspace();
    struct boot_proof proof;
    const struct platform_options options = options_for("bare", "mute");
    cr_assert_eq(boot_proof_recall(&platform_tcg, &options, &proof), 0);
    cr_assert_eq(boot_proof_get(&platform_tcg, &options, &proof, NULL), 0);
    cr_assert(proof.works, "%s", proof.reason);
    cr_assert_not(proof.remembered);
    cr_assert_not_null(strstr(said, "the bare guest"), "the wait is announced: %s", said);
    boot_proof_done(&proof);
    cr_assert_eq(boot_proof_get(&platform_tcg, &options, &proof, NULL), 0);
    cr_assert(proof.works && proof.remembered);
    boot_proof_done(&proof);
    cr_assert_eq(boot_proof_recall(&platform_kvm, &options, &proof), 0, "KVM is another matter");
    struct platform_options linux_guest = options;
    linux_guest.guest = "appliance";
    cr_assert_eq(boot_proof_recall(&platform_tcg, &linux_guest, &proof), 0, "so is Linux");
    workspace_close(&workspace);
    free(scope_take(said));
    host_expect_clean();
}

Test(system_bare, users_own_program_boots_like_it)
{
    host_need_emulation();
    scope_free char *path = tree_path("/a program, with commas & <angles>");
    scope_free char *bytes = NULL;
    size_t length;
    cr_assert_eq(path_read(TEST_BUILD_DIR "/fullhouse-bare", 1 << 20, &bytes, &length, NULL), 0);
    tree_put_bytes("/a program, with commas & <angles>", bytes, length);
    open_platform(&platform_tcg, path, "");
    cr_assert_str_eq(platform->guest_kind, "image");
    struct fleet *fleet = boot(1, 1);
    carry_load(fleet, "null", 1);
    expect_work(fleet);
    fleet_free(fleet);
    close_all();
}

// --- disks -------------------------------------------------------------------------------------

enum { DISK_BYTES = 1 << 20, SECTOR = 512 };

// Writes one sector over the second one of its disk, prints a letter on COM1 and stops.
static const uint8_t boot_sector[] = {
    0x31, 0xc0,       // xor ax, ax
    0x8e, 0xc0,       // mov es, ax
    0xbb, 0x00, 0x7c, // mov bx, 0x7c00
    0xb8, 0x01, 0x03, // mov ax, 0x0301: write one sector
    0xb9, 0x02, 0x00, // mov cx, 2: cylinder 0, sector 2
    0x30, 0xf6,       // xor dh, dh; dl is the disk still
    0xcd, 0x13,       // int 0x13
    0xb0, 'W',        // mov al, 'W'
    0x73, 0x02,       // jnc +2
    0xb0, 'E',        // mov al, 'E'
    0xba, 0xf8, 0x03, // mov dx, 0x3f8
    0xee,             // out dx, al
    0xf4,             // hlt
    0xeb, 0xfd,       // jmp to it
};

static char *put_disk(void)
{
    scope_free uint8_t *disk = alloc_zeroed(1, DISK_BYTES);
    memcpy(disk, boot_sector, sizeof boot_sector);
    disk[510] = 0x55;
    disk[511] = 0xaa;
    tree_put_bytes("/disk.img", disk, DISK_BYTES);
    return tree_path("/disk.img");
}

static void expect_untouched(const char *path)
{
    scope_free char *bytes = NULL;
    size_t length;
    cr_assert_eq(path_read(path, 2 * DISK_BYTES, &bytes, &length, NULL), 0);
    cr_assert_eq(length, DISK_BYTES);
    for (size_t i = SECTOR; i < length; i++)
        cr_assert_eq(bytes[i], 0, "a guest's write is in the image");
}

static void expect_letter(const char *console)
{
    scope_free char *text = NULL;
    for (int i = 0; i < 3000 && !(text && *text); i++) {
        free(scope_take(text));
        path_read(console, 1 << 16, &text, NULL, NULL);
        usleep(10000);
    }
    cr_assert_str_eq(text, "W");
}

// Two guests at once, each of which writes.
static void share(const char *path)
{
    struct platform_guest guests[2] = {{.channel_fd = -1}, {.channel_fd = -1}};
    const struct shape shape = {.vcpus = 1, .memory_bytes = MEMORY_BYTES};
    open_platform(&platform_tcg, path, "");
    cr_assert_str_eq(platform->guest_kind, "image");
    cr_assert(geteuid() != 0 || strstr(said, "root"), "a foreign image in root's QEMU: %s", said);
    for (uint32_t i = 0; i < 2; i++) {
        struct err err = {0};
        const struct guest_spec spec = {.index = i, .shape = shape};
        cr_assert_eq(platform->ops->start(platform, &spec, &guests[i], &err), 0, "%s",
                     err_text(&err));
    }
    for (uint32_t i = 0; i < 2; i++)
        expect_letter(guests[i].console);
    for (uint32_t i = 0; i < 2; i++)
        platform->ops->stop(platform, &guests[i]);
    close_all();
}

Test(system_bare, disk_is_shared_and_never_written_to)
{
    host_need_emulation();
    scope_free char *path = put_disk();
    share(path);
    expect_untouched(path);
}

Test(system_bare, disk_may_be_qcow2)
{
    host_need_emulation();
    scope_free char *raw = put_disk();
    scope_free char *path = tree_path("/disk.qcow2");
    cr_assert_eq(overlay_write(path, raw, "raw", DISK_BYTES, NULL), 0);
    struct stat before, after;
    cr_assert_eq(stat(path, &before), 0);
    share(path);
    cr_assert_eq(stat(path, &after), 0);
    cr_assert_eq(before.st_mtim.tv_nsec, after.st_mtim.tv_nsec);
    expect_untouched(raw);
}
