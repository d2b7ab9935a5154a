// SPDX-License-Identifier: GPL-3.0-or-later
// Copies without their other guests and streams.
#include "common/inference/step_view.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"

static bool has_role(const struct guest_record *guest, const struct role *role)
{
    return guest->role && strcmp(guest->role, role->name) == 0;
}

static struct guest_record view_guest(const struct guest_record *guest, uint32_t stream)
{
    struct guest_record view = *guest;
    view.windows = alloc_zeroed(guest->window_count, sizeof(view.windows[0]));
    view.window_count = 0;
    for (size_t w = 0; w < guest->window_count; w++)
        if (guest->windows[w].stream == stream)
            view.windows[view.window_count++] = guest->windows[w];
    return view;
}

// What fell due in a second of one guest's measured windows.
static double due_hz(const struct step_record *step)
{
    double due = 0, ns = 0;
    for (size_t g = 0; g < step->guest_count; g++) {
        const struct guest_record *guest = &step->guest_list[g];
        for (size_t w = 0; w < guest->window_count; w++) {
            if (!guest->windows[w].measured)
                continue;
            due += (double)guest->windows[w].due;
            ns += (double)guest->windows[w].duration_ns;
        }
    }
    return ns > 0 ? due * 1e9 / ns : 0;
}

// What the host saw of a guest belongs to all of its streams alike.
static bool is_of_stream(const struct figure_record *figure, uint32_t stream)
{
    return figure->stream == stream || strcmp(figure->name, RECORD_FIGURE_WAKEUPS) == 0;
}

static bool is_of_guest(const struct figure_record *figure, const struct step_record *view)
{
    for (size_t g = 0; g < view->guest_count; g++)
        if (figure->guest == (int64_t)view->guest_list[g].index)
            return true;
    return false;
}

static void view_figures(struct step_record *view, const struct step_record *step, uint32_t stream)
{
    view->figures = alloc_zeroed(step->figure_count, sizeof(view->figures[0]));
    view->figure_count = 0;
    for (size_t i = 0; i < step->figure_count; i++)
        if (is_of_stream(&step->figures[i], stream) && is_of_guest(&step->figures[i], view))
            view->figures[view->figure_count++] = step->figures[i];
}

static struct step_record view_step(const struct step_record *step, const struct role *role,
                                    uint32_t stream)
{
    struct step_record view = *step;
    view.guests = step_record_units(step);
    view.tiles = 0;
    view.memory_bytes = RECORD_ABSENT;
    view.guest_list = alloc_zeroed(step->guest_count, sizeof(view.guest_list[0]));
    view.guest_count = 0;
    for (size_t g = 0; g < step->guest_count; g++)
        if (has_role(&step->guest_list[g], role))
            view.guest_list[view.guest_count++] = view_guest(&step->guest_list[g], stream);
    view_figures(&view, step, stream);
    bool closed =
        step->kind == RECORD_STEP_CALIBRATE || role->loads[stream].arrivals == LOAD_CLOSED;
    view.rate_hz = closed ? 0 : due_hz(&view);
    return view;
}

static void free_parts(struct step_record *step)
{
    free(step->figures);
    for (size_t g = 0; g < step->guest_count; g++)
        free(step->guest_list[g].windows);
    free(step->guest_list);
}

// A guest that runs other streams only (its calibration) has no windows of this one.
static bool is_of_it(const struct step_record *whole, const struct step_record *view)
{
    if (whole->guest_count == 0)
        return true;
    if (view->kind != RECORD_STEP_CALIBRATE)
        return view->guest_count > 0;
    return view->guest_count > 0 && view->guest_list[0].window_count > 0;
}

void step_view_init(struct step_view *view, const struct step_record *steps, size_t count,
                    const struct role *role, uint32_t stream)
{
    *view = (struct step_view){.steps = alloc_zeroed(count, sizeof(view->steps[0]))};
    for (size_t i = 0; i < count; i++) {
        struct step_record *step = &view->steps[view->count];
        *step = view_step(&steps[i], role, stream);
        if (is_of_it(&steps[i], step))
            view->count++;
        else
            free_parts(step);
    }
}

void step_view_done(struct step_view *view)
{
    if (!view)
        return;
    for (size_t i = 0; i < view->count; i++)
        free_parts(&view->steps[i]);
    free(view->steps);
    *view = (struct step_view){0};
}
