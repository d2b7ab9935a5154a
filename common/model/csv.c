// SPDX-License-Identifier: GPL-3.0-or-later
// Feeds libcsv line by line, since it does not count them. A row is kept in one buffer that the
// next one takes over, and a file is read block by block, so that its size costs no memory.
#include "common/model/csv.h"

#include <csv.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/scope.h"
#include "common/base/units.h"

enum { BLOCK_BYTES = 1 << 18, ROW_MOST_BYTES = 64 << 20 };

struct reading {
    struct csv_parser parser;
    const char *name;
    size_t line;
    bool is_within_line;
    size_t row_bytes; // of the row under way, as it stands in the text
    char *text;       // the row's fields, a zero behind each
    size_t text_length, text_capacity;
    size_t *starts; // of each in text
    char **fields;
    size_t count, capacity;
    csv_row_fn *row;
    void *context;
    struct err *err;
    int result;
};

static void make_room(struct reading *reading, size_t length)
{
    if (reading->count == reading->capacity) {
        reading->capacity = reading->capacity ? 2 * reading->capacity : 32;
        reading->starts =
            alloc_resized(reading->starts, reading->capacity, sizeof *reading->starts);
        reading->fields =
            alloc_resized(reading->fields, reading->capacity, sizeof *reading->fields);
    }
    if (reading->text_length + length <= reading->text_capacity)
        return;
    reading->text_capacity = 2 * (reading->text_length + length);
    reading->text = alloc_resized(reading->text, reading->text_capacity, 1);
}

static void on_field(void *bytes, size_t length, void *reading_)
{
    struct reading *reading = reading_;
    make_room(reading, length + 1);
    char *field = reading->text + reading->text_length;
    if (length > 0)
        memcpy(field, bytes, length);
    field[length] = '\0';
    reading->starts[reading->count++] = reading->text_length;
    reading->text_length += length + 1;
}

static void on_row(int end, void *reading_)
{
    struct reading *reading = reading_;
    (void)end;
    for (size_t i = 0; i < reading->count; i++)
        reading->fields[i] = reading->text + reading->starts[i];
    bool is_empty = reading->count == 0 || (reading->count == 1 && !*reading->fields[0]);
    if (reading->result == 0 && !is_empty)
        reading->result = reading->row(reading->context, reading->line, reading->fields,
                                       reading->count, reading->err);
    reading->count = 0;
    reading->text_length = 0;
    reading->row_bytes = 0;
}

// Where libcsv stops: a quotation mark is the only thing that it minds.
static int bad_quote(const struct reading *reading)
{
    return err_input(reading->err, "%s:%zu: a quotation mark stands where it must not",
                     reading->name, reading->line);
}

static size_t line_length(const char *bytes, size_t length)
{
    const char *end = memchr(bytes, '\n', length);
    return end ? (size_t)(end - bytes) + 1 : length;
}

// One line, or a part of one that goes on in the next block.
static int read_part(struct reading *reading, const char *bytes, size_t length)
{
    if (!reading->is_within_line)
        reading->line++;
    reading->is_within_line = bytes[length - 1] != '\n';
    reading->row_bytes += length;
    if (memchr(bytes, '\0', length))
        return err_input(reading->err, "%s:%zu: a NUL byte; text is wanted", reading->name,
                         reading->line);
    if (reading->row_bytes > ROW_MOST_BYTES)
        return err_input(reading->err,
                         "%s:%zu: a row of more than %d MiB ends nowhere before this line; a "
                         "quotation mark may be open",
                         reading->name, reading->line, ROW_MOST_BYTES >> 20);
    if (csv_parse(&reading->parser, bytes, length, on_field, on_row, reading) != length)
        return bad_quote(reading);
    return reading->result;
}

static int read_block(struct reading *reading, const char *bytes, size_t length)
{
    int r = 0;
    while (r == 0 && length > 0) {
        size_t part = line_length(bytes, length);
        r = read_part(reading, bytes, part);
        bytes += part;
        length -= part;
    }
    return r;
}

static int reading_begin(struct reading *reading, struct err *err)
{
    reading->err = err;
    if (csv_init(&reading->parser, CSV_STRICT | CSV_STRICT_FINI) != 0)
        return err_input(err, "%s: the reader of CSV cannot be set up", reading->name);
    return 0;
}

// result: what came of reading so far.
static int reading_end(struct reading *reading, int result)
{
    if (result == 0 && csv_fini(&reading->parser, on_field, on_row, reading) != 0)
        result = bad_quote(reading);
    if (result == 0)
        result = reading->result;
    free(reading->text);
    free(reading->starts);
    free(reading->fields);
    csv_free(&reading->parser);
    return result;
}

static size_t mark_length(const char *bytes, size_t length)
{
    static const char mark[] = "\xef\xbb\xbf";
    return length >= 3 && memcmp(bytes, mark, 3) == 0 ? 3 : 0;
}

int csv_read(const char *name, const char *bytes, size_t length, csv_row_fn *row, void *context,
             struct err *err)
{
    struct reading reading = {.name = name, .row = row, .context = context};
    int r = reading_begin(&reading, err);
    if (r < 0)
        return r;
    size_t mark = mark_length(bytes, length);
    return reading_end(&reading, read_block(&reading, bytes + mark, length - mark));
}

// --- files --------------------------------------------------------------------------------------

// 0 at the end of the file.
static ssize_t fill(int fd, char *block)
{
    ssize_t length = 0;
    while (length < BLOCK_BYTES) {
        ssize_t got = read(fd, block + length, (size_t)(BLOCK_BYTES - length));
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return -errno;
        if (got == 0)
            break;
        length += got;
    }
    return length;
}

static int read_blocks(struct reading *reading, int fd, uint64_t most_bytes)
{
    scope_free char *block = alloc_zeroed(BLOCK_BYTES, 1);
    uint64_t seen_bytes = 0;
    ssize_t length;
    while ((length = fill(fd, block)) > 0) {
        size_t mark = seen_bytes == 0 ? mark_length(block, (size_t)length) : 0;
        seen_bytes += (uint64_t)length;
        if (seen_bytes > most_bytes) {
            char most[UNITS_TEXT_SIZE];
            return err_input(reading->err, "%s: larger than %s", reading->name,
                             units_format_bytes(most, most_bytes));
        }
        int r = read_block(reading, block + mark, (size_t)length - mark);
        if (r != 0)
            return r;
    }
    return length < 0 ? err_system(reading->err, (int)-length, "%s", reading->name) : 0;
}

// A pipe that waits for a writer, or a device that never ends, is no file.
static int open_named(const char *path, int *ret_fd, struct err *err)
{
    struct stat status;
    scope_close int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0 || fstat(fd, &status) < 0)
        return err_input(err, "%s: %s", path, strerror(errno));
    if (!S_ISREG(status.st_mode))
        return err_input(err, "%s: a file is wanted", path);
    *ret_fd = scope_take_fd(fd);
    return 0;
}

int csv_read_named(const char *path, uint64_t most_bytes, csv_row_fn *row, void *context,
                   struct err *err)
{
    struct reading reading = {.name = path, .row = row, .context = context};
    scope_close int fd = -1;
    int r = open_named(path, &fd, err);
    if (r == 0)
        r = reading_begin(&reading, err);
    return r < 0 ? r : reading_end(&reading, read_blocks(&reading, fd, most_bytes));
}
