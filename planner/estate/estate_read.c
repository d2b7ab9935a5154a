// SPDX-License-Identifier: GPL-3.0-or-later
// Which reader a text or file goes to.
#include "planner/estate/estate_read.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "planner/estate/estate_csv.h"
#include "planner/estate/estate_grid.h"
#include "planner/estate/estate_traces.h"

static struct estate_input input_of(const char *name, const char *bytes, size_t length)
{
    return (struct estate_input){name, bytes ? bytes : "", length};
}

static int read_sheet(struct estate *estate, bool is_of_hosts, const struct estate_input *input,
                      struct err *err)
{
    int r = estate_csv_read(estate, is_of_hosts, input, err);
    if (r == 0)
        estate_grid_note_lengths(estate);
    return r;
}

int estate_read_hosts(struct estate *estate, const char *name, const char *bytes, size_t length,
                      struct err *err)
{
    const struct estate_input input = input_of(name, bytes, length);
    return read_sheet(estate, true, &input, err);
}

int estate_read_guests(struct estate *estate, const char *name, const char *bytes, size_t length,
                       struct err *err)
{
    const struct estate_input input = input_of(name, bytes, length);
    return read_sheet(estate, false, &input, err);
}

int estate_read_traces(struct estate *estate, const char *name, const char *bytes, size_t length,
                       struct err *err)
{
    const struct estate_input input = input_of(name, bytes, length);
    int r = estate_traces_read(estate, &input, err);
    if (r == 0)
        estate_grid_note_lengths(estate);
    return r;
}

// --- files --------------------------------------------------------------------------------------

static bool is_document(const char *path)
{
    static const char *const ends[] = {".yaml", ".yml", ".json"};
    size_t length = strlen(path);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        size_t tail = strlen(ends[i]);
        if (length > tail && strcasecmp(path + length - tail, ends[i]) == 0)
            return true;
    }
    return false;
}

static int read_document(struct estate *estate, const char *path, struct err *err)
{
    scope_free char *bytes = NULL;
    size_t length = 0;
    int r = path_read_named(path, ESTATE_FILE_MOST_BYTES, &bytes, &length, err);
    if (r == 0)
        r = estate_read_document(estate, path, bytes, length, err);
    return r;
}

static int read_traces(struct estate *estate, const char *path, struct err *err)
{
    struct stat status;
    bool is_folder = stat(path, &status) == 0 && S_ISDIR(status.st_mode);
    const struct estate_input input = {.name = path};
    int r = is_folder ? estate_traces_read_folder(estate, path, err)
                      : estate_traces_read(estate, &input, err);
    if (r == 0)
        estate_grid_note_lengths(estate);
    return r;
}

int estate_read_file(struct estate *estate, enum estate_content content, const char *path,
                     struct err *err)
{
    const struct estate_input input = {.name = path};
    if (content == ESTATE_TRACES)
        return read_traces(estate, path, err);
    if (content == ESTATE_DOCUMENT || is_document(path))
        return read_document(estate, path, err);
    return read_sheet(estate, content == ESTATE_HOSTS, &input, err);
}
