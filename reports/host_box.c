// SPDX-License-Identifier: GPL-3.0-or-later
// Grows the tree from the places of CPUs and divides widths from the outside in.
#include "reports/host_box.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/model/host_map.h"
#include "common/model/host_places.h"

// --- the tree ------------------------------------------------------------------------------------

static struct host_box *add_child(struct host_box *box, enum host_box_kind kind, int id)
{
    box->children = alloc_resized(box->children, box->count + 1, sizeof *box->children);
    box->children[box->count] = (struct host_box){.kind = kind, .id = id};
    return &box->children[box->count++];
}

// A cache of one core alone is the core's.
static bool is_shared(const struct host_map *map, int cache)
{
    struct cpu_set others = map->caches[cache].cpus;
    int core = host_map_core_of(map, cpu_set_next(&others, 0));
    if (core >= 0)
        cpu_set_drop(&others, &map->cores[core].cpus);
    return !cpu_set_is_empty(&others);
}

static enum host_box_kind kind_of(const struct host_map *map, enum host_level level, int id)
{
    bool outer_nodes = host_places_have_outer_nodes(map);
    if (id < 0)
        return HOST_BOX_FRAMELESS;
    switch (level) {
    case HOST_LEVEL_OUTER:
        return outer_nodes ? HOST_BOX_NODE : HOST_BOX_PACKAGE;
    case HOST_LEVEL_INNER:
        return outer_nodes ? HOST_BOX_PACKAGE : HOST_BOX_NODE;
    case HOST_LEVEL_CACHE:
        return is_shared(map, id) ? HOST_BOX_CACHE : HOST_BOX_FRAMELESS;
    case HOST_LEVEL_CORE:
        return HOST_BOX_CORE;
    default:
        return HOST_BOX_CPU;
    }
}

// A frameless box would make a row of its own: what it holds stands in the box above it, together
// with its siblings'.
static bool is_same(const struct host_box *last, enum host_box_kind kind, int id)
{
    return last->kind == kind && (kind == HOST_BOX_FRAMELESS || last->id == id);
}

static struct host_box *child_of(struct host_box *box, const struct host_map *map,
                                 const struct host_place *place, enum host_level level)
{
    int id = place->id[level];
    enum host_box_kind kind = kind_of(map, level, id);
    struct host_box *last = box->count ? &box->children[box->count - 1] : NULL;
    return last && is_same(last, kind, id) ? last : add_child(box, kind, id);
}

void host_box_init(struct host_box *machine, const struct host_map *map)
{
    uint32_t count;
    scope_free struct host_place *places = host_places_of(map, &map->online, &count);
    *machine = (struct host_box){.kind = HOST_BOX_MACHINE};
    for (uint32_t i = 0; i < count; i++) {
        struct host_box *box = machine;
        for (int level = 0; level < HOST_LEVEL_COUNT; level++)
            box = child_of(box, map, &places[i], (enum host_level)level);
    }
}

void host_box_done(struct host_box *box)
{
    for (size_t i = 0; i < box->count; i++)
        host_box_done(&box->children[i]);
    free(box->children);
    *box = (struct host_box){0};
}

// --- the layout
// ------------------------------------------------------------------------------------

// Around the children of a box, and between them.
static double padding(enum host_box_kind kind)
{
    switch (kind) {
    case HOST_BOX_PACKAGE:
    case HOST_BOX_NODE:
        return 8;
    case HOST_BOX_CACHE:
        return 5;
    case HOST_BOX_CORE:
        return 3;
    default:
        return 0;
    }
}

static double gap(enum host_box_kind kind)
{
    switch (kind) {
    case HOST_BOX_MACHINE:
        return 12;
    case HOST_BOX_PACKAGE:
    case HOST_BOX_NODE:
        return 8;
    case HOST_BOX_CORE:
        return 2;
    default:
        return 5;
    }
}

double host_box_head(enum host_box_kind kind)
{
    return kind == HOST_BOX_PACKAGE || kind == HOST_BOX_NODE ? 17 : 0;
}

double host_box_foot(enum host_box_kind kind, const struct host_box_scale *scale)
{
    return kind == HOST_BOX_CACHE ? 14 : kind == HOST_BOX_NODE ? scale->chips : 0;
}

static double least_width(const struct host_box *box, const struct host_box_scale *scale)
{
    double widest = 0;
    if (box->kind == HOST_BOX_CPU)
        return scale->cpu_width;
    for (size_t i = 0; i < box->count; i++)
        widest = fmax(widest, least_width(&box->children[i], scale));
    // A core's threads stand side by side.
    double count = box->kind == HOST_BOX_CORE ? (double)box->count : 1;
    return 2 * padding(box->kind) + count * widest + (count - 1) * gap(box->kind);
}

// How many stand in a row: as many as find room, shared out evenly over the rows.
static size_t columns_of(const struct host_box *box, const struct host_box_scale *scale,
                         double inner)
{
    double widest = 1;
    for (size_t i = 0; i < box->count; i++)
        widest = fmax(widest, least_width(&box->children[i], scale));
    double room = floor((inner + gap(box->kind)) / (widest + gap(box->kind)));
    size_t most = room >= (double)box->count ? box->count : room < 1 ? 1 : (size_t)room;
    if (box->kind == HOST_BOX_CORE || most == 0)
        return box->count;
    size_t rows = (box->count + most - 1) / most;
    return (box->count + rows - 1) / rows;
}

// Lays the children out below y; the height of their rows.
static double lay_rows(struct host_box *box, const struct host_box_scale *scale, double x, double y,
                       double inner)
{
    double between = gap(box->kind), top = y, row_height = 0;
    size_t columns = columns_of(box, scale, inner);
    double width = columns ? (inner - between * (double)(columns - 1)) / (double)columns : 0;
    for (size_t i = 0; i < box->count; i++) {
        if (i && i % columns == 0) {
            top += row_height + between;
            row_height = 0;
        }
        struct host_box *child = &box->children[i];
        host_box_lay(child, scale, x + (double)(i % columns) * (width + between), top, width);
        row_height = fmax(row_height, child->height);
    }
    return top + row_height - y;
}

void host_box_lay(struct host_box *box, const struct host_box_scale *scale, double x, double y,
                  double width)
{
    double around = padding(box->kind), head = host_box_head(box->kind);
    box->x = x;
    box->y = y;
    box->width = width;
    box->height = scale->cpu_height;
    if (box->kind == HOST_BOX_CPU)
        return;
    double rows = lay_rows(box, scale, x + around, y + around + head, width - 2 * around);
    box->height = 2 * around + head + rows + host_box_foot(box->kind, scale);
}
