// SPDX-License-Identifier: GPL-3.0-or-later
// The thread, and what it and the guests' loop tell each other. Nothing is read from the host under
// the lock: a disk that hangs must not hang who asks.
#include "bench/host_watchdog.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

#include "collector/procfs.h"
#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/scope.h"

// The loop asks once a second; so late it leads nobody, and what it hears it times wrongly.
static const uint64_t LATE_NS = 15 * CLOCK_NS_PER_SECOND;
static const uint64_t UNHEARD_NS = 3 * CLOCK_NS_PER_SECOND;
// Added to what the OOM killer counts of a guest, of 1000 at the most: before anybody else's.
static const char FIRST_TO_GO[] = "500";
enum { STOP_SECONDS = 5 };

static const struct procfs this_host = {.root = ""};

struct watched_guest {
    pid_t pid;
    uint64_t started; // in the kernel's ticks: a number that is used again is somebody else's
};

struct host_watchdog {
    struct host_alarm alarm; // the thread's own
    pthread_t thread;
    int stop_fd, ring_fd;
    pthread_mutex_t mutex; // guards all below
    struct watched_guest *guests;
    size_t guest_count, guests_known; // to the thread
    char *why, *remark;               // not told yet
    bool is_rung, is_heard, is_killed;
    uint64_t rung_ns, asked_ns;
};

// The 22nd field of /proc/PID/stat; the second, in brackets, may hold anything. 0 for none.
static uint64_t started_at(pid_t pid)
{
    enum { FIELDS_BEHIND_NAME = 20 };
    scope_free char *path = alloc_printf("/proc/%d/stat", (int)pid);
    scope_free char *text = NULL;
    const char *at = procfs_read(&this_host, path, &text, NULL) == 0 ? strrchr(text, ')') : NULL;
    uint64_t ticks = 0;
    for (int i = 0; at && i < FIELDS_BEHIND_NAME; i++)
        at = strchr(at + 1, ' ');
    return at && procfs_digits(at + 1, &ticks) == 0 ? ticks : 0;
}

// --- the thread ---------------------------------------------------------------------------------

static void kill_guests(struct host_watchdog *dog)
{
    dog->is_killed = true;
    for (size_t i = 0; i < dog->guest_count; i++)
        if (started_at(dog->guests[i].pid) == dog->guests[i].started)
            kill(dog->guests[i].pid, SIGKILL);
}

static char *check_loop(const struct host_watchdog *dog, uint64_t now_ns)
{
    if (now_ns < dog->asked_ns + LATE_NS)
        return NULL;
    return alloc_printf("hung: the loop that leads the guests has stood still for %" PRIu64 " s",
                        (now_ns - dog->asked_ns) / CLOCK_NS_PER_SECOND);
}

static void ring(struct host_watchdog *dog, char *why, uint64_t now_ns)
{
    dog->why = why;
    dog->is_rung = true;
    dog->rung_ns = now_ns;
    eventfd_write(dog->ring_fd, 1);
}

static void learn_guests(struct host_watchdog *dog)
{
    pthread_mutex_lock(&dog->mutex);
    for (; dog->guests_known < dog->guest_count; dog->guests_known++)
        host_stuck_add(&dog->alarm.stuck, dog->guests[dog->guests_known].pid);
    pthread_mutex_unlock(&dog->mutex);
}

static void tell(struct host_watchdog *dog, char *why, uint64_t now_ns)
{
    pthread_mutex_lock(&dog->mutex);
    if (!why)
        why = check_loop(dog, now_ns);
    if (dog->is_rung)
        free(why);
    else if (why)
        ring(dog, why, now_ns);
    if (dog->is_rung && !dog->is_heard && !dog->is_killed && now_ns >= dog->rung_ns + UNHEARD_NS)
        kill_guests(dog);
    if (dog->alarm.remark) {
        free(dog->remark);
        dog->remark = scope_take(dog->alarm.remark);
    }
    pthread_mutex_unlock(&dog->mutex);
}

