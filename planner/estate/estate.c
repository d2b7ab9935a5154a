// SPDX-License-Identifier: GPL-3.0-or-later
// Growing lists of hosts and guests with their names in an index beside them.
#include "planner/estate/estate.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/nearest.h"

enum { NAMES_SHOWN_MOST = 12 };

void estate_init(struct estate *estate)
{
    *estate = (struct estate){.trace_step_s = ESTATE_TRACE_STEP_S};
}

static void host_done(struct estate_host *host)
{
    free(host->name);
    estate_labels_done(&host->labels);
    free(host->nodes);
    free(host->platform);
    free(host->uri);
}

static void guest_done(struct estate_guest *guest)
{
    free(guest->name);
    estate_labels_done(&guest->labels);
    free(guest->run);
    free(guest->workload);
}

static void texts_free(char **texts, size_t count)
{
    for (size_t i = 0; i < count; i++)
        free(texts[i]);
    free(texts);
}

void estate_done(struct estate *estate)
{
    if (!estate)
        return;
    for (size_t i = 0; i < estate->host_count; i++)
        host_done(&estate->hosts[i]);
    for (size_t i = 0; i < estate->guest_count; i++)
        guest_done(&estate->guests[i]);
    for (size_t i = 0; i < estate->trace_count; i++)
        free(estate->traces[i].cores);
    free(estate->hosts);
    free(estate->guests);
    free(estate->traces);
    name_index_done(&estate->host_names);
    name_index_done(&estate->guest_names);
    free(estate->currency);
    texts_free(estate->notes, estate->note_count);
    texts_free(estate->files, estate->file_count);
    *estate = (struct estate){0};
}

static size_t grown(size_t capacity)
{
    return capacity ? 2 * capacity : 64;
}

struct estate_host *estate_add_host(struct estate *estate, const char *name)
{
    if (estate->host_count == estate->host_capacity) {
        estate->host_capacity = grown(estate->host_capacity);
        estate->hosts = alloc_resized(estate->hosts, estate->host_capacity, sizeof *estate->hosts);
    }
    struct estate_host *host = &estate->hosts[estate->host_count++];
    *host = (struct estate_host){
        .name = alloc_copy(name),
        .cores = NAN,
        .threads = NAN,
        .memory_bytes = NAN,
        .disk_bytes = NAN,
        .disk_hz = NAN,
        .network_bits_hz = NAN,
        .cost_year = NAN,
        .guests_most = NAN,
        .score = NAN,
        .file = "",
    };
    for (size_t i = 0; i < POWER_POINTS; i++)
        host->watts[i] = NAN;
    name_index_add(&estate->host_names, host->name);
    return host;
}

struct estate_guest *estate_add_guest(struct estate *estate, const char *name)
{
    if (estate->guest_count == estate->guest_capacity) {
        estate->guest_capacity = grown(estate->guest_capacity);
        estate->guests =
            alloc_resized(estate->guests, estate->guest_capacity, sizeof *estate->guests);
    }
    struct estate_guest *guest = &estate->guests[estate->guest_count++];
    *guest = (struct estate_guest){
        .name = alloc_copy(name),
        .host = ESTATE_NOWHERE,
        .vcpus = NAN,
        .memory_bytes = NAN,
        .memory_used_bytes = NAN,
        .disk_bytes = NAN,
        .disk_hz = NAN,
        .network_bits_hz = NAN,
        .cpu_cores = NAN,
        .cpu_p95_cores = NAN,
        .cpu_peak_cores = NAN,
        .dirty_bytes_hz = NAN,
        .trace = -1,
        .file = "",
    };
    name_index_add(&estate->guest_names, guest->name);
    return guest;
}

static int32_t find(const struct name_index *names, const char *name)
{
    size_t number = name_index_find(names, name);
    return number == NAME_INDEX_NONE ? ESTATE_NOWHERE : (int32_t)number;
}

int32_t estate_find_host(const struct estate *estate, const char *name)
{
    return find(&estate->host_names, name);
}

int32_t estate_find_guest(const struct estate *estate, const char *name)
{
    return find(&estate->guest_names, name);
}

const char *estate_file(struct estate *estate, const char *name)
{
    for (size_t i = estate->file_count; i-- > 0;)
        if (strcmp(estate->files[i], name) == 0)
            return estate->files[i];
    estate->files = alloc_resized(estate->files, estate->file_count + 1, sizeof *estate->files);
    estate->files[estate->file_count] = alloc_copy(name);
    return estate->files[estate->file_count++];
}

static char *hint_of(const struct name_index *names, const char *name)
{
    if (names->count <= NAMES_SHOWN_MOST)
        return nearest_hint(name, names->names, names->count);
    const char *nearest = nearest_word(name, names->names, names->count);
    return nearest ? alloc_printf(" (did you mean '%.80s'?)", nearest) : alloc_copy("");
}

char *estate_host_hint(const struct estate *estate, const char *name)
{
    return hint_of(&estate->host_names, name);
}

char *estate_guest_hint(const struct estate *estate, const char *name)
{
    return hint_of(&estate->guest_names, name);
}

static bool is_noted(const struct estate *estate, const char *text)
{
    for (size_t i = 0; i < estate->note_count; i++)
        if (strcmp(estate->notes[i], text) == 0)
            return true;
    return false;
}

void estate_note(struct estate *estate, const char *format, ...)
{
    char *text = NULL;
    va_list arguments;
    va_start(arguments, format);
    int length = vasprintf(&text, format, arguments);
    va_end(arguments);
    if (length < 0)
        abort(); // as alloc_printf does
    if (is_noted(estate, text)) {
        free(text);
        return;
    }
    estate->notes = alloc_resized(estate->notes, estate->note_count + 1, sizeof *estate->notes);
    estate->notes[estate->note_count++] = text;
}
