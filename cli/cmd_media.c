// SPDX-License-Identifier: GPL-3.0-or-later
// fullhouse media: the appliance as a bootable image for hypervisors that load no kernel
// themselves, and the domain that boots it.
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "bench/domain_xml.h"
#include "bench/guest_appliance.h"
#include "bench/guest_images.h"
#include "bench/workspace.h"
#include "cli/agent.h"
#include "cli/command.h"
#include "cli/listing.h"
#include "cli/options.h"
#include "cli/output.h"
#include "common/base/alloc.h"
#include "common/base/err.h"
#include "common/base/interrupt.h"
#include "common/base/nearest.h"
#include "common/base/path.h"
#include "common/base/scope.h"
#include "common/base/units.h"
#include "common/model/scenario.h"

enum { KEY_DOMAIN = 256, KEY_FIRST_SETTING, IMAGE_MAX = 1 << 30 };

// Keys of a scenario that mean the same here.
static const char *const settings[] = {"kernel",        "boot.medium", "boot.from",
                                       "boot.firmware", "shape.vcpus", "shape.memory"};

static const struct argp_option options[] = {
    {"output", 'o', "FILE", 0, "write the image here", 0},
    {"kernel", KEY_FIRST_SETTING + 0, "FILE", 0, "the guest's kernel (default: found or fetched)",
     0},
    {"domain", KEY_DOMAIN, "PLATFORM", 0,
     "print the libvirt domain that boots the image there, as vbox, vmware, bhyve or xen", 0},
    {"medium", KEY_FIRST_SETTING + 1, "PATH", 0,
     "of a domain: the image where its hypervisor finds it (default: that of --output)", 0},
    {"boot-from", KEY_FIRST_SETTING + 2, "WHAT", 0, "of a domain: iso (default) or disk", 0},
    {"boot-firmware", KEY_FIRST_SETTING + 3, "WHICH", 0,
     "of a domain: bios or uefi (default: the platform's first)", 0},
    {"vcpus", KEY_FIRST_SETTING + 4, "N", 0, "of a domain (default 1)", 0},
    {"memory", KEY_FIRST_SETTING + 5, "BYTES", 0, "of a domain (default 256MiB)", 0},
    {"json", 'j', 0, 0, "for machines: the image, its size, the domain", 0},
    {0},
};

struct media_arguments {
    const char *output; // NULL: no image is made
    const char *domain; // NULL: none is printed
    bool json;
    struct scenario scenario;
    struct err *err;
};

