// SPDX-License-Identifier: GPL-3.0-or-later
// Draws the boxes of host_box.c. What stands on a CPU is host_picture_cpu.c's business.
#include "reports/host_picture.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "common/base/alloc.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "common/base/units.h"
#include "common/model/exact.h"
#include "common/model/host_map.h"
#include "reports/host_box.h"
#include "reports/host_picture_cpu.h"
#include "reports/host_picture_style.h"
#include "reports/html_text.h"

#define WIDTH      1000.0
#define HEIGHT_MAX 760.0 // aimed at: what a page shows at once
#define TOP        34.0  // the line that says what host it is
#define LINE       18.0
#define CHIP       20.0

struct drawing {
    const struct host_picture *picture;
    const struct host_map *map;
    struct host_box machine;
    struct host_box_scale scale;
    struct host_picture_cpus cpus;
    struct strbuf *out;
};

static void add_text(struct drawing *drawing, double x, double y, const char *class,
                     const char *text)
{
    strbuf_printf(drawing->out, "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\">", class, x, y);
    html_add_text(drawing->out, text);
    strbuf_add(drawing->out, "</text>\n");
}

static void add_frame(struct drawing *drawing, const struct host_box *box, const char *class,
                      double radius)
{
    strbuf_printf(drawing->out,
                  "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" "
                  "rx=\"%.0f\"/>\n",
                  class, box->x, box->y, box->width, box->height, radius);
}

// A rough measure of text of this size: no font is at hand here.
static double text_width(const char *text, double size)
{
    return (double)strlen(text) * size * 0.56;
}

// --- devices
// ---------------------------------------------------------------------------------------

static uint32_t count_functions(const struct host_map *map, const char *pci)
{
    uint32_t count = 0;
    for (size_t i = 0; *pci && i < map->device_count; i++)
        count += strcmp(map->devices[i].parent, pci) == 0;
    return count;
}

// Functions are told with the card they are of.
static bool is_shown(const struct host_device *device, int64_t node)
{
    return device->node == node && !*device->parent && device->kind != HOST_DEVICE_FUNCTION;
}

static char *describe_device(const struct host_map *map, const struct host_device *device)
{
    uint32_t functions = count_functions(map, device->pci);
    const char *kind = host_device_kind_name(device->kind);
    if (functions == 0)
        return alloc_printf("%s %s", kind, device->name);
    return alloc_printf("%s %s + %" PRIu32 " function%s", kind, device->name, functions,
                        functions == 1 ? "" : "s");
}

// One chip a device in rows from (x, y); returns how high they are. Without an output it measures.
static double add_chips(struct drawing *drawing, int64_t node, double x, double y, double width,
                        bool draws)
{
    const struct host_map *map = drawing->map;
    double left = x, top = y;
    size_t shown = 0;
    for (size_t i = 0; i < map->device_count; i++) {
        if (!is_shown(&map->devices[i], node))
            continue;
        scope_free char *text = describe_device(map, &map->devices[i]);
        double chip = text_width(text, 11) + 12;
        if (left > x && left + chip > x + width) {
            left = x;
            top += CHIP + 4;
        }
        if (draws) {
            const struct host_box box = {.x = left, .y = top, .width = chip, .height = CHIP};
            strbuf_printf(drawing->out, "<g><title>");
            html_add_text(drawing->out, text);
            html_add_text(drawing->out, *map->devices[i].pci ? ", PCI " : "");
            html_add_text(drawing->out, map->devices[i].pci);
            strbuf_add(drawing->out, "</title>");
            add_frame(drawing, &box, "chip", 4);
            add_text(drawing, left + 6, top + 14, "soft", text);
            strbuf_add(drawing->out, "</g>\n");
        }
        left += chip + 6;
        shown++;
    }
    return shown ? top + CHIP - y : 0;
}

// --- boxes
// -----------------------------------------------------------------------------------------

static void draw_package(struct drawing *drawing, const struct host_box *box)
{
    scope_free char *name = alloc_printf("Package %" PRIu32, drawing->map->packages[box->id].id);
    add_frame(drawing, box, "package", 8);
    add_text(drawing, box->x + 10, box->y + 17, "name", name);
}

// As much as finds room.
static char *name_node(const struct host_node *node, double width)
{
    char bytes[UNITS_TEXT_SIZE] = "";
    if (node->memory_bytes)
        units_format_bytes(bytes, node->memory_bytes);
    char *name = alloc_printf("NUMA node %" PRIu32 "%s%s", node->id, *bytes ? " · " : "", bytes);
    if (text_width(name, 12) <= width)
        return name;
    free(name);
    return alloc_printf("node %" PRIu32, node->id);
}

