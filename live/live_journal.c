// SPDX-License-Identifier: GPL-3.0-or-later
// The file: locked, appended to line by line, each line on the disk before we go on.
#include "live/live_journal.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/base/alloc.h"
#include "common/base/clock.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "live/live_journal_words.h"
#include "live/live_moves.h"

enum { JOURNAL_MAX = 1 << 30 };

// --- writing -----------------------------------------------------------------------------------

static int write_all(const struct live_journal *journal, const char *bytes, size_t length,
                     struct err *err)
{
    while (length > 0) {
        ssize_t written = write(journal->fd, bytes, length);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return err_system(err, written < 0 ? errno : EIO, "%s", journal->path);
        bytes += written;
        length -= (size_t)written;
    }
    return fdatasync(journal->fd) < 0 ? err_system(err, errno, "%s", journal->path) : 0;
}

// A name that is new is on the disk only once its folder is.
static int sync_folder(const char *path, struct err *err)
{
    const char *slash = strrchr(path, '/');
    scope_free char *folder =
        slash ? alloc_printf("%.*s", slash == path ? 1 : (int)(slash - path), path)
              : alloc_copy(".");
    scope_close int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return fd < 0 || fsync(fd) < 0 ? err_system(err, errno, "%s", folder) : 0;
}

static void add_real(json_t *line, const char *name, double number)
{
    if (isfinite(number))
        json_object_set_new(line, name, json_real(number));
}

int live_journal_note(struct live_journal *journal, size_t index, enum live_event event,
                      const struct live_step *step, const char *words, struct err *err)
{
    char time[CLOCK_TEXT_SIZE];
    json_t *line = json_object();
    json_object_set_new(line, "step", json_integer((json_int_t)index));
    json_object_set_new(line, "event", json_string(live_event_name(event)));
    json_object_set_new(line, "time", json_string(clock_format_utc(time, clock_realtime_ns())));
    if (step) {
        add_real(line, "seconds", step->seconds);
        add_real(line, "downtime_s", step->downtime_s);
        add_real(line, "moved_bytes", step->moved_bytes);
    }
    if (words) {
        json_t *text = json_string(words); // libvirt's words may be in any encoding
        json_object_set_new(line, "words", text ? text : json_string("?"));
    }
    scope_strbuf struct strbuf text = {0};
    char *dumped = json_dumps(line, JSON_COMPACT | JSON_PRESERVE_ORDER | JSON_REAL_PRECISION(12));
    json_decref(line);
    strbuf_printf(&text, "%s\n", dumped ? dumped : "{}");
    free(dumped);
    int result = write_all(journal, text.text, text.length, err);
    if (result == 0)
        journal->steps[index] = event;
    return result;
}

// --- opening -----------------------------------------------------------------------------------

static int lock(const char *path, int fd, struct err *err)
{
    if (flock(fd, LOCK_EX | LOCK_NB) == 0)
        return 0;
    return errno == EWOULDBLOCK
               ? err_host(err, NULL, "%s: another run is at work with this journal", path)
               : err_system(err, errno, "%s", path);
}

static int read_record(int fd, const char *path, struct live_record *ret_record, struct err *err)
{
    scope_free char *bytes = NULL;
    size_t length;
    int result = path_read_fd(fd, JOURNAL_MAX, &bytes, &length);
    return result < 0 ? err_system(err, -result, "%s", path)
                      : live_record_parse(path, bytes, length, ret_record, err);
}

// A journal whose plan is not whole was being written when its program was killed: nothing was done
// then, and it begins anew. Otherwise only a last line that was cut off goes.
static int begin(struct live_journal *journal, const struct live_record *record,
                 const struct estate *estate, const struct moves *moves, double downtime_allowed_s,
                 struct err *err)
{
    if (record->is_whole) {
        int result = live_record_compare(record, estate, moves, err);
        if (result < 0)
            return err_prefix(err, "%s", journal->path);
        memcpy(journal->steps, record->steps, moves->count * sizeof *journal->steps);
        return ftruncate(journal->fd, (off_t)record->whole_bytes) < 0
                   ? err_system(err, errno, "%s", journal->path)
                   : 0;
    }
    scope_free char *text = live_record_format(estate, moves, downtime_allowed_s, err);
    if (!text)
        return -EINVAL;
    if (ftruncate(journal->fd, 0) < 0)
        return err_system(err, errno, "%s", journal->path);
    int result = write_all(journal, text, strlen(text), err);
    return result < 0 ? result : sync_folder(journal->path, err);
}

static int check_file(int fd, const char *path, struct err *err)
{
    struct stat facts;
    if (fstat(fd, &facts) < 0)
        return err_system(err, errno, "%s", path);
    return S_ISREG(facts.st_mode) ? 0 : err_input(err, "%s: no file: a journal is one", path);
}

// Its lines name guests and hosts: nobody else's business.
static int open_file(const char *path, int *ret_fd, struct err *err)
{
    scope_close int fd = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NONBLOCK, 0600);
    if (fd < 0)
        return err_system(err, errno, "%s", path);
    int result = check_file(fd, path, err);
    if (result == 0)
        result = lock(path, fd, err);
    if (result == 0)
        *ret_fd = scope_take_fd(fd);
    return result;
}

int live_journal_open(const char *path, const struct estate *estate, const struct moves *moves,
                      double downtime_allowed_s, struct live_journal *ret_journal, struct err *err)
{
    struct live_record record = {0};
    struct live_journal journal = {
        .path = alloc_copy(path),
        .fd = -1,
        .steps = alloc_zeroed(moves->count + 1, sizeof *journal.steps),
        .count = moves->count,
    };
    int result = open_file(path, &journal.fd, err);
    if (result == 0)
        result = read_record(journal.fd, path, &record, err);
    if (result == 0)
        result = begin(&journal, &record, estate, moves, downtime_allowed_s, err);
    live_record_done(&record);
    if (result == 0)
        *ret_journal = journal;
    else
        live_journal_done(&journal);
    return result;
}

int live_journal_read(const char *path, struct live_record *ret_record, struct err *err)
{
    scope_free char *bytes = NULL;
    size_t length;
    struct live_record record;
    int result = path_read_named(path, JOURNAL_MAX, &bytes, &length, err);
    if (result == 0)
        result = live_record_parse(path, bytes, length, &record, err);
    if (result < 0)
        return result;
    if (!record.is_whole) {
        live_record_done(&record);
        return err_input(err, "%s: not all of its moves are in it: nothing was done yet, plan anew",
                         path);
    }
    *ret_record = record;
    return 0;
}

void live_journal_done(struct live_journal *journal)
{
    if (!journal)
        return;
    if (journal->fd >= 0)
        close(journal->fd);
    free(journal->path);
    free(journal->steps);
    *journal = (struct live_journal){.fd = -1};
}