static error_t parse_option(int key, char *argument, struct argp_state *state)
{
    struct media_arguments *arguments = state->input;
    size_t setting = (size_t)(key - KEY_FIRST_SETTING);
    if (key >= KEY_FIRST_SETTING && setting < sizeof settings / sizeof *settings)
        return -scenario_set(&arguments->scenario, settings[setting], argument, arguments->err);
    switch (key) {
    case 'o':
        arguments->output = argument;
        return 0;
    case KEY_DOMAIN:
        arguments->domain = argument;
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

static void say(void *context, const char *text)
{
    (void)context;
    fprintf(stderr, "%s\n", text);
}

// --- the image ----------------------------------------------------------------------------------

static int copy(const char *from, const char *to, uint64_t *ret_bytes, struct err *err)
{
    scope_free char *bytes = NULL;
    size_t length;
    int result = path_read(from, IMAGE_MAX, &bytes, &length, err);
    if (result == 0)
        result = path_write(to, bytes, length, 0644, err);
    if (result < 0)
        options_blame_path(err);
    else
        *ret_bytes = length;
    return result;
}

// Any kind that loads no kernel: they are alike in what the image holds.
static int make_image(const struct media_arguments *arguments, struct workspace *workspace,
                      const char *agent, uint64_t *ret_bytes, struct err *err)
{
    const struct platform_options platform = {
        .workspace = workspace,
        .connect = "",
        .guest = "appliance",
        .kernel = arguments->scenario.kernel,
        .agent = agent,
        .bare = "",
        .agent_test = "",
        .boot = {.from = BOOT_FROM_ISO},
        .say = say,
    };
    struct guest_images images;
    int result = guest_images_open(&platform, domain_kind_find("vbox"), &images, err);
    if (result < 0)
        return result;
    result = copy(images.medium, arguments->output, ret_bytes, err);
    guest_images_close(&images);
    return result;
}

static int write_image(const struct media_arguments *arguments, uint64_t *ret_bytes,
                       struct err *err)
{
    struct workspace workspace = {.lock_fd = -1};
    scope_free char *agent = agent_find(err);
    if (!agent)
        return -err->code;
    int result = interrupt_install(err);
    if (result == 0)
        result = workspace_open(&workspace, err);
    if (result == 0)
        result = make_image(arguments, &workspace, agent, ret_bytes, err);
    workspace_close(&workspace);
    return result;
}

// --- the domain ---------------------------------------------------------------------------------

static int find_kind(const char *word, const struct domain_kind **ret_kind, struct err *err)
{
    *ret_kind = domain_kind_find(word);
    if (*ret_kind)
        return 0;
    scope_free const char **names = alloc_zeroed(domain_kind_count, sizeof *names);
    for (unsigned i = 0; i < domain_kind_count; i++)
        names[i] = domain_kind_table[i].platform;
    scope_free char *hint = nearest_hint(word, names, domain_kind_count);
    return err_input(err, "--domain: no platform '%s' whose guests are libvirt domains%s", word,
                     hint);
}

// The image's path as the hypervisor sees it: what it is told, else where it was written.
static char *find_medium(const struct media_arguments *arguments)
{
    if (*arguments->scenario.boot_medium)
        return alloc_copy(arguments->scenario.boot_medium);
    char *full = realpath(arguments->output, NULL);
    return full ? full : alloc_copy(arguments->output);
}

// New string.
static char *describe_domain(const struct media_arguments *arguments,
                             const struct domain_kind *kind, const struct boot_way *way)
{
    scope_free char *medium = find_medium(arguments);
    const struct domain_plan plan = {
        .name = "fullhouse",
        .type = kind->type,
        .kind = kind,
        .way = *way,
        .medium = medium,
        .shape = arguments->scenario.shape,
        .cpu = "",
        .firmware = "",
        .kernel = "",
        .initramfs = "",
        .command_line = "",
        .disk = "",
        .speaks_serial = true,
        .channel = "",
        .console = "",
        .mark = "",
        .node = -1,
    };
    return domain_xml_format(&plan);
}

// --- what is said of both -----------------------------------------------------------------------

static void print_json(const struct media_arguments *arguments, uint64_t bytes, const char *xml)
{
    static const char *const keys[] = {"image", "bytes", "domain"};
    scope_free char *size = alloc_printf("%" PRIu64, bytes);
    struct listing *listing = listing_new(keys, sizeof keys / sizeof *keys);
    listing_add(listing, (const char *const[]){arguments->output ? arguments->output : "",
                                               arguments->output ? size : "", xml});
    listing_print(listing, true);
    listing_free(listing);
}

// The domain alone goes to standard output, so that it can be handed on as it is.
static void print_text(const struct media_arguments *arguments, uint64_t bytes, const char *xml)
{
    char size[UNITS_TEXT_SIZE];
    units_format_bytes(size, bytes);
    if (arguments->output)
        fprintf(stderr,
                "%s: %s, boots by BIOS and UEFI, in a CD drive or as a disk; its agent speaks over "
                "the first serial line\n",
                arguments->output, size);
    fputs(xml, stdout);
}

static int check_memory(const struct shape *shape, enum boot_firmware firmware, struct err *err)
{
    uint64_t least_bytes = guest_appliance_firmware_bytes(firmware);
    char least[UNITS_TEXT_SIZE];
    if (shape->memory_bytes >= least_bytes)
        return 0;
    units_format_bytes(least, least_bytes);
    return err_input(err, "--memory: by %s the image comes up with %s at least",
                     boot_way_firmware_name(firmware), least);
}

static int check_domain(const struct media_arguments *arguments,
                        const struct domain_kind **ret_kind, struct boot_way *ret_way,
                        struct err *err)
{
    struct boot_way wish = arguments->scenario.boot;
    int result = find_kind(arguments->domain, ret_kind, err);
    if (wish.from == BOOT_FROM_AUTO)
        wish.from = BOOT_FROM_ISO;
    if (result == 0 && wish.from == BOOT_FROM_KERNEL)
        result = err_input(err, "--boot-from kernel: the domain is to boot an image; iso or disk");
    if (result == 0)
        result = domain_kind_boot(*ret_kind, &wish, ret_way, err);
    return result < 0 ? result : check_memory(&arguments->scenario.shape, ret_way->firmware, err);
}

static int check_arguments(const struct media_arguments *arguments,
                           const struct domain_kind **ret_kind, struct boot_way *ret_way,
                           struct err *err)
{
    if (!arguments->output && !arguments->domain)
        return err_input(err, "media needs where to write, as -o appliance.iso, or --domain");
    if (arguments->output && output_check(arguments->output, err) < 0)
        return -EINVAL;
    if (!arguments->domain)
        return 0;
    if (!arguments->output && !*arguments->scenario.boot_medium)
        return err_input(err, "--domain needs the image it boots: -o writes one, --medium names "
                              "one that is there");
    return check_domain(arguments, ret_kind, ret_way, err);
}

static int carry_out(const struct media_arguments *arguments, struct err *err)
{
    const struct domain_kind *kind = NULL;
    struct boot_way way;
    uint64_t bytes = 0;
    int result = check_arguments(arguments, &kind, &way, err);
    if (result == 0 && arguments->output)
        result = write_image(arguments, &bytes, err);
    if (result < 0)
        return result;
    scope_free char *xml = kind ? describe_domain(arguments, kind, &way) : alloc_copy("");
    if (arguments->json)
        print_json(arguments, bytes, xml);
    else
        print_text(arguments, bytes, xml);
    return 0;
}

static int run_media(int argc, char **argv)
{
    const struct argp argp = {
        .options = options,
        .parser = parse_option,
        .doc = "Writes the appliance as one bootable image, a CD and a disk, for hypervisors that "
               "load no kernel themselves, and prints the domain that boots it. What each "
               "hypervisor needs: docs/platforms.md.",
    };
    struct err err = {0};
    struct media_arguments arguments = {.err = &err};
    scenario_init(&arguments.scenario);
    arguments.scenario.shape.memory_bytes = UINT64_C(256) << 20;
    int result = options_parse(&argp, argc, argv, &arguments, &err);
    if (result == 0)
        result = carry_out(&arguments, &err);
    scenario_done(&arguments.scenario);
    return result < 0 ? options_fail(&err) : EXIT_FINE;
}

const struct command command_media = {
    .name = "media",
    .help = "the appliance as a bootable image, for other hypervisors",
    .knows_runs = true,
    .run = run_media,
};