static void draw_node(struct drawing *drawing, const struct host_box *box)
{
    const struct host_node *node = &drawing->map->nodes[box->id];
    scope_free char *name = name_node(node, box->width - 12);
    add_frame(drawing, box, "node", 6);
    add_text(drawing, box->x + 9, box->y + 17, "soft", name);
    double foot = host_box_foot(box->kind, &drawing->scale);
    if (foot > 0)
        add_chips(drawing, node->id, box->x + 8, box->y + box->height - foot, box->width - 16,
                  true);
}

static void draw_cache(struct drawing *drawing, const struct host_box *box)
{
    const struct host_cache *cache = &drawing->map->caches[box->id];
    scope_free char *size = exact_bytes(cache->bytes);
    scope_free char *name = alloc_printf("L%" PRIu32 " %s", cache->level, size);
    add_frame(drawing, box, "cache", 5);
    add_text(drawing, box->x + 6, box->y + box->height - 5, "tiny", name);
}

static void draw_box(struct drawing *drawing, const struct host_box *box)
{
    if (box->kind == HOST_BOX_PACKAGE)
        draw_package(drawing, box);
    else if (box->kind == HOST_BOX_NODE)
        draw_node(drawing, box);
    else if (box->kind == HOST_BOX_CACHE)
        draw_cache(drawing, box);
    else if (box->kind == HOST_BOX_CORE)
        add_frame(drawing, box, "core", 4);
    else if (box->kind == HOST_BOX_CPU)
        host_picture_cpus_draw(&drawing->cpus, box, drawing->out);
    for (size_t i = 0; i < box->count; i++)
        draw_box(drawing, &box->children[i]);
}

// --- around them
// -----------------------------------------------------------------------------------

static void add_count(struct strbuf *line, size_t count, const char *noun)
{
    if (count)
        strbuf_printf(line, "%s%zu %s%s", line->length ? " · " : "", count, noun,
                      count == 1 ? "" : "s");
}

// "16 CPUs · 8 cores · 4 packages · 1 NUMA node · 16.0 GiB".
static char *describe_host(const struct host_map *map)
{
    struct strbuf line = {0};
    uint64_t bytes = 0;
    char memory[UNITS_TEXT_SIZE];
    for (size_t i = 0; i < map->node_count; i++)
        bytes += map->nodes[i].memory_bytes;
    add_count(&line, cpu_set_count(&map->online), "CPU");
    add_count(&line, map->core_count, "core");
    add_count(&line, map->package_count, "package");
    add_count(&line, map->node_count, "NUMA node");
    if (bytes)
        strbuf_printf(&line, " · %s", units_format_bytes(memory, bytes));
    return strbuf_take(&line);
}

// The caches that a core has for itself, where all have the same: "each core: L1 32KiB, L2 1MiB".
static char *describe_caches(const struct host_map *map)
{
    struct strbuf line = {0};
    for (uint32_t level = 1; level < 6; level++) {
        uint64_t bytes = 0;
        for (size_t i = 0; i < map->cache_count; i++)
            if (map->caches[i].level == level && bytes == 0)
                bytes = map->caches[i].bytes;
        scope_free char *text = exact_bytes(bytes);
        if (bytes)
            strbuf_printf(&line, "%sL%" PRIu32 " %s", line.length ? ", " : "caches: ", level, text);
    }
    return strbuf_take(&line);
}

static void add_notes(struct drawing *drawing, double *y)
{
    const struct host_map *map = drawing->map;
    scope_free char *offline = cpu_set_format(&map->offline);
    struct cpu_set barred = map->online;
    cpu_set_drop(&barred, &map->allowed);
    scope_free char *forbidden = cpu_set_format(&barred);
    scope_free char *caches = describe_caches(map);
    scope_free char *line = alloc_printf(
        "%s%s%s%s%s%s%s", caches, *offline && *caches ? " · " : "", *offline ? "offline: CPU " : "",
        offline, *forbidden && (*offline || *caches) ? " · " : "",
        *forbidden ? "not ours to use (dashed): CPU " : "", forbidden);
    if (*line) {
        add_text(drawing, 0, *y + 12, "soft", line);
        *y += LINE;
    }
    for (size_t i = 0; i < map->node_count; i++) {
        if (!cpu_set_is_empty(&map->nodes[i].cpus))
            continue;
        char bytes[UNITS_TEXT_SIZE];
        units_format_bytes(bytes, map->nodes[i].memory_bytes);
        scope_free char *node =
            alloc_printf("NUMA node %" PRIu32 " has no CPU: %s of memory", map->nodes[i].id, bytes);
        add_text(drawing, 0, *y + 12, "soft", node);
        *y += LINE;
    }
    double chips = add_chips(drawing, HOST_MAP_NO_NODE, 0, *y + 2, WIDTH, true);
    *y += chips ? chips + 8 : 0;
}