static void *look(void *context)
{
    struct host_watchdog *dog = context;
    struct pollfd stop = {.fd = dog->stop_fd, .events = POLLIN};
    uint64_t next_ns;
    do {
        learn_guests(dog);
        char *why = host_alarm_look(&dog->alarm, clock_monotonic_ns(), &next_ns);
        tell(dog, why, clock_monotonic_ns());
    } while (poll(&stop, 1, clock_poll_timeout_ms(next_ns)) <= 0);
    return NULL;
}

// --- its life -----------------------------------------------------------------------------------

static void free_dog(struct host_watchdog *dog)
{
    host_alarm_done(&dog->alarm);
    pthread_mutex_destroy(&dog->mutex);
    if (dog->stop_fd >= 0)
        close(dog->stop_fd);
    if (dog->ring_fd >= 0)
        close(dog->ring_fd);
    free(dog->guests);
    free(dog->why);
    free(dog->remark);
    free(dog);
}

// The user's signals are for the others.
static int start_thread(struct host_watchdog *dog)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int code = pthread_create(&dog->thread, NULL, look, dog);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return code;
}

int host_watchdog_start(const struct host_alarm_options *options, struct host_watchdog **ret_dog,
                        struct err *err)
{
    struct host_watchdog *dog = alloc_zeroed(1, sizeof *dog);
    pthread_mutex_init(&dog->mutex, NULL);
    host_alarm_begin(&dog->alarm, options);
    dog->asked_ns = clock_monotonic_ns();
    dog->stop_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    dog->ring_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    int code = dog->stop_fd < 0 || dog->ring_fd < 0 ? errno : start_thread(dog);
    if (code != 0) {
        free_dog(dog);
        return err_system(err, code, "cannot watch the host");
    }
    *ret_dog = dog;
    return 0;
}

void host_watchdog_stop(struct host_watchdog *dog)
{
    struct timespec deadline;
    if (!dog)
        return;
    eventfd_write(dog->stop_fd, 1);
    clock_gettime(CLOCK_REALTIME, &deadline);
    deadline.tv_sec += STOP_SECONDS;
    // Where it hangs in a file system that does not answer, it is left there with what it holds.
    if (pthread_timedjoin_np(dog->thread, NULL, &deadline) == 0)
        free_dog(dog);
    else
        pthread_detach(dog->thread);
}

// --- who leads the guests -----------------------------------------------------------------------

void host_watchdog_add_guest(struct host_watchdog *dog, pid_t pid)
{
    scope_free char *path = alloc_printf("/proc/%d/oom_score_adj", (int)pid);
    scope_close int fd = open(path, O_WRONLY | O_CLOEXEC);
    // Another user's process is left as it is.
    if (fd >= 0 && write(fd, FIRST_TO_GO, sizeof FIRST_TO_GO - 1) < 0)
        errno = 0;
    pthread_mutex_lock(&dog->mutex);
    dog->guests = alloc_resized(dog->guests, dog->guest_count + 1, sizeof *dog->guests);
    dog->guests[dog->guest_count++] =
        (struct watched_guest){.pid = pid, .started = started_at(pid)};
    pthread_mutex_unlock(&dog->mutex);
}

int host_watchdog_fd(const struct host_watchdog *dog)
{
    return dog->ring_fd;
}

char *host_watchdog_ask(struct host_watchdog *dog)
{
    pthread_mutex_lock(&dog->mutex);
    dog->asked_ns = clock_monotonic_ns();
    dog->is_heard = dog->is_rung;
    char *why = scope_take(dog->why);
    pthread_mutex_unlock(&dog->mutex);
    return why;
}

char *host_watchdog_remark(struct host_watchdog *dog)
{
    pthread_mutex_lock(&dog->mutex);
    char *text = scope_take(dog->remark);
    pthread_mutex_unlock(&dog->mutex);
    return text;
}
