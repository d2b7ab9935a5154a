// SPDX-License-Identifier: GPL-3.0-or-later
// Counts guests without operations, load by load.
#include "common/inference/silence.h"

#include <inttypes.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "common/model/exact.h"
#include "common/model/exec_plan.h"
#include "common/model/record.h"
#include "common/model/scenario.h"

// One load of a step's guests, over its measured windows.
struct silence {
    const struct load *load;
    uint32_t guests, silent; // with measured windows of it; of these, without operations
    uint32_t windows;        // measured, of one guest
    uint64_t silent_due;     // what fell due in the silent ones
};

static void count_guest(struct silence *silence, const struct guest_record *guest, uint32_t stream)
{
    uint64_t operations = 0, due = 0;
    uint32_t windows = 0;
    for (size_t w = 0; w < guest->window_count; w++) {
        const struct window_record *window = &guest->windows[w];
        if (!window->measured || window->stream != stream)
            continue;
        operations += window->operations;
        due += window->due;
        windows++;
    }
    if (windows == 0)
        return;
    silence->guests++;
    silence->windows = windows;
    silence->silent += operations == 0;
    silence->silent_due += operations == 0 ? due : 0;
}

// role: of a tile, NULL where all guests are alike.
static struct silence count_load(const struct step_record *step, const struct load *load,
                                 const struct role *role, uint32_t stream)
{
    struct silence silence = {.load = load};
    for (size_t g = 0; g < step->guest_count; g++) {
        const struct guest_record *guest = &step->guest_list[g];
        bool is_of_role = !role || strcmp(guest->role, role->name) == 0;
        if (is_of_role && guest->state == RECORD_DONE)
            count_guest(&silence, guest, stream);
    }
    return silence;
}

// Of a paced load a guest to which nothing fell due is no news where others were busy.
static bool is_news(const struct silence *silence, bool is_closed)
{
    if (silence->silent == 0 || load_is_idle(silence->load))
        return false;
    return silence->silent == silence->guests || is_closed || silence->silent_due > 0;
}

static void add_what(struct strbuf *text, const struct load *load)
{
    const char *program = load_is_exec(load) && load->exec ? load->exec->program : NULL;
    const char *slash = program ? strrchr(program, '/') : NULL;
    if (program)
        strbuf_printf(text, "no run of %s ended", slash ? slash + 1 : program);
    else
        strbuf_printf(text, "no operation of %s%s%s ended", load->workload,
                      load->variant && *load->variant ? ":" : "",
                      load->variant ? load->variant : "");
}

static void add_silence(struct strbuf *text, const struct silence *silence, const char *stream,
                        bool is_closed, uint64_t window_ns)
{
    scope_free char *window = exact_duration(window_ns);
    bool is_some = silence->silent < silence->guests;
    strbuf_printf(text, "%s%s", text->length ? "; " : "", stream ? stream : "");
    if (is_some)
        strbuf_printf(text, "%sin %" PRIu32 " of %" PRIu32 " guests", stream ? ", " : "",
                      silence->silent, silence->guests);
    strbuf_add(text, stream ? ": " : is_some ? " " : "");
    if (is_closed || silence->silent_due > 0)
        add_what(text, silence->load);
    else
        strbuf_add(text, "nothing fell due");
    strbuf_printf(text, " in the %" PRIu32 " window%s of %s", silence->windows,
                  silence->windows == 1 ? "" : "s", window);
}

static void note_load(struct strbuf *text, const struct scenario *scenario,
                      const struct step_record *step, const struct load *load,
                      const struct role *role, uint32_t stream)
{
    bool is_closed = step->kind == RECORD_STEP_CALIBRATE || load->arrivals == LOAD_CLOSED;
    const struct silence silence = count_load(step, load, role, stream);
    scope_free char *name = role ? role_stream_name(role, stream) : NULL;
    if (is_news(&silence, is_closed))
        add_silence(text, &silence, name, is_closed, scenario->window_ns);
}

char *silence_of_step(const struct scenario *scenario, const struct step_record *step)
{
    struct strbuf text = {0};
    const struct tile *tile = &scenario->tile;
    bool is_asked = step->kind == RECORD_STEP_LADDER || step->kind == RECORD_STEP_CALIBRATE;
    if (!is_asked || step->state != RECORD_DONE)
        return NULL;
    if (tile->role_count == 0)
        note_load(&text, scenario, step, &scenario->load, NULL, 0);
    for (size_t r = 0; r < tile->role_count; r++)
        for (uint32_t k = 0; k < tile->roles[r].load_count; k++)
            note_load(&text, scenario, step, &tile->roles[r].loads[k], &tile->roles[r], k);
    if (text.length == 0)
        return NULL;
    strbuf_add(&text, "; give longer windows");
    return strbuf_take(&text);
}