static void add_legend(struct drawing *drawing, double y)
{
    static const char *const steps[HOST_PICTURE_STEPS] = {"0–20 %", "20–40 %", "40–60 %", "60–80 %",
                                                          "80–100 %"};
    double x = 0;
    if (drawing->picture->count == 0)
        return;
    add_text(drawing, x, y + 12, "soft", "a vCPU's load of its CPU:");
    x += 140;
    for (int i = 0; i <= HOST_PICTURE_STEPS; i++) {
        bool is_known = i < HOST_PICTURE_STEPS;
        scope_free char *class = is_known ? alloc_printf("l%d home", i) : alloc_copy("lx home");
        if (!is_known && !drawing->cpus.has_unknown)
            break;
        const struct host_box box = {.x = x, .y = y + 2, .width = 14, .height = 12};
        add_frame(drawing, &box, class, 2);
        add_text(drawing, x + 18, y + 12, "soft", is_known ? steps[i] : "not known");
        x += 86;
    }
    if (drawing->cpus.has_passing) {
        const struct host_box box = {.x = x, .y = y + 1, .width = 14, .height = 14};
        add_frame(drawing, &box, "lx passing", 7);
        add_text(drawing, x + 18, y + 12, "soft",
                 "round: bound to no CPU, drawn where it was most often");
    }
}

// --- the size of things
// ----------------------------------------------------------------------------

static double measure_chips(struct drawing *drawing, double width)
{
    double highest = 0;
    for (size_t i = 0; i < drawing->map->node_count; i++)
        highest = fmax(highest, add_chips(drawing, drawing->map->nodes[i].id, 0, 0, width, false));
    return highest ? highest + 8 : 0;
}

static const struct host_box *first_of(const struct host_box *box, enum host_box_kind kind)
{
    if (box->kind == kind)
        return box;
    return box->count ? first_of(&box->children[0], kind) : NULL;
}

static double lay(struct drawing *drawing, double cpu_width, double mark)
{
    struct host_box *machine = &drawing->machine;
    drawing->scale = (struct host_box_scale){.cpu_width = cpu_width, .cpu_height = 24};
    host_box_lay(machine, &drawing->scale, 0, TOP, WIDTH);
    const struct host_box *cpu = first_of(machine, HOST_BOX_CPU);
    const struct host_box *node = first_of(machine, HOST_BOX_NODE);
    if (!cpu)
        return 0;
    drawing->scale.cpu_height = host_picture_cpus_height(&drawing->cpus, cpu->width, mark);
    drawing->scale.chips = node ? measure_chips(drawing, node->width - 16) : 0;
    host_box_lay(machine, &drawing->scale, 0, TOP, WIDTH);
    return machine->height;
}

// The largest marks with which the host still fits a page; else the smallest ones.
static void choose_scale(struct drawing *drawing)
{
    static const double marks[] = {30, 24, 20, 16, 13, 10};
    static const double widths[] = {26, 34, 44, 60};
    enum { MARKS = sizeof marks / sizeof *marks, WIDTHS = sizeof widths / sizeof *widths };
    for (size_t m = 0; m < MARKS; m++)
        for (size_t w = WIDTHS; w-- > 0;)
            if (marks[m] + 6 <= widths[w] && lay(drawing, widths[w], marks[m]) <= HEIGHT_MAX &&
                drawing->cpus.has_room)
                return;
    lay(drawing, widths[0], marks[MARKS - 1]);
}

void host_picture_draw(const struct host_picture *picture, struct strbuf *out)
{
    struct drawing drawing = {.picture = picture, .map = picture->map, .out = out};
    scope_free char *host = describe_host(picture->map);
    struct strbuf body = {0};
    host_box_init(&drawing.machine, picture->map);
    host_picture_cpus_init(&drawing.cpus, picture);
    choose_scale(&drawing);
    drawing.out = &body;
    draw_box(&drawing, &drawing.machine);
    double y = TOP + drawing.machine.height + 8;
    add_notes(&drawing, &y);
    y += host_picture_cpus_draw_lost(&drawing.cpus, 0, y, WIDTH, &body);
    add_legend(&drawing, y);
    y += picture->count ? LINE + 6 : 4;
    strbuf_printf(out,
                  "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"host-picture\" "
                  "viewBox=\"-8 0 1016 %.0f\" role=\"img\" aria-label=\"",
                  y);
    html_add_text(out, host);
    strbuf_printf(out, "\">\n<style>\n%s</style>\n", host_picture_style);
    drawing.out = out;
    add_text(&drawing, 0, 20, "name", host);
    strbuf_add(out, strbuf_text(&body));
    strbuf_add(out, "</svg>\n");
    strbuf_done(&body);
    host_picture_cpus_done(&drawing.cpus);
    host_box_done(&drawing.machine);
}
