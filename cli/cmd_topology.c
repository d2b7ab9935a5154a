// SPDX-License-Identifier: GPL-3.0-or-later
// fullhouse topology: this host, a captured one or an XML of hwloc's, as text, as a picture, or for
// machines.
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/command.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/topology_print.h"
#include "collector/topology.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "common/base/strbuf.h"
#include "reports/host_picture.h"

enum { KEY_ROOT = 0x100, KEY_XML, KEY_SVG };
enum { XML_MAX = 64 << 20 };

static const struct argp_option options[] = {
    {"root", KEY_ROOT, "FOLDER", 0, "a captured host: a folder that holds proc/ and sys/", 0},
    {"xml", KEY_XML, "FILE", 0, "a host as hwloc's XML, as lstopo writes it", 0},
    {"svg", KEY_SVG, "FILE", 0, "draw the host into this file ('-' for standard output)", 0},
    {"json", 'j', 0, 0, "for machines", 0},
    {0},
};

struct topology_arguments {
    const char *root, *xml, *svg;
    bool json;
    struct err *err;
};

static error_t parse_option(int key, char *argument, struct argp_state *state)
{
    struct topology_arguments *arguments = state->input;
    switch (key) {
    case KEY_ROOT:
        arguments->root = argument;
        return 0;
    case KEY_XML:
        arguments->xml = argument;
        return 0;
    case KEY_SVG:
        arguments->svg = argument;
        return 0;
    case 'j':
        arguments->json = true;
        return 0;
    case ARGP_KEY_ARG:
        return options_no_more(state, argument, arguments->err);
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

static int read_xml(const char *path, struct topology *topology, struct err *err)
{
    scope_free char *xml = NULL;
    int result = path_read(path, XML_MAX, &xml, NULL, err);
    if (result < 0)
        options_blame_path(err);
    else if ((result = topology_read_xml(xml, topology, err)) < 0)
        err_prefix(err, "%s", path);
    return result;
}

static int read_host(const struct topology_arguments *arguments, struct topology *topology,
                     struct err *err)
{
    if (arguments->root && arguments->xml)
        return err_input(err, "--root and --xml name two hosts; one is wanted");
    if (arguments->xml)
        return read_xml(arguments->xml, topology, err);
    int result = topology_read(arguments->root, topology, err);
    if (result < 0 && arguments->root)
        options_blame_path(err);
    return result;
}

static int draw(const char *path, const struct host_map *map, struct err *err)
{
    scope_strbuf struct strbuf svg = {0};
    const struct host_picture picture = {.map = map};
    host_picture_draw(&picture, &svg);
    if (strcmp(path, "-") != 0)
        return path_write(path, strbuf_text(&svg), svg.length, 0644, err);
    fputs(strbuf_text(&svg), stdout);
    return 0;
}

static int print(const struct topology_arguments *arguments, const struct host_map *map,
                 struct err *err)
{
    scope_strbuf struct strbuf out = {0};
    if (arguments->svg) {
        int result = draw(arguments->svg, map, err);
        if (result < 0 || strcmp(arguments->svg, "-") == 0)
            return result;
    }
    if (arguments->json)
        topology_print_json(map, &out);
    else
        topology_print_text(map, &out);
    fputs(strbuf_text(&out), stdout);
    return 0;
}

static int run_topology(int argc, char **argv)
{
    const struct argp argp = {
        .options = options,
        .parser = parse_option,
        .doc =
            "Shows a host: packages, NUMA nodes, cores, CPUs, caches, and which disks and network "
            "cards are near which node, SR-IOV functions with their card.",
    };
    struct err err = {0};
    struct topology topology = {0};
    struct topology_arguments arguments = {.err = &err};
    int result = options_parse(&argp, argc, argv, &arguments, &err);
    if (result == 0)
        result = read_host(&arguments, &topology, &err);
    if (result == 0)
        result = print(&arguments, &topology.map, &err);
    topology_done(&topology);
    return result < 0 ? options_fail(&err) : EXIT_FINE;
}

const struct command command_topology = {
    .name = "topology",
    .help = "packages, NUMA nodes, CPUs, caches and devices of a host, as text or a picture",
    .run = run_topology,
};
